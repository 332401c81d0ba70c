"""Production refuses to start without its secrets, one by one."""

import subprocess
import sys

import pytest

from deploy.checks import PRODUCTION, ROOT

NEEDED = [
    "SECRET_KEY",
    "FIELD_KEYS",
    "INDEX_KEY",
    "LEDGER_KEY",
    "SEAL_PASSPHRASE",
    "ALLOWED_HOSTS",
    "PUBLIC_URL",
    "DATABASE_URL",
    "BROKER_URL",
    "CACHE_URL",
    "EMAIL_URL",
    "SMS_URL",
    "SMS_SIGNATURE",
    "SMS_TEMPLATE",
]


def start(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import learning.settings.production"]
    return subprocess.run(
        command, cwd=ROOT, env={"PATH": "/usr/bin:/bin", **environment}, capture_output=True, text=True, check=False
    )


def test_production_starts_with_everything_it_needs() -> None:
    assert start(PRODUCTION).returncode == 0


@pytest.mark.parametrize("name", NEEDED)
def test_production_refuses_to_start_without(name: str) -> None:
    done = start({key: value for key, value in PRODUCTION.items() if key != name})

    assert done.returncode != 0
    assert f"{name} is not set" in done.stderr


def test_production_refuses_to_start_with_something_else_for_a_key() -> None:
    done = start({**PRODUCTION, "LEDGER_KEY": "secret"})

    assert done.returncode != 0
    assert "LEDGER_KEY must be an Ed25519 key" in done.stderr
