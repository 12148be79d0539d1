"""Which settings a command runs on."""

import os


def choose_settings() -> None:
    """Practice settings under ``ICSOE_DEMO=1``, production ones otherwise; an explicit choice stands."""
    practice = os.environ.get("ICSOE_DEMO", "0").lower() in {"1", "true", "yes", "on"}
    occasion = "dev" if practice else "production"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"icsoe.config.settings.{occasion}")
