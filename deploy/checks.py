"""Run Django's deployment checks on production settings, with every variable that production needs, and none of the demo's."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "learning.settings.production",
    "SECRET_KEY": "for-the-check-only-" + "k9Zq2vT7xW4mR8pL1sD6fG3hJ5" * 2,
    "FIELD_KEYS": "sWTyRz1XHwyCDZRRGqz5dEZlWnWYI5n2Jrnp0CiOYXM=",
    "INDEX_KEY": "for-the-check-only",
    "LEDGER_KEY": "Zm9yLXRoZS1jaGVjay1vbmx5LTMyLWJ5dGVzLWxvbmc=",
    "SEAL_PASSPHRASE": "for-the-check-only",
    "ALLOWED_HOSTS": "xueshi.example",
    "PUBLIC_URL": "https://xueshi.example",
    "DATABASE_URL": "postgresql://xueshi_app@localhost/xueshi",
    "BROKER_URL": "amqp://localhost",
    "CACHE_URL": "redis://localhost",
    "EMAIL_URL": "smtp://localhost:25",
    "SMS_URL": "https://sms.example/send",
    "SMS_SIGNATURE": "江苏学时",
    "SMS_TEMPLATE": "SMS_000000001",
}

if __name__ == "__main__":
    environment = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG", "LC_ALL"}}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    sys.exit(subprocess.run(command, cwd=ROOT, env={**environment, **PRODUCTION}, check=False).returncode)
