"""PostgreSQL, the single home of truth."""

from typing import Any

from icsoe.config.settings.environment import env

#: A web process reaches nothing until a door says whose rows a request is about; jobs and commands, all.
REACH = "" if env.str("ICSOE_PROCESS", default="") == "web" else "system"


def database(url: str) -> dict[str, Any]:
    """Django's description of the database at ``url`` (``postgres://...``)."""
    settings = dict(env.db_url_config(url))
    settings["ENGINE"] = "django.db.backends.postgresql"
    # Views open their own transactions (see access.doors): nothing is atomic by accident.
    settings["ATOMIC_REQUESTS"] = False
    settings["CONN_MAX_AGE"] = 60
    settings["CONN_HEALTH_CHECKS"] = True
    settings["OPTIONS"] = {
        "connect_timeout": 5,
        # What row-level security gives until somebody says otherwise (access.isolation).
        "options": f"-c icsoe.reach={REACH}",
        **settings.get("OPTIONS", {}),
    }
    return settings
