"""The Institute's registers as it hands them over: filled by officers, read in batches."""

from django.db import models


class Coverage(models.Model):
    """How much of a register the portal holds: only a complete one can say that somebody is unknown."""

    register = models.CharField(max_length=20, primary_key=True)
    is_complete = models.BooleanField(default=False)
    as_of = models.DateField()
    source = models.CharField(max_length=200)


class InsuredPerson(models.Model):
    """One insured person, by NSS."""

    nss = models.CharField(max_length=11, primary_key=True, db_collation="C")
    curp = models.CharField(max_length=18, db_collation="C")
    primer_apellido = models.CharField(max_length=50)
    segundo_apellido = models.CharField(max_length=50, blank=True)
    nombre = models.CharField(max_length=50)

    class Meta:
        indexes = [models.Index(fields=["curp"], name="registries_insured_curp")]


class InsuredSalary(models.Model):
    """A base salary an insured person had from a date on."""

    person = models.ForeignKey(InsuredPerson, on_delete=models.CASCADE, related_name="salaries")
    since = models.DateField()
    sbc = models.DecimalField(max_digits=10, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "since"], name="registries_salary_once_a_day"),
            models.CheckConstraint(condition=models.Q(sbc__gt=0), name="registries_salary_positive"),
        ]


class Taxpayer(models.Model):
    """A taxpayer's name, by RFC."""

    rfc = models.CharField(max_length=13, primary_key=True, db_collation="C")
    name = models.CharField(max_length=300)


class RepseRecord(models.Model):
    """One registration of the STPS register of specialised providers."""

    number = models.CharField(max_length=60, primary_key=True)
    rfc = models.CharField(max_length=13, db_collation="C")
    registered_on = models.DateField()
    valid_until = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["rfc"], name="registries_repse_rfc")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("registered_on")),
                name="registries_repse_validity",
            )
        ]


class RepseService(models.Model):
    """One service that a registration of the STPS register authorises."""

    record = models.ForeignKey(RepseRecord, on_delete=models.CASCADE, related_name="services")
    folio = models.CharField(max_length=10)
    description = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "folio"], name="registries_repse_service_once")
        ]
