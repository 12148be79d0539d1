"""The Institute's own installation: every gate closed unless opened by name."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from icsoe.config.settings.base import *
from icsoe.config.settings.database import database
from icsoe.config.settings.environment import DEMO, env, secret_from_file
from icsoe.config.settings.logging import logging_config
from icsoe.config.settings.trusting import public_host, require_authorities, require_seal_file

if DEMO or CLOCK_SHIFT:
    raise ImproperlyConfigured("practice settings (ICSOE_DEMO, ICSOE_NOW) are refused in production")
if EFIRMA_REVOCATION == "off":
    raise ImproperlyConfigured("ICSOE_REVOCATION=off is refused in production")
if not EFIRMA_TRUST_ANCHORS:
    raise ImproperlyConfigured("ICSOE_TRUST_ANCHORS names no folder: no e.firma could be trusted")
if not (SEAL_FILE or SEAL_PKCS11 or SEAL_SERVICE):
    raise ImproperlyConfigured("no seal: set ICSOE_SEAL_FILE, ICSOE_SEAL_PKCS11 or ICSOE_SEAL_SERVICE")
if not EFIRMA_OCSP_URL:
    raise ImproperlyConfigured("ICSOE_OCSP_URL names no responder: every filing would stay pending")
require_authorities(EFIRMA_TRUST_ANCHORS)
if SEAL_FILE:
    require_seal_file(SEAL_FILE, SEAL_PASSWORD_FILE)

DEBUG = False
SECRET_KEY = secret_from_file(Path(env.str("ICSOE_SECRET_KEY_FILE")))
# By its public name, and by the address it listens on for whoever watches it from this machine.
ALLOWED_HOSTS = [public_host(ORIGIN), env.str("ICSOE_HOST", default="127.0.0.1")]
DATABASES = {"default": database(env.str("ICSOE_DATABASE_URL"))}
LOGGING = logging_config("INFO")
if EMAIL_HOST_USER:
    if not EMAIL_USE_TLS:
        raise ImproperlyConfigured(
            "ICSOE_SMTP_USER needs ICSOE_SMTP_TLS=1: its password would travel in clear"
        )
    EMAIL_HOST_PASSWORD = secret_from_file(Path(env.str("ICSOE_SMTP_PASSWORD_FILE")))

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^salud/"]  # asked from within, without the front server
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# The prefix has the browser refuse them from any other host of the Institute's, and without TLS.
SESSION_COOKIE_NAME = f"__Host-{SESSION_COOKIE_NAME}"
CSRF_COOKIE_NAME = f"__Host-{CSRF_COOKIE_NAME}"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
