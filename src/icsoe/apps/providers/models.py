"""The provider (contratista), its addresses and its REPSE registrations (Lineamientos, I and III)."""

from django.db import models

from icsoe.apps.access.models import Account
from icsoe.apps.providers.enums import AddressKind, PersonType, State


class Provider(models.Model):
    """Whoever must file, by RFC. Name, person type and representative come from the e.firma, never typed."""

    rfc = models.CharField(max_length=13, primary_key=True, db_collation="C")
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    person_type = models.CharField(max_length=6, choices=PersonType.choices)
    representative_rfc = models.CharField(max_length=13, blank=True)
    email = models.EmailField(blank=True)
    mobile = models.CharField(max_length=15, blank=True)
    landline = models.CharField(max_length=15, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person_type="moral", rfc__regex=r"^[A-ZÑ&]{3}[0-9]{6}[A-Z0-9]{3}$")
                | models.Q(person_type="fisica", rfc__regex=r"^[A-ZÑ&]{4}[0-9]{6}[A-Z0-9]{3}$"),
                name="providers_rfc_shape",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Address(models.Model):
    """A conventional or social address of a provider; the fiscal one is the tax authority's."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=12, choices=AddressKind.choices)
    postal_code = models.CharField(max_length=5)
    colonia = models.CharField(max_length=120)
    street = models.CharField(max_length=160)
    outside_number = models.CharField(max_length=30)
    inside_number = models.CharField(max_length=30, blank=True)
    between_streets = models.CharField(max_length=200, blank=True)
    municipality = models.CharField(max_length=120)
    state = models.CharField(max_length=2, choices=State.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "kind"], name="providers_address_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=AddressKind.values), name="providers_address_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(postal_code__regex=r"^[0-9]{5}$"), name="providers_address_postal_code"
            ),
        ]


class Registration(models.Model):
    """A REPSE registration: valid three years from its date, with its copy in PDF and its services."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="registrations")
    number = models.CharField(max_length=60)
    registered_on = models.DateField()
    valid_until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "number"], name="providers_registration_once"),
            models.CheckConstraint(
                condition=models.Q(valid_until__gt=models.F("registered_on")),
                name="providers_registration_validity",
            ),
        ]


class RegistrationCopy(models.Model):
    """The PDF copy, apart so that reading a registration never drags ten megabytes along."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="copy")
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(size__gt=0, size__lte=10 * 1024 * 1024), name="providers_copy_size"
            ),
        ]


class AuthorisedService(models.Model):
    """One activity a registration authorises: numeric folio and description."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="services")
    folio = models.CharField(max_length=12)
    description = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["registration", "folio"], name="providers_service_once"),
            models.CheckConstraint(
                condition=models.Q(folio__regex=r"^[0-9]{1,12}$"), name="providers_service_folio"
            ),
        ]
