"""Settings that hold everywhere."""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONCE, SELF

from learning import env
from learning.settings.signing_in import *

ROOT = Path(__file__).resolve().parent.parent.parent
LOCAL = ROOT / ".local"
NODE_MODULES = ROOT / "node_modules"

# Applications

INSTALLED_APPS = [
    "learning.accounts",
    "credits",
    "seminars",
    "cms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_filters",
    "django_htmx",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "learning.desks.maintenance.ClosedForMaintenance",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "learning.desks.display.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.web.kept.KeptPages",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "learning.desks.seen.LastSeenKept",
    "django_htmx.middleware.HtmxMiddleware",
    "learning.desks.expired.TypedFormsKept",
    "learning.desks.display.LanguageOfLogin",
    "learning.accounts.http.NullCharactersRefused",
    "learning.accounts.http.ConsentAsked",
    "learning.accounts.http.StaffNeedSecondFactor",
    "learning.accounts.http.RecordNeeded",
    "learning.accounts.http.TriesLimited",
    "cms.web.admin.FoundByItsUsers",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "learning.urls"
WSGI_APPLICATION = "learning.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS", "localhost,127.0.0.1")
# The address that certificates and messages name.
PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:8000").rstrip("/")

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "learning" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "learning.accounts.http.site",
            ],
            "libraries": {
                "devices": "learning.accounts.web.devices",
                "forms": "learning.form_tags",
                "hours": "learning.tags",
                "navigation": "learning.desks.navigation",
            },
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database. One dialect; two roles: see README, "Two roles".

_DATABASE = "DATABASE_OWNER_URL" if os.environ.get("XUESHI_AS_OWNER") else "DATABASE_URL"
DATABASES: dict[str, dict[str, Any]] = {"default": {}}
if os.environ.get(_DATABASE):
    DATABASES["default"] = {
        **env.database(_DATABASE),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def _kept(name: str, *, most: int) -> dict[str, Any]:
    backend = "django.core.cache.backends.locmem.LocMemCache"
    return {"BACKEND": backend, "LOCATION": name, "OPTIONS": {"MAX_ENTRIES": most}}


CACHES = {
    "default": env.cache("CACHE_URL", "database://cache_entries"),
    # Kept by each process for itself, what was asked for last. What the catalogue shows, and what answers its words:
    "pages": _kept("pages", most=2000),
    # Public pages and their parts, 50 to 80 KB each: drawn again wherever what they show has moved (`cms.web.kept`).
    "wholes": _kept("wholes", most=200),
    "parts": _kept("parts", most=400),
}
# For so long the catalogue's state is taken for unchanged: the number of free places is never older.
CATALOGUE_HELD_SECONDS = 4

# Celery

CELERY_BROKER = env.broker("BROKER_URL", f"filesystem://{LOCAL / 'broker'}")
CELERY_BROKER_URL = CELERY_BROKER["broker_url"]
CELERY_BROKER_TRANSPORT_OPTIONS = CELERY_BROKER.get("broker_transport_options", {})
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# However long the broker is away, it is tried again.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# A tick is acknowledged before its work: the work is rows, so a tick that is lost with its worker costs nothing, and none runs twice.
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_BACKEND = None
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Sweeps stop by themselves after a minute or two; what does not is told to stop, and then stopped.
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_TIME_LIMIT = 600
CELERY_TIMEZONE = "Asia/Shanghai"

# Mail and text messages

vars().update(env.mail("EMAIL_URL", f"files://{LOCAL / 'mail'}"))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "学时 <noreply@xueshi.example>")
# `outbox://` keeps text messages in the database, where the demo shows them; `https://…` posts them to a gateway.
SMS_URL = env.address("SMS_URL", "outbox://", schemes={"outbox", "http", "https"}).geturl()
SMS_TOKEN = env.text("SMS_TOKEN", "")
# What the operators approved: the signature (签名) before every message, and the number of the template (模板) of codes and notices. Each kind of
# reminder names its own template. Without both, a gateway is not asked.
SMS_SIGNATURE = env.text("SMS_SIGNATURE", "")
SMS_TEMPLATE = env.text("SMS_TEMPLATE", "")
# The dotted name of an adapter to a WeChat service account (微信服务号, `credits/reminders/_wechat.py`). Empty: none.
WECHAT_SERVICE_ACCOUNT = env.text("WECHAT_SERVICE_ACCOUNT", "")
# Most messages a minute: by channel, and by domain of mail addresses ("EMAIL:qq.com=60"). A channel that is not named has no limit.
SENDING_PACES = env.paces("SENDING_PACES", "")
# Mails are signed (DKIM) where a key is given: PEM of RSA; the selector and the domain under which its other half is published.
DKIM_KEY = env.text("DKIM_KEY", "")
DKIM_SELECTOR = env.text("DKIM_SELECTOR", "xueshi")
DKIM_DOMAIN = env.text("DKIM_DOMAIN", "")

