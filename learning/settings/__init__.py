"""Settings: `base` holds everything; `dev`, `test` and `production` say what differs. Name one in `DJANGO_SETTINGS_MODULE`."""
