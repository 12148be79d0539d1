"""What a letter is."""

from dataclasses import dataclass, field

from django.conf import settings


@dataclass(frozen=True)
class Letter:
    """A letter to be sent. ``paragraphs`` are plain sentences; ``action`` names what the link does."""

    key: str
    to: str
    subject: str
    greeting: str
    paragraphs: list[str]
    action: str = ""
    path: str = ""
    closing: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return (settings.ORIGIN or "http://localhost:8000") + self.path if self.path else ""