# Whoever brings this token is told figures at /metrics/ (Authorization: Bearer …). Empty: nobody is.
METRICS_TOKEN = env.text("METRICS_TOKEN", "")

# Search. Empty: PostgreSQL alone. Installations that share a cluster have an alias each.
ELASTICSEARCH_URL = env.text("ELASTICSEARCH_URL", "")
if ELASTICSEARCH_URL:
    env.address("ELASTICSEARCH_URL", schemes={"http", "https"})  # refuses what is none
ELASTICSEARCH_ALIAS = env.text("ELASTICSEARCH_ALIAS", "xueshi-programmes")

# People

# What this machine may need to find a person: see `learning.accounts.identity`.
FIELD_KEYS: list[str] = []
INDEX_KEY = ""
INDEX_KEY_NEXT = ""
# True where signing in as one of the demo logins is offered, and messages can be read on a page.
DEMO = False

# The ledger

# The key that signs its heads (`credits.ledger`). Empty: one is made and kept in the file, which production does not allow.
LEDGER_KEY = ""
LEDGER_KEY_KEPT: Path | None = LOCAL / "ledger-key"

# Papers: files that are kept for good, named by what is in them; and the seals on them (`credits.seals`)

PAPERS = Path(env.text("PAPERS", str(LOCAL / "papers")))  # or in a bucket, if PAPERS_URL names one (see STORAGES)
# The folder of the authority that certifies keys, and of the keys in files; the store of keys may be another one.
SEALS = Path(env.text("SEALS", str(LOCAL / "seals")))
SEAL_STORE = env.text("SEAL_STORE", "credits.seals.FileStore")
SEAL_PASSPHRASE = ""
# For `credits.seals.Pkcs11Store`: the library of the device, its token, and what opens that.
PKCS11_MODULE = env.text("PKCS11_MODULE", "")
PKCS11_TOKEN = env.text("PKCS11_TOKEN", "")
PKCS11_PIN = env.text("PKCS11_PIN", "")
# True where an authority and keys are made as soon as they are needed: developers' machines, the demo, tests.
SEALS_MADE_HERE = False
# A timestamp authority (RFC 3161) vouches for the moment of a seal. Empty: the seal states it alone.
TSA_URL = env.text("TSA_URL", "")

# Language and time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "learning" / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Files

STATIC_URL = "static/"
STATIC_ROOT = LOCAL / "static"
STATICFILES_DIRS = [
    ROOT / "learning" / "static",
    ("vendor", LOCAL / "vendor"),
]
MEDIA_URL = "media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(LOCAL / "media")))
STORAGES = {
    "default": {"BACKEND": "learning.media.Media"},
    "papers": env.store("PAPERS_URL") or {"BACKEND": "learning.papers.Papers"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A selection sends two fields an applicant, a roster one or two a participant; Django's 1000 would refuse the run of a big hall.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# So many certificates may be dropped at once to be checked.
DATA_UPLOAD_MAX_NUMBER_FILES = 500
FONTS = NODE_MODULES / "@expo-google-fonts"
# TrueType fonts for characters that those above lack, asked in this order; the usual place of Debian's fonts-hanazono (CJK extensions B to F).
HANAZONO = "/usr/share/fonts/truetype/hanazono"
MORE_FONTS = env.listing("MORE_FONTS", f"{HANAZONO}/HanaMinA.ttf,{HANAZONO}/HanaMinB.ttf")

# Wagtail

WAGTAIL_SITE_NAME = "学时"
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Uploads are looked into (`cms.uploads`), kept below these sizes, and handed out to be saved, never to be opened in the site's name.
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "csv", "txt"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.uploads.FileForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.uploads.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.approved.publish"
# Where citations of documents and articles lead: see `learning.citations`.
CITED_IN = "cms.documents.addresses"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.admin_index"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# Security

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "learning.desks.errors.form_expired"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/cms/", "/django/"],  # Wagtail's and Django's admins write inline scripts
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

# While this file is there, the site is closed.
MAINTENANCE_FILE = Path(env.text("MAINTENANCE_FILE", str(LOCAL / "maintenance")))

# Logs

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # A broker of files has no host, and Kombu says at each start that it assumes one.
    "loggers": {
        "django_tasks": {"level": "WARNING"},
        "kombu.connection": {"level": "ERROR"},
        # The breaker of search says what matters of it, once.
        "elastic_transport": {"level": "ERROR"},
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
