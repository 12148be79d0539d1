"""What every page is told."""

from django.conf import settings
from django.http import HttpRequest


def practice(_request: HttpRequest) -> dict[str, object]:
    """Whether the page belongs to a practice installation (shows the banner)."""
    return {"practice": settings.PRACTICE}
