"""Practice on one's own machine: what ``make run`` starts."""

from pathlib import Path

from icsoe.config.settings.base import *
from icsoe.config.settings.database import database
from icsoe.config.settings.environment import DATA_DIR, env, secret_from_file
from icsoe.config.settings.logging import logging_config

DEBUG = False
SECRET_KEY = secret_from_file(Path(env.str("ICSOE_SECRET_KEY_FILE", default=str(DATA_DIR / "secret-key"))))
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", env.str("ICSOE_HOST", default="127.0.0.1")]
DATABASES = {"default": database(env.str("ICSOE_DATABASE_URL"))}
LOGGING = logging_config("WARNING")

EFIRMA_REQUIRE_MANIFEST = False
EFIRMA_TRUST_ANCHORS = [DEMO_DIR / "anchors", *EFIRMA_TRUST_ANCHORS]
SEAL_FILE = SEAL_FILE or str(DEMO_DIR / "seal" / "seal.p12")
SEAL_PASSWORD_FILE = SEAL_PASSWORD_FILE or str(DEMO_DIR / "seal" / "password")
