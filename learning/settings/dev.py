"""Settings of a developer's machine and of the demo. Secrets here are public: nothing real may run on them."""

from learning import env
from learning.settings.base import *

DEBUG = env.flag("DEBUG", default=True)
DEMO = env.flag("DEMO", default=True)
SECRET_KEY = "insecure-demo-key-known-to-everybody-0123456789abcdef"  # noqa: S105
FIELD_KEYS = ["sWTyRz1XHwyCDZRRGqz5dEZlWnWYI5n2Jrnp0CiOYXM="]
INDEX_KEY = "insecure-demo-index-key"
LEDGER_KEY = env.text("LEDGER_KEY", "")
SEAL_PASSPHRASE = "insecure-demo-passphrase"  # noqa: S105
SEALS_MADE_HERE = True
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004"]
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True
