"""Settings of the tests. Real PostgreSQL, real mail server, real rules; only the password hash is fast."""

from learning import env
from learning.settings.base import *

DEBUG = False
DEMO = False
SECRET_KEY = "insecure-test-key"  # noqa: S105
FIELD_KEYS = ["sWTyRz1XHwyCDZRRGqz5dEZlWnWYI5n2Jrnp0CiOYXM="]
INDEX_KEY = "test-index-key"
SEAL_PASSPHRASE = "insecure-test-passphrase"  # noqa: S105
SEALS_MADE_HERE = True
SEALS = LOCAL / "test-seals"
PAPERS = LOCAL / "test-papers"
MORE_FONTS = []  # whatever this machine has installed
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# Named before anybody connects; the fixtures put a clone of the template in its place.
if not DATABASES["default"]:
    DATABASES["default"] = env.database("DATABASE_URL", "postgresql://xueshi_app@localhost/unset")
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
# A test looks again at once.
CATALOGUE_HELD_SECONDS = 0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
MEDIA_ROOT = LOCAL / "test-media"
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004"]
