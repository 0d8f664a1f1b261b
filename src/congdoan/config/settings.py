"""Django's settings; what differs between installations comes from the environment."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from congdoan.config.databases import databases
from congdoan.config.home import home, keys, secret_key

SOURCE = Path(__file__).resolve().parent.parent

DEBUG = os.environ.get("CONGDOAN_DEBUG") == "1"
SECRET_KEY = secret_key(home())
KEYS = keys(home())
ALLOWED_HOSTS = os.environ.get("CONGDOAN_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "congdoan.base",
    "congdoan.catalogue",
    "congdoan.org",
    "congdoan.figures",
    "congdoan.records.structure",
    "congdoan.records.members",
    "congdoan.records.activities",
    "congdoan.records.directives",
    "congdoan.records.committees",
    "congdoan.records.imports",
    "congdoan.reports",
    "congdoan.claims",
    "congdoan.desk",
    "congdoan.demo",
    # After our rooms, so that the pages of sign-in are found in ours first.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "congdoan.config.policy.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "congdoan.desk.door.who_asks",
    "congdoan.desk.language.language_by_choice",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "congdoan.desk.door.SignedIn",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "congdoan.config.urls"
WSGI_APPLICATION = "congdoan.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "congdoan.desk.frame.frame",
            ],
        },
    },
]

# Two roles on one database: pages and jobs sign in as `default`, migrations as `owner`.
DATABASES = databases()
APP_ROLE = DATABASES["default"].get("USER", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "org.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "congdoan.desk.secrets.LongEnough"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

# Sign-in: accounts are given, never taken; a password, then a code where the person has set one up.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "congdoan.desk.door.sent_from_elsewhere"
ACCOUNT_ADAPTER = "congdoan.desk.accounts.Accounts"
ACCOUNT_FORMS = {
    "change_password": "congdoan.desk.secrets.ChangePassword",
    "set_password": "congdoan.desk.secrets.SetPassword",
    "reauthenticate": "congdoan.desk.secrets.Reauthenticate",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
MFA_ADAPTER = "congdoan.desk.accounts.Codes"
MFA_FORMS = {
    "activate_totp": "congdoan.desk.secrets.ActivateCodes",
    "authenticate": "congdoan.desk.secrets.Authenticate",
    "reauthenticate": "congdoan.desk.secrets.Confirm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Sổ Công Đoàn"
MFA_TOTP_TOLERANCE = 1  # half a minute to either side: clocks of phones are not all right
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
# Behind TLS (CONGDOAN_TLS=1) the cookies never travel in the open.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("CONGDOAN_TLS") == "1"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [SOURCE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# Letters, where a mail server is named: smtp://user:password@host:port, smtps:// or smtp+tls://. Without one none is
# written, and reminders stand on the desk alone.
_MAIL = urlsplit(os.environ.get("CONGDOAN_MAIL", ""))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _MAIL.hostname else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _MAIL.hostname or "", _MAIL.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_MAIL.username or ""), unquote(_MAIL.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _MAIL.scheme == "smtps", _MAIL.scheme == "smtp+tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("CONGDOAN_MAIL_FROM") or "so-cong-doan@localhost"

STATIC_URL = "static/"

# Photos and documents: in the folder of this installation, for its owner alone; pages give them out through the gate.
MEDIA_ROOT = home() / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a plan is shared among all the units directly beneath in one form

# So many days are files kept that people had made by long work.
WORK_DAYS = int(os.environ.get("CONGDOAN_WORK_DAYS") or 7)

# The edition of the catalogue: what is counted, a folder of TOML files.
CATALOGUE = Path(os.environ.get("CONGDOAN_CATALOGUE") or SOURCE / "catalogue" / "vgcl")

# A folder with the certificates of issuers whose signatures are trusted, as PEM or DER files.
SIGNING_ROOTS = Path(os.environ["CONGDOAN_SIGNING_ROOTS"]) if os.environ.get("CONGDOAN_SIGNING_ROOTS") else None

# A transfer that the other side has not answered completes itself after so many days. People who left are dropped after
# so many years, and workbooks from which members came after so many days: they hold names.
TRANSFER_DAYS = int(os.environ.get("CONGDOAN_TRANSFER_DAYS") or 10)
KEEP_YEARS = int(os.environ.get("CONGDOAN_KEEP_YEARS") or 5)
UPLOAD_DAYS = int(os.environ.get("CONGDOAN_UPLOAD_DAYS") or 30)

# Background jobs are in one file of the root.
PROCRASTINATE_IMPORT_PATHS = ["congdoan.config.jobs"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None
