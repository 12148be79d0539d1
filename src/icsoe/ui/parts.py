"""What presenters hand to the components: small frozen values that already speak Spanish.

Texts arrive translated and numbers arrive formatted, except where a field says otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

from django.conf import settings

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text: TypeAlias = "str | _StrPromise"
Kind = Literal["neutral", "info", "success", "warning", "error"]


@dataclass(frozen=True)
class NavItem:
    """A link of the navigation, a tab or a crumb; ``count`` is shown when it is above zero."""

    label: Text
    url: str = ""
    current: bool = False
    count: int = 0


@dataclass(frozen=True)
class Account:
    """Who is signed in, as the header shows it; ``exit_url`` receives a POST.

    ``key`` tells persons apart on a shared computer (drafts are kept under it); it says nothing about them.
    """

    name: Text
    detail: Text
    exit_url: str
    key: str


@dataclass(frozen=True)
class SessionClock:
    """When the session ends, in whole seconds: without use, and whatever is done; and when to say so before.

    ``keep_url`` takes a POST and gives another ``idle`` seconds.
    """

    idle: int
    left: int
    warning: int
    keep_url: str

    @classmethod
    def of(cls, *, ends_at: datetime, at: datetime, keep_url: str) -> "SessionClock":
        """The clock of a session used at ``at`` that ends at ``ends_at`` whatever is done."""
        left = int((ends_at - at).total_seconds())
        idle, warning = settings.SESSION_COOKIE_AGE, settings.SESSION_WARNING_SECONDS
        return cls(idle=idle, left=left, warning=warning, keep_url=keep_url)


@dataclass(frozen=True)
class Task:
    """One line of the board: what, in which state, and the one thing to do about it."""

    title: Text
    state: Text
    kind: Kind = "neutral"
    hint: Text = ""
    url: str = ""


@dataclass(frozen=True)
class Item:
    """A term and its value in a data list; ``code`` sets the value in figures that line up."""

    term: Text
    value: object
    hint: Text = ""
    code: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a table; ``numeric`` aligns it to the right, ``code`` sets keys such as an RFC.

    ``wide`` holds sentences or long names: on a phone they take their card's whole width, without the label.
    """

    label: Text
    numeric: bool = False
    code: bool = False
    wide: bool = False


@dataclass(frozen=True)
class Tag:
    """A state written in words, with a colour and an icon that only repeat what the words say."""

    label: Text
    kind: Kind = "neutral"


@dataclass(frozen=True)
class Row:
    """A row of a table: a cell for each column. ``url`` makes a link of the first cell."""

    cells: Sequence[object]
    url: str = ""
    actions: object = ""
    problem: Text = ""


@dataclass(frozen=True)
class Change:
    """A value before and after; an empty side means that it was added or removed."""

    name: Text
    before: Text = ""
    after: Text = ""


@dataclass(frozen=True)
class Bar:
    """A bar of a chart: ``value`` gives its length, ``text`` is the figure that is read."""

    label: Text
    value: float
    text: Text


@dataclass(frozen=True)
class Stat:
    """A figure with its name; ``hint`` says of what or since when."""

    label: Text
    value: Text
    hint: Text = ""


@dataclass(frozen=True)
class Event:
    """Something that happened, for a history: when (in words), what, and by whom."""

    when: Text
    title: Text
    detail: Text = ""
    kind: Kind = "neutral"


@dataclass(frozen=True)
class Problem:
    """An error as the summary lists it; ``field_id`` is the element that its link focuses."""

    message: Text
    field_id: str = ""


@dataclass(frozen=True)
class Deadline:
    """The last day to act and the whole days left: 0 is today, below 0 is past."""

    title: Text
    last_day: date
    days_left: int
    note: Text = ""
    done: bool = False


@dataclass(frozen=True)
class SignBox:
    """Everything that the sign box tells the browser; addresses and figures only, nothing secret.

    ``now`` is the server's instant in ISO 8601 with its offset. For an entry leave the filing's fields empty.
    """

    purpose: Literal["entry", "filing"]
    endpoint: str
    now: str
    challenge_url: str = ""
    document_url: str = ""
    session_rfc: str = ""
    rfc: str = ""
    period: str = ""
    type: str = ""
    replaces: str = ""
    contracts: int = 0
    workers: int = 0
    idempotency_key: str = ""
