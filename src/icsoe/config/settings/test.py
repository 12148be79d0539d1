"""The suite: its own embedded database in a short, predictable place (socket paths are short)."""

import hashlib
import os
import tempfile
from pathlib import Path

from icsoe.config.settings.base import *
from icsoe.config.settings.database import database
from icsoe.config.settings.environment import ROOT, env
from icsoe.config.settings.logging import logging_config

SECRET_KEY = "only-for-the-suite"  # noqa: S105 - never used outside tests
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DEBUG = False

TEST_PLACE = Path(tempfile.gettempdir()) / f"icsoe-test-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]}"
_url = env.str("ICSOE_DATABASE_URL", default=f"postgres://icsoe@/icsoe?host={TEST_PLACE / 'pg'}")
DATABASES = {"default": database(_url)}
# Two runs at a time must not meet in one database.
DATABASES["default"]["TEST"] = {"NAME": f"test_icsoe_{os.getpid()}"}
LOGGING = logging_config("CRITICAL")

DATA_PATH = TEST_PLACE
MEDIA_ROOT = TEST_PLACE / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PRACTICE = True
EFIRMA_REQUIRE_MANIFEST = False
EFIRMA_REVOCATION = "off"
# An unknown template variable must fail, not vanish.
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "unknown template variable %s"
