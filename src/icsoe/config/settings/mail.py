"""E-mail: SMTP in production; on the console and a page of practice when practising."""

from icsoe.config.settings.environment import DEMO, env, switch, whole_number

EMAIL_BACKEND = (
    "icsoe.apps.mailbox.practice.Backend" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_HOST = env.str("ICSOE_SMTP_HOST", default="localhost")
EMAIL_PORT = whole_number("ICSOE_SMTP_PORT", default=25, least=1, most=65_535)
EMAIL_HOST_USER = env.str("ICSOE_SMTP_USER", default="")
EMAIL_USE_TLS = switch("ICSOE_SMTP_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("ICSOE_MAIL_FROM", default="ICSOE <no-responder@localhost>")
