"""Reads of the profile."""

from icsoe.apps.providers.models import Provider, Registration


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


def authorised_services(rfc: str) -> dict[str, str]:
    """Folio -> description of every service of every registration; the newest registration's text counts."""
    services: dict[str, str] = {}
    for registration in reversed(registrations(rfc)):
        services.update(registration.services.values_list("folio", "description"))
    return dict(sorted(services.items()))
