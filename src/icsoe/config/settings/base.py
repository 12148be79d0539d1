"""What holds on every occasion."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from icsoe.config.settings.database import REACH
from icsoe.config.settings.entering import *
from icsoe.config.settings.environment import DATA_DIR, DEMO, ROOT, clock_shift, env
from icsoe.config.settings.mail import *
from icsoe.config.settings.observing import *
from icsoe.config.settings.security import *

BASE_DIR = ROOT
PACKAGE_DIR = Path(__file__).resolve().parents[2]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "csp",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "icsoe.ui",
    "icsoe.apps.audit",
    "icsoe.apps.access",
    "icsoe.apps.mailbox",
    "icsoe.apps.registries",
    "icsoe.apps.providers",
    "icsoe.apps.contracts",
    "icsoe.apps.intake",
    "icsoe.apps.receipts",
    "icsoe.apps.filings",
    "icsoe.apps.publication",
    "icsoe.interfaces.console",
    "icsoe.interfaces.portal",
    "icsoe.interfaces.public",
]

MIDDLEWARE = [
    "icsoe.config.front.BehindTheFront",
    "icsoe.config.observing.Observed",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "icsoe.config.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# What a page says may quote an NSS or a CURP: it stays here, never in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

ROOT_URLCONF = "icsoe.config.urls"
WSGI_APPLICATION = "icsoe.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "icsoe.config.context.practice",
            ],
        },
    },
]
FORM_RENDERER = "icsoe.ui.forms.Renderer"

LANGUAGE_CODE = "es-mx"
LANGUAGES = [("es-mx", _("Español")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "icsoe_language"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
TIME_ZONE = "America/Mexico_City"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MANUAL_DIR = ROOT / "docs" / "manual"
STATICFILES_DIRS = [ROOT / "frontend" / "dist", ("manual", MANUAL_DIR / "imagenes")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# e.firma: who is trusted, and how revocation is asked for.
EFIRMA_TRUST_ANCHORS: list[Path] = []
EFIRMA_REQUIRE_MANIFEST = True
EFIRMA_REVOCATION = env.str("ICSOE_REVOCATION", default="required")
EFIRMA_OCSP_URL = env.str("ICSOE_OCSP_URL", default="")
if EFIRMA_REVOCATION not in {"required", "soft", "off"}:
    raise ImproperlyConfigured(f"ICSOE_REVOCATION must be required, soft or off, not {EFIRMA_REVOCATION!r}")
if anchors := env.str("ICSOE_TRUST_ANCHORS", default=""):
    EFIRMA_TRUST_ANCHORS.append(Path(anchors).resolve())

# The Institute's seal.
SEAL_FILE = env.str("ICSOE_SEAL_FILE", default="")
SEAL_PASSWORD_FILE = env.str("ICSOE_SEAL_PASSWORD_FILE", default="")
SEAL_PKCS11 = env.str("ICSOE_SEAL_PKCS11", default="")
SEAL_SERVICE = env.str("ICSOE_SEAL_SERVICE", default="")
SEAL_ANCHORS = env.str("ICSOE_SEAL_ANCHORS", default="")  # authorities of earlier seals
TIMESTAMP_URL = env.str("ICSOE_TIMESTAMP_URL", default="")
TIMESTAMP_ANCHORS = env.str("ICSOE_TIMESTAMP_ANCHORS", default="")

# Who looks for malware in uploads: ClamAV at `host:port` or `unix:/path`, the fake (`practice`), or nobody.
SCANNER_ADDRESS = env.str("ICSOE_SCANNER_ADDRESS", default="practice" if DEMO else "")

# When the public list is rebuilt, in UTC: at night in the central zone; in practice at every minute.
PUBLICATION_CRON = "* * * * *" if DEMO else "30 9 * * *"

PRACTICE = DEMO
CLOCK_SHIFT = clock_shift()
DATA_PATH = DATA_DIR
DATABASE_REACH = REACH
DEMO_DIR = DATA_DIR / "demo"
ORIGIN = env.str("ICSOE_ORIGIN", default="")
