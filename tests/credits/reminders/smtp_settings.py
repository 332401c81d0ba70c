"""Settings of a sender in a process of its own: those of the tests, with a real mail server."""

import os

from learning.settings.test import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = "127.0.0.1", int(os.environ["TEST_EMAIL_PORT"]), 5
