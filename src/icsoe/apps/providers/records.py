"""What a person captures of the profile, as handed to the acts."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file as it came: the name is the person's and is never used as a path."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class RegistrationData:
    """A REPSE registration as captured; ``copy`` is None when the one kept stays."""

    number: str
    registered_on: date | None
    services: list[tuple[str, str]] = field(default_factory=list)
    copy: Upload | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it was captured."""
        return not (self.number or self.registered_on or self.copy or any(map(any, self.services)))


@dataclass(frozen=True, kw_only=True)
class ProfileData:
    """The general data as captured. An address without a single field is none."""

    email: str
    mobile: str = ""
    landline: str = ""
    conventional_address: dict[str, str] = field(default_factory=dict)
    social_address: dict[str, str] = field(default_factory=dict)
    registration: RegistrationData | None = None
