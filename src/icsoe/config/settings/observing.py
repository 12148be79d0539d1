"""What may be seen from outside about how the system does."""

from pathlib import Path

from icsoe.config.settings.environment import env, secret_from_file

# Without a token nobody reads the figures in production.
_TOKEN_FILE = env.str("ICSOE_METRICS_TOKEN_FILE", default="")
METRICS_TOKEN = secret_from_file(Path(_TOKEN_FILE)) if _TOKEN_FILE else ""
