"""The environment variables of the system, each read once, with its type.

An unknown ``ICSOE_`` name stops the start: a misspelt gate must not fail open.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

#: What docs/operations.md explains to whoever runs the system.
TOLD = frozenset(
    {
        "ICSOE_DATABASE_URL",
        "ICSOE_DATA_DIR",
        "ICSOE_DEMO",
        "ICSOE_FRONT_SERVERS",
        "ICSOE_HOST",
        "ICSOE_MAIL_FROM",
        "ICSOE_METRICS_TOKEN_FILE",
        "ICSOE_NOW",
        "ICSOE_OCSP_URL",
        "ICSOE_ORIGIN",
        "ICSOE_PORT",
        "ICSOE_REVOCATION",
        "ICSOE_SCANNER_ADDRESS",
        "ICSOE_SEAL_ANCHORS",
        "ICSOE_SEAL_FILE",
        "ICSOE_SEAL_PASSWORD_FILE",
        "ICSOE_SEAL_PKCS11",
        "ICSOE_SEAL_SERVICE",
        "ICSOE_SECRET_KEY_FILE",
        "ICSOE_SMTP_HOST",
        "ICSOE_SMTP_PASSWORD_FILE",
        "ICSOE_SMTP_PORT",
        "ICSOE_SMTP_TLS",
        "ICSOE_SMTP_USER",
        "ICSOE_TIMESTAMP_ANCHORS",
        "ICSOE_TIMESTAMP_URL",
        "ICSOE_TRUST_ANCHORS",
    }
)
#: What its processes hand to each other.
HANDED_ON = frozenset({"ICSOE_CLOCK_SHIFT", "ICSOE_PROCESS"})

env = environ.Env()

_ON, _OFF = frozenset({"1", "true", "yes", "on"}), frozenset({"", "0", "false", "no", "off"})

ROOT = Path(__file__).resolve().parents[4]


def refuse_unknown_names() -> None:
    unknown = sorted(
        name for name in os.environ if name.startswith("ICSOE_") and name not in TOLD | HANDED_ON
    )
    if unknown:
        raise ImproperlyConfigured(f"unknown settings: {', '.join(unknown)}")


def switch(name: str) -> bool:
    """Whether ``name`` is on; off when absent. Any other word stops the start: it is not taken for off."""
    word = env.str(name, default="").lower()
    if word not in _ON | _OFF:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {word!r}")
    return word in _ON


def whole_number(name: str, *, default: int, least: int = 0, most: int) -> int:
    """The number given as ``name``. One that is none, or out of bounds, stops the start."""
    text = env.str(name, default=str(default))
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise ImproperlyConfigured(f"{name} must be a number from {least} to {most}, not {text!r}")
    return int(text)


def clock_shift() -> timedelta:
    """How far the practice clock runs from the real one; zero without ``ICSOE_NOW``.

    The process that starts the others works the shift out once (``ICSOE_CLOCK_SHIFT``, seconds), so
    that web, worker and responder share one practice clock.
    """
    if seconds := env.str("ICSOE_CLOCK_SHIFT", default=""):
        return timedelta(seconds=float(seconds))
    if text := env.str("ICSOE_NOW", default=""):
        try:
            start = datetime.fromisoformat(text)
        except ValueError:
            start = None
        if start is None or start.tzinfo is None:
            raise ImproperlyConfigured("ICSOE_NOW must be an instant with its offset: 2021-09-10T12:00-05:00")
        return start - datetime.now(UTC)
    return timedelta(0)


def secret_from_file(path: Path) -> str:
    """The secret kept in ``path``; an absent or empty one stops the start."""
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"secret file {path} cannot be read") from error
    if not secret:
        raise ImproperlyConfigured(f"secret file {path} is empty")
    return secret


refuse_unknown_names()

DEMO = switch("ICSOE_DEMO")
DATA_DIR = Path(env.str("ICSOE_DATA_DIR", default=str(ROOT / ".data"))).resolve()
