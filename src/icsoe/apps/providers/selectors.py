"""Reads of the profile."""

from icsoe.apps.providers.models import Provider, Registration, RegistrationCopy


def provider(rfc: str) -> Provider:
    """The provider with its addresses. Raises Provider.DoesNotExist."""
    return Provider.objects.prefetch_related("addresses").get(rfc=rfc)


def registrations(rfc: str) -> list[Registration]:
    """The provider's registrations with their services, newest first."""
    return list(
        Registration.objects.filter(provider_id=rfc)
        .prefetch_related("services")
        .order_by("-registered_on", "-id")
    )


def current_registration(rfc: str) -> Registration | None:
    """The newest registration, or None."""
    return next(iter(registrations(rfc)), None)


def earlier_registration(rfc: str, registration_id: int) -> Registration:
    """One of the registrations before the newest. Raises Registration.DoesNotExist."""
    earlier = [one.pk for one in registrations(rfc)[1:]]
    return Registration.objects.filter(pk__in=earlier).get(pk=registration_id)


def kept_copies(rfc: str) -> dict[int, RegistrationCopy]:
    """The copies kept of the provider's registrations, by registration, without their content."""
    copies = RegistrationCopy.objects.filter(registration__provider_id=rfc).defer("content")
    return {copy.registration_id: copy for copy in copies}


def registration_copy(rfc: str, registration_id: int) -> RegistrationCopy:
    """One copy with its content. Raises RegistrationCopy.DoesNotExist, also for another provider's."""
    return RegistrationCopy.objects.get(registration_id=registration_id, registration__provider_id=rfc)


def authorised_services(held: list[Registration]) -> dict[str, str]:
    """Folio -> description of every service of registrations in `registrations` order: the newest's text."""
    services: dict[str, str] = {}
    for registration in reversed(held):
        services.update({service.folio: service.description for service in registration.services.all()})
    return dict(sorted(services.items()))
