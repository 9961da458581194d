"""Every setting, read from the environment; without any configuration the embedded servers are used."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from kombu import Queue

from ramstein.addresses import celery_broker_url, database_settings, next_redis_database
from ramstein.embedded import Layout
from ramstein.secret_key import stored_secret_key

# Environment — https://django-environ.readthedocs.io/
env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).expanduser().resolve()
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
SERVED_OVER_HTTPS = SITE_URL.startswith("https://")

# Core — https://docs.djangoproject.com/en/5.2/ref/settings/#core-settings
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or stored_secret_key(VAR_DIR / "secret_key")
SITE_HOST = urlsplit(SITE_URL).hostname or "localhost"
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
# One's own machine: `make run` as it is. Everything else is taken for a public installation.
ON_OWN_MACHINE = not SERVED_OVER_HTTPS and SITE_HOST in ("localhost", "127.0.0.1", "::1")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[SITE_HOST, *LOCAL_HOSTS])
ROOT_URLCONF = "ramstein.urls"
WSGI_APPLICATION = "ramstein.wsgi.application"
INSTALLED_APPS = [
    "ramstein",
    "pledges",
    "meetings",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "pgtrigger",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

# Middleware — https://docs.djangoproject.com/en/5.2/ref/middleware/#middleware-ordering
MIDDLEWARE = [
    "ramstein.observing.request_records.RequestRecordMiddleware",
    "ramstein.middleware.HeadWithoutBodyMiddleware",
    "ramstein.health.LivenessMiddleware",
    "ramstein.database_outages.DatabaseOutageMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ramstein.middleware.NulMiddleware",  # before sessions, which look the cookie up
    "pledges.api.gate.ApiGate",  # before sessions: the API knows tokens only
    "pledges.api.early_304.HeldAnswers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ramstein.languages.PageLanguageMiddleware",
    "ramstein.request_limits.StatementLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ramstein.request_limits.BodySizeMiddleware",
    "ramstein.request_limits.PageTurnMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pledges.desk.staff_gate.StaffGate",  # after accounts and messages: it asks for both
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# Templates — https://docs.djangoproject.com/en/5.2/topics/templates/#configuration
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database — https://docs.djangoproject.com/en/5.2/ref/databases/#postgresql-notes
EMBEDDED_DATABASE = not env.str("DATABASE_URL", default="")
DATABASES = {"default": database_settings(env.str("DATABASE_URL", default="") or Layout.at(VAR_DIR).runtime_url())}
# Who owns the tables and migrates them; who serves and works has another role, which can change no table or trigger.
# Without an owner beside a DATABASE_URL, its role is both.
OWNER_URL = env.str("DATABASE_OWNER_URL", default=Layout.at(VAR_DIR).database_url() if EMBEDDED_DATABASE else "")
DATABASE_OWNER = database_settings(OWNER_URL) if OWNER_URL else None
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Without a value every trigger call raises and catches an error of its own: bulk writes take up to ten times as long.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c pgtrigger.ignore={}")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# How long one statement of a request may take, wait for a lock, or leave a transaction open. Workers have the limits of
# Celery instead: https://www.postgresql.org/docs/18/runtime-config-client.html
LIMIT_STATEMENTS = env.bool("LIMIT_STATEMENTS", default=True)
STATEMENT_LIMITS = {
    kind: {"statement_timeout": whole, "lock_timeout": wait, "idle_in_transaction_session_timeout": whole}
    for kind, whole, wait in (("read", "30s", "5s"), ("staff", "120s", "20s"), ("write", "120s", "20s"))
}

# Cache — https://docs.djangoproject.com/en/5.2/topics/cache/#redis
EMBEDDED_BROKER = not env.str("REDIS_URL", default="")
REDIS_URL = env.str("REDIS_URL", default="") or Layout.at(VAR_DIR).redis_url()
CACHES = {
    "default": {
        "BACKEND": "ramstein.cache.Cache",
        # A database of its own: clearing the cache must not empty the broker's queues.
        "LOCATION": env.str("REDIS_CACHE_URL", default="") or next_redis_database(REDIS_URL),
        "KEY_PREFIX": "ramstein",
        "TIMEOUT": 300,
    },
}

# Limits of the API — requests/seconds or "off"; generous: who reads page by page never meets them.
RATE_LIMIT_ADDRESS = env.str("RATE_LIMIT_ADDRESS", default="1200/60")
RATE_LIMIT_TOKEN = env.str("RATE_LIMIT_TOKEN", default="6000/60")
# The same for moments of the past, the explorer and other pages that are computed for each reader.
RATE_LIMIT_PAGES = env.str("RATE_LIMIT_PAGES", default="240/60")
RATE_LIMIT_URL = CACHES["default"]["LOCATION"]
# How many proxies of ours stand in front and write X-Forwarded-For; 0 counts by the address of the connection.
# The shipped one (Caddyfile) comes on top of them where BEHIND_FRONT is 1.
BEHIND_FRONT = env.bool("BEHIND_FRONT", default=False)
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0) + BEHIND_FRONT
# How long the answer to a write with an Idempotency-Key is kept for its repetition.
IDEMPOTENCY_KEPT_HOURS = env.int("IDEMPOTENCY_KEPT_HOURS", default=48)

# Background work — https://docs.celeryq.dev/en/stable/userguide/configuration.html
CELERY_BROKER_URL = celery_broker_url(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1800,  # well above the longest task, a full rebuild
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
}
# Who publishes does not wait for a broker that is gone: the beat finds what no message told.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0}
# A projection never waits for a drawing, a mail, an import or a text: each queue has a worker of `manage.py up`.
# A worker started without --queues takes from all.
QUEUES = ("projections", "charts", "imports", "drafting", "backups")
CELERY_TASK_QUEUES = [Queue(name, routing_key=name) for name in QUEUES]
CELERY_TASK_DEFAULT_QUEUE = "projections"
CELERY_TASK_ROUTES = {
    "pledges.draw_charts": {"queue": "charts"},
    "pledges.keep_ahead": {"queue": "charts"},
    "pledges.run_import": {"queue": "imports"},
    "pledges.take_up_imports": {"queue": "charts"},
    "pledges.draft_text": {"queue": "drafting"},
    "pledges.take_up_drafts": {"queue": "charts"},
    "pledges.read_copies": {"queue": "charts"},
    "pledges.send_notices": {"queue": "charts"},
    "pledges.send_resets": {"queue": "charts"},
    "pledges.index_words": {"queue": "charts"},
    "pledges.store_published_sides": {"queue": "charts"},
    "pledges.load_rates": {"queue": "charts"},
    "ramstein.back_up": {"queue": "backups"},
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 1200
CELERY_TASK_TIME_LIMIT = 1260
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "drain-outbox": {"task": "pledges.drain_outbox", "schedule": 15.0, "options": {"expires": 15}},
    "send-notices": {"task": "pledges.send_notices", "schedule": 30.0, "options": {"expires": 30}},
    "send-resets": {"task": "pledges.send_resets", "schedule": 10.0, "options": {"expires": 10}},
    "take-up-imports": {"task": "pledges.take_up_imports", "schedule": 15.0, "options": {"expires": 15}},
    "take-up-drafts": {"task": "pledges.take_up_drafts", "schedule": 15.0, "options": {"expires": 15}},
    "read-copies": {"task": "pledges.read_copies", "schedule": 30.0, "options": {"expires": 30}},
    "index-words": {"task": "pledges.index_words", "schedule": 60.0, "options": {"expires": 60}},
    "advance-day": {"task": "pledges.advance_day", "schedule": crontab(hour="0", minute="5")},
    "advance-day-catch-up": {
        "task": "pledges.advance_day",
        "schedule": crontab(minute="35"),
        "options": {"expires": 3600},
    },
    "forget-answers": {
        "task": "pledges.forget_answers",
        "schedule": crontab(minute="50"),
        "options": {"expires": 3600},
    },
}
# Where reference rates to euro are taken from every afternoon, as the European Central Bank publishes them:
# https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip. Without an address nothing is fetched.
RATES_URL = env.str("RATES_URL", default="")
if RATES_URL:
    CELERY_BEAT_SCHEDULE["load-rates"] = {
        "task": "pledges.load_rates",
        "schedule": crontab(hour="16", minute="20"),
        "options": {"expires": 3600},
    }

# Backups — `manage.py backup`, `restore`, `drill`; one is written every night where BACKUPS is not 0.
BACKUP_FOLDER = Path(env.str("BACKUP_FOLDER", default=str(VAR_DIR / "backups"))).expanduser()
BACKUPS = env.bool("BACKUPS", default=True)
if BACKUPS:
    CELERY_BEAT_SCHEDULE["back-up"] = {
        "task": "ramstein.back_up",
        "schedule": crontab(hour="2", minute="10"),
        "options": {"expires": 3600 * 6},
    }

# Mail — https://docs.djangoproject.com/en/5.2/topics/email/
# Without an address of a mail server (smtp+tls://user:password@host:587), mails stand in the log of the worker.
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default=f"ramstein@{urlsplit(SITE_URL).hostname or 'localhost'}")
EMAIL_TIMEOUT = 10

# Accounts — https://docs.djangoproject.com/en/5.2/topics/auth/customizing/#substituting-a-custom-user-model
AUTH_USER_MODEL = "pledges.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/staff/"
LOGOUT_REDIRECT_URL = "/"
# Staff have a second factor from their first sign-in on, or so many days later on one's own machine.
SECOND_FACTOR_GRACE_DAYS = env.int("SECOND_FACTOR_GRACE_DAYS", default=7 if ON_OWN_MACHINE else 0)
# Publishing, making tokens and changing roles ask for the password or second factor again when it is older than this.
REAUTHENTICATION_MINUTES = env.int("REAUTHENTICATION_MINUTES", default=15)
# A session ends so long after its last request, and so long after it began, whatever comes first.
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=14 * 24 * 60 if ON_OWN_MACHINE else 2 * 60)
SESSION_LONGEST_HOURS = env.int("SESSION_LONGEST_HOURS", default=14 * 24 if ON_OWN_MACHINE else 24)
PASSWORD_RESET_TIMEOUT = 60 * 60
INVITATION_DAYS = env.int("INVITATION_DAYS", default=7)

# Sign-in in several steps — https://docs.allauth.org/en/latest/account/configuration.html and ../mfa/configuration.html
ACCOUNT_ADAPTER = "pledges.access.sign_in_adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = REAUTHENTICATION_MINUTES * 60
ACCOUNT_RATE_LIMITS = False  # counted by `pledges.access.guess_limits`, with the database behind it
ACCOUNT_PREVENT_ENUMERATION = True
MFA_ADAPTER = "pledges.access.sign_in_adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Ramstein"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts are made by stewards, and need no address
MFA_RATE_LIMITS = False
ACCOUNT_FORMS = {"reauthenticate": "pledges.access.code_forms.PasswordAgainForm"}
MFA_FORMS = {
    "authenticate": "pledges.access.code_forms.CodeForm",
    "reauthenticate": "pledges.access.code_forms.CodeAgainForm",
}

# Language and time — https://docs.djangoproject.com/en/5.2/topics/i18n/
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("uk", "Українська")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SECURE = SERVED_OVER_HTTPS
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files — https://whitenoise.readthedocs.io/en/stable/django.html
STATIC_URL = "/static/"
# Made by `prepare` from the starter data, for the description of the API.
API_EXAMPLES = VAR_DIR / "api_examples"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"] if (BASE_DIR / "static").is_dir() else []
# Hashed names need a `collectstatic`, which `manage.py up` and the image do; the tests read the sources.
STATIC_HASHED_NAMES = env.bool("STATIC_HASHED_NAMES", default=not DEBUG)
STATICFILES_STORAGE_CLASS = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if STATIC_HASHED_NAMES
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATICFILES_STORAGE_CLASS},
    # The bytes of what is kept of sources, each file once under its hash; web and workers share the folder.
    # No address leads there: staff get a file through a page that looks who asks.
    "kept_copies": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": env.str("KEPT_COPIES_DIR", default=str(VAR_DIR / "kept_copies")),
            "base_url": None,
            "allow_overwrite": True,  # the same bytes stored by two at once are one file
            "file_permissions_mode": 0o640,
        },
    },
}
WHITENOISE_USE_FINDERS = not STATIC_HASHED_NAMES

# Security — https://docs.djangoproject.com/en/5.2/topics/security/
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=SERVED_OVER_HTTPS)
SECURE_REDIRECT_EXEMPT = [r"^(livez|readyz|freshz|metrics)$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000 if SERVED_OVER_HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SERVED_OVER_HTTPS
SECURE_HSTS_PRELOAD = SERVED_OVER_HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the entry grid posts sixteen fields for each of up to 500 rows
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SERVED_OVER_HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if SERVED_OVER_HTTPS else "sessionid"
SESSION_COOKIE_AGE = SESSION_IDLE_MINUTES * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "pledges.desk.kept_posts.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL] if SERVED_OVER_HTTPS else [])

# Content security policy — https://django-csp.readthedocs.io/en/latest/configuration.html
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# REST API — https://www.django-rest-framework.org/api-guide/settings/
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}

# API description — https://drf-spectacular.readthedocs.io/en/latest/settings.html
SPECTACULAR_SETTINGS = {
    "TITLE": "Ramstein API",
    "DESCRIPTION": (BASE_DIR / "pledges" / "api" / "description.md").read_text(encoding="utf-8"),
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "POSTPROCESSING_HOOKS": [
        "pledges.api.gate_description.describe_gate",
        "pledges.api.gate_description.close_bodies",
        "pledges.api.row_components.name_vocabularies",
    ],
}

# Figures for Prometheus at /metrics: for this machine, and for whoever has this token.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# Logging — https://docs.djangoproject.com/en/5.2/topics/logging/
# LOG_FORMAT=json writes an object a line, and a line for each request.
LOG_FORMAT = env.str("LOG_FORMAT", default="plain")
LOG_REQUESTS = LOG_FORMAT == "json"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "format": "{asctime} {levelname} {name} {message}",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            "style": "{",
        },
        "json": {
            "()": "pythonjsonlogger.orjson.OrjsonFormatter",
            "format": "{asctime}{levelname}{name}{message}{request_id}{user}",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            "style": "{",
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
        },
    },
    "filters": {"context": {"()": "ramstein.observing.log_context.AddContext"}},
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": LOG_FORMAT,
            "filters": ["context"],
        },
    },
    "root": {"handlers": ["stdout"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # One line every 15 seconds each: the tasks themselves say what they did.
        "celery.app.trace": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
    },
}
