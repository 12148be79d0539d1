"""What a command runs on: which settings, and which database."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import django


def choose_settings() -> None:
    """Practice settings under ``ICSOE_DEMO=1``, production ones otherwise; an explicit choice stands."""
    practice = os.environ.get("ICSOE_DEMO", "0").lower() in {"1", "true", "yes", "on"}
    occasion = "dev" if practice else "production"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"icsoe.config.settings.{occasion}")


@contextmanager
def system() -> Iterator[None]:
    """Django set up on the database named, or on the embedded one of the data folder, running or not."""
    choose_settings()
    with ExitStack() as stack:
        if not os.environ.get("ICSOE_DATABASE_URL"):
            from icsoe.interfaces.cli.embedded import embedded_postgres  # deferred: only where it is needed

            data = Path(os.environ.get("ICSOE_DATA_DIR", ".data")).resolve()
            os.environ["ICSOE_DATABASE_URL"] = stack.enter_context(embedded_postgres(data / "postgres"))
        django.setup()
        yield
