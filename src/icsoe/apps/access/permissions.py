"""What can be allowed, who is allowed it, and the one question ``can()``."""

from enum import StrEnum


class Permission(StrEnum):
    READ_PROVIDER = "read_provider"
    CHANGE_PROVIDER = "change_provider"
    READ_CONTRACTS = "read_contracts"
    CAPTURE = "capture"
    ADD_CONTRACTS = "add_contracts"
    REVIEW = "review"
    SEND_TO_SIGNATURE = "send_to_signature"
    RETURN_TO_CAPTURE = "return_to_capture"
    SIGN = "sign"
    READ_RECEIPTS = "read_receipts"
    MANAGE_CLERKS = "manage_clerks"
    READ_TRAIL = "read_trail"
    CHOOSE_PROVIDER = "choose_provider"
    OWN_PASSWORD = "own_password"  # noqa: S105 - a word of the vocabulary
    OWN_SESSIONS = "own_sessions"
    READ_INQUIRIES = "read_inquiries"
    ANSWER_INQUIRIES = "answer_inquiries"
    KEEP_CALENDAR = "keep_calendar"
    READ_PUBLICATION = "read_publication"


class Role(StrEnum):
    """Who somebody is at this moment; the keys are stable."""

    HOLDER = "holder"
    CLERK = "clerk"
    CLERK_OF_SOME = "clerk_of_some"  # only the contracts chosen by the holder
    CLERK_WAITING = "clerk_waiting"  # no provider picked, or the access to it ended
    OFFICER = "officer"


_OF_A_PERSON = frozenset({Permission.CHOOSE_PROVIDER, Permission.OWN_PASSWORD, Permission.OWN_SESSIONS})
_OF_SOME = frozenset({Permission.READ_PROVIDER, Permission.READ_CONTRACTS, Permission.CAPTURE})

#: What only the Institute's officers do, in their own console.
INSTITUTE = frozenset(
    {
        Permission.READ_INQUIRIES,
        Permission.ANSWER_INQUIRIES,
        Permission.KEEP_CALENDAR,
        Permission.READ_PUBLICATION,
    }
)

#: What a request needs no provider for.
PERSONAL = _OF_A_PERSON

ROLES: dict[Role, frozenset[Permission]] = {
    Role.HOLDER: frozenset(
        {
            Permission.READ_PROVIDER,
            Permission.CHANGE_PROVIDER,
            Permission.READ_CONTRACTS,
            Permission.CAPTURE,
            Permission.ADD_CONTRACTS,
            Permission.REVIEW,
            Permission.RETURN_TO_CAPTURE,
            Permission.SIGN,
            Permission.READ_RECEIPTS,
            Permission.MANAGE_CLERKS,
            Permission.READ_TRAIL,
            Permission.OWN_SESSIONS,
        }
    ),
    Role.CLERK: _OF_A_PERSON
    | _OF_SOME
    | {
        Permission.ADD_CONTRACTS,
        Permission.REVIEW,
        Permission.SEND_TO_SIGNATURE,
        Permission.READ_RECEIPTS,
    },
    Role.CLERK_OF_SOME: _OF_A_PERSON | _OF_SOME,
    Role.CLERK_WAITING: _OF_A_PERSON,
    Role.OFFICER: INSTITUTE | {Permission.OWN_SESSIONS},
}


def can(role: str, permission: Permission) -> bool:
    """Whether the role holds the permission; what is not granted is denied."""
    return permission in ROLES.get(Role(role), frozenset())
