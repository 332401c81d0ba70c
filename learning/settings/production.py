"""Settings of production. No secret has a default: a missing one stops the start and is named."""

from learning import env
from learning.settings.base import *

DEBUG = False
DEMO = env.flag("DEMO", default=False)
SECRET_KEY = env.text("SECRET_KEY")
FIELD_KEYS = env.listing("FIELD_KEYS")
INDEX_KEY = env.text("INDEX_KEY")
INDEX_KEY_NEXT = env.text("INDEX_KEY_NEXT", "")
LEDGER_KEY = env.text("LEDGER_KEY")
LEDGER_KEY_KEPT = None
env.signing_key("LEDGER_KEY", LEDGER_KEY)  # refuses to start with another thing
SEAL_PASSPHRASE = env.text("SEAL_PASSPHRASE")
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS")
PUBLIC_URL = env.text("PUBLIC_URL").rstrip("/")
if not DATABASES["default"]:
    DATABASES["default"] = env.database("DATABASE_URL")
for _name in ("BROKER_URL", "CACHE_URL", "EMAIL_URL", "SMS_URL"):
    env.text(_name)  # refuses to start without
if not SMS_URL.startswith("outbox:"):
    # No operator takes a text message without both; a start that forgot them would send no code to sign in with.
    for _name in ("SMS_SIGNATURE", "SMS_TEMPLATE"):
        env.text(_name)

CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
# Who calls is read from the last so many entries of X-Forwarded-For: with the proxy's own address, all would share every limit.
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXIES", 1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True

# Wagtail shows a preview of a page in a frame of the same origin; CSP's frame-ancestors keeps others out.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
