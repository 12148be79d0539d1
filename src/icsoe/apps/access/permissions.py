"""What can be allowed, who is allowed it, and the one question ``can()``."""

from enum import StrEnum

from icsoe.apps.access.enums import AccountKind


class Permission(StrEnum):
    READ_PROVIDER = "read_provider"
    CHANGE_PROVIDER = "change_provider"
    READ_CONTRACTS = "read_contracts"
    CAPTURE = "capture"
    REVIEW = "review"
    SIGN = "sign"
    READ_RECEIPTS = "read_receipts"


ROLES: dict[AccountKind, frozenset[Permission]] = {
    AccountKind.HOLDER: frozenset(Permission),
    AccountKind.CLERK: frozenset(
        {
            Permission.READ_PROVIDER,
            Permission.READ_CONTRACTS,
            Permission.CAPTURE,
            Permission.REVIEW,
            Permission.READ_RECEIPTS,
        }
    ),
    AccountKind.OFFICER: frozenset(),
}


def can(kind: AccountKind, permission: Permission) -> bool:
    """Whether the role holds the permission; what is not granted is denied."""
    return permission in ROLES.get(kind, frozenset())
