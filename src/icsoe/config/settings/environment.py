"""The environment variables of the system, each read once, with its type.

An unknown ``ICSOE_`` name stops the start: a misspelt gate must not fail open.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

KNOWN = frozenset(
    {
        "ICSOE_CLOCK_SHIFT",
        "ICSOE_DATA_DIR",
        "ICSOE_DATABASE_URL",
        "ICSOE_DEMO",
        "ICSOE_FRONT_SERVERS",
        "ICSOE_HOST",
        "ICSOE_METRICS_TOKEN_FILE",
        "ICSOE_MAIL_FROM",
        "ICSOE_NOW",
        "ICSOE_OCSP_URL",
        "ICSOE_ORIGIN",
        "ICSOE_PORT",
        "ICSOE_PROCESS",
        "ICSOE_REVOCATION",
        "ICSOE_SCANNER_ADDRESS",
        "ICSOE_SEAL_ANCHORS",
        "ICSOE_SEAL_FILE",
        "ICSOE_SEAL_PASSWORD_FILE",
        "ICSOE_SEAL_PKCS11",
        "ICSOE_SEAL_SERVICE",
        "ICSOE_SECRET_KEY_FILE",
        "ICSOE_TIMESTAMP_ANCHORS",
        "ICSOE_SMTP_HOST",
        "ICSOE_SMTP_PASSWORD_FILE",
        "ICSOE_SMTP_PORT",
        "ICSOE_SMTP_TLS",
        "ICSOE_SMTP_USER",
        "ICSOE_TIMESTAMP_URL",
        "ICSOE_TRUST_ANCHORS",
    }
)

env = environ.Env()

ROOT = Path(__file__).resolve().parents[4]


def refuse_unknown_names() -> None:
    unknown = sorted(name for name in os.environ if name.startswith("ICSOE_") and name not in KNOWN)
    if unknown:
        raise ImproperlyConfigured(f"unknown settings: {', '.join(unknown)}")


def clock_shift() -> timedelta:
    """How far the practice clock runs from the real one; zero without ``ICSOE_NOW``.

    The process that starts the others works the shift out once (``ICSOE_CLOCK_SHIFT``, seconds), so
    that web, worker and responder share one practice clock.
    """
    if seconds := env.str("ICSOE_CLOCK_SHIFT", default=""):
        return timedelta(seconds=float(seconds))
    if text := env.str("ICSOE_NOW", default=""):
        start = datetime.fromisoformat(text)
        if start.tzinfo is None:
            raise ImproperlyConfigured("ICSOE_NOW needs an offset, as in 2021-09-10T12:00-05:00")
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

DEMO = env.bool("ICSOE_DEMO", default=False)
DATA_DIR = Path(env.str("ICSOE_DATA_DIR", default=str(ROOT / ".data"))).resolve()
