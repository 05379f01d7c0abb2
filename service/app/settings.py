"""Django's settings and ours, all from the environment (docs/operations.md lists the variables).

Embedded use needs none of them: everything lives in the folder DESKWIRE_VAR (default: var).
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from service.app.environment import Environment, kept_secret, short_socket, state_folder
from service.delivery.dkim import Signer
from service.delivery.pace.limits import limits
from service.delivery.pace.warmup import warmup
from service.delivery.smtp.server import servers
from service.errors import SettingsError

env = Environment(dict(os.environ))

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(env.text("DESKWIRE_VAR", "var")).absolute()

# ---- the services around us -------------------------------------------------------------------------
DATABASE_URL = env.url(
    "DATABASE_URL", {"postgresql", "postgres", "sqlite"}, f"sqlite:///{VAR / 'deskwire.sqlite3'}"
)
EMBEDDED = DATABASE_URL.startswith("sqlite")
if EMBEDDED:
    state_folder(VAR)
REDIS_URL = env.url("REDIS_URL", {"redis", "rediss", "unix", "sentinel"})
REDIS_SOCKET = short_socket(VAR / "redis" / "redis.sock")
REDIS_PLACE = REDIS_URL or f"unix://{REDIS_SOCKET}"
"""The Redis for our own words to it."""
REDIS_SENTINEL_MASTER = env.text("REDIS_SENTINEL_MASTER", "mymaster")
BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1) or f"redis+socket://{REDIS_SOCKET}"
SMTP_URL = env.text("SMTP_URL")
"""Mail servers, as delivery.smtp.server reads them; empty: the Maildir under VAR."""
servers(SMTP_URL)  # a wrong one is said now rather than with the first mail
RETURN_DOMAIN = env.text("RETURN_DOMAIN").lower()
"""The domain whose mail comes to `deskwire inbound`: each mail's bounces come back to an address of its own
there, and readers can leave by mail. Empty: bounces go to the sender's address and nobody reads them."""
MAIL_HOOKS = {
    name: env.text(f"MAIL_HOOK_{name.upper()}")
    for name in (
        *("brevo", "mailersend", "mailgun", "mailjet", "mailtrap"),
        *("postmark", "resend", "ses", "sparkpost", "unisender"),
    )
}
"""What an e-mail provider proves itself with at /hooks/mail/<provider>; empty: that hook does not exist."""
MAIL_PROVIDER = env.text("MAIL_PROVIDER")
"""An e-mail provider and its keys, as delivery.providers reads them; goes before SMTP_URL."""
MAIL_PACE = env.text("MAIL_PACE")
"""How fast mail may leave, as delivery.pace.limits reads it; empty: as fast as the mail servers take it."""
MAIL_WARMUP = env.text("MAIL_WARMUP")
"""The schedule of a new sender, as delivery.pace.warmup reads it."""
limits(MAIL_PACE)
warmup(MAIL_WARMUP)
DKIM_KEY = env.text("DKIM_KEY")
"""A private key in PEM; empty: the mail server signs."""
DKIM_DOMAIN, DKIM_SELECTOR = env.text("DKIM_DOMAIN").lower(), env.text("DKIM_SELECTOR").lower()
if DKIM_KEY:
    if not (DKIM_DOMAIN and DKIM_SELECTOR):
        raise SettingsError("DKIM_KEY is set: DKIM_DOMAIN and DKIM_SELECTOR must say where it is published")
    Signer.from_pem(DKIM_DOMAIN, DKIM_SELECTOR, DKIM_KEY)
