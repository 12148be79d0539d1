"""Who enters and how: backends, passwords, attempts, second factors, sessions."""

from datetime import timedelta

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "icsoe.apps.access.backends.EfirmaBackend",
    "icsoe.apps.access.backends.ClerkBackend",
    "icsoe.apps.access.backends.OfficerBackend",
]
LOGIN_URL = "portal:enter"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    # Twenty thousand passwords of real leaks.
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    # Leaked lists, names (the person's own too), keyboard walks, dates and repetitions, as in an attack.
    {"NAME": "icsoe.apps.access.strength.GuessesValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60  # a recovery link, seconds

# Wrong passwords: five for a person from one address, fifty from one address for everybody, in 15 minutes.
AXES_HANDLER = "icsoe.apps.access.attempts.Attempts"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "icsoe.apps.access.attempts.counted_as"
AXES_CLIENT_IP_CALLABLE = "icsoe.apps.access.attempts.address"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "curp", "email", "again", "code"]
MOST_FAILURES_OF_AN_ADDRESS = 50

# Second factors. django-allauth's own pages and log-in are not used.
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "icsoe.apps.access.mfa_adapter.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1

# axes.W002: its middleware would answer in our stead; the act asks it before each attempt instead.
SILENCED_SYSTEM_CHECKS = ["axes.W002"]

SESSION_LONGEST_SECONDS = 60 * 60 * 8  # whatever is done in it
SESSION_WARNING_SECONDS = 60 * 5  # said this long before it ends