SITE_URL = env.url("SITE_URL", {"http", "https"}).rstrip("/")
"""Overrides the house's public address; empty: what the newsroom file says."""
DOORBELL = env.text("DESKWIRE_DOORBELL", "celery")
CLOCK_OFFSET = env.number("DESKWIRE_CLOCK_OFFSET", 0, -1e10, 1e10)
LEASE_SECONDS = env.number("DESKWIRE_LEASE_SECONDS", 180, 5, 3600)
"""How long a worker may keep a row it claimed; after that another may take it."""
KEEP_DAYS = env.number("DESKWIRE_KEEP_DAYS", 90, 3, 3650)
"""How long it is kept who was sent a mailing, after that closed; its numbers are kept for ever."""
PRIVATE_SOURCES = env.words("DESKWIRE_PRIVATE_SOURCES")
"""host or host:port names that may be fetched although they are private addresses."""
PRIVATE_SUBSCRIBERS = env.words("DESKWIRE_PRIVATE_SUBSCRIBERS")
"""The same for callbacks that strangers give the hub, and for outside hubs: a list of its own, because what
may be fetched for us is not thereby open to whoever asks."""
KILL_ALARM_MINUTES = env.number("DESKWIRE_KILL_ALARM_MINUTES", 15, 1, 1440)
"""After this a partner that has not taken a kill is a problem; a withdrawal may take four times as long."""
HOST_GAP_SECONDS = env.number("DESKWIRE_HOST_GAP_SECONDS", 1, 0, 60)
"""Room between two requests to one host of the public internet, all workers together."""

MAIL_ROOT = VAR / "mail"
JOURNAL_ROOT = Path(env.text("DESKWIRE_JOURNALS", str(VAR / "journals"))).absolute()
"""Where the workers that send keep what servers answered until it stands in the tables. On a disk that
outlives the container; every machine has its own."""
FEEDS_ROOT = Path(env.text("DESKWIRE_FEEDS", str(VAR / "feeds"))).absolute()
PARTNERS_ROOT = VAR / "partners"
TEMPLATES_ROOT = ROOT / "templates"
LOCALES_ROOT = ROOT / "locales"

# ---- Django -----------------------------------------------------------------------------------------
DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY:
    if not EMBEDDED:
        raise SettingsError(
            "SECRET_KEY is not set: give it, or SECRET_KEY_FILE, when DATABASE_URL names a server"
        )
    SECRET_KEY = kept_secret(VAR / "secret-key")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")

DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60)}
if EMBEDDED:
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
    }

INSTALLED_APPS = [
    "service.house.apps.HouseConfig",
    "service.ingest.apps.IngestConfig",
    "service.desks.apps.DesksConfig",
    "service.delivery.apps.DeliveryConfig",
    "service.audience.apps.AudienceConfig",
    "service.feeds.apps.FeedsConfig",
    "service.syndication.apps.SyndicationConfig",
    "service.digests.apps.DigestsConfig",
    "service.feedback.apps.FeedbackConfig",
    "service.newsroom.apps.NewsroomConfig",
    "service.app.apps.DeskwireConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "service.app.urls"
ASGI_APPLICATION = "service.app.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "service" / "render" / "static"]
WHITENOISE_USE_FINDERS = True
"""The pages' style sheet and the admin's files are served from where they lie; nothing needs collecting."""
SETTLE_MINUTES = env.number("DESKWIRE_SETTLE_MINUTES", -1, -1, 1440)
"""Minutes that a new article waits before it is mailed, whatever the newsroom file says; -1: what it says."""
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- security ---------------------------------------------------------------------------------------
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
if SITE_URL:
    ALLOWED_HOSTS.append(urlsplit(SITE_URL).hostname or "")
HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", False) else None
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF, "https:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# ---- Celery: short tasks that may be lost or repeated (service/lease.py) -----------------------------
CELERY_BROKER_URL = BROKER_URL
CELERY_IMPORTS = ["service.tasks"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
    "health_check_interval": 25,
    "master_name": REDIS_SENTINEL_MASTER,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1, "interval_step": 0.1}
CELERY_TIMEZONE = "UTC"
SWEEP_SECONDS = env.number("DESKWIRE_SWEEP_SECONDS", 60, 1, 600)
CELERY_BEAT_SCHEDULE = {
    "sweep": {
        "task": "deskwire.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"queue": "sweep", "expires": 120},
    },
}
LOGGING_CONFIG = None
