"""The environment, exact or refused: a value that cannot be understood stops the start and names its variable."""

import base64
import os
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key


class Misconfigured(Exception):
    """An environment variable is missing or cannot be understood."""


def text(name: str, default: str | None = None) -> str:
    """Return variable `name`, or the text in the file that `<name>_FILE` names."""
    if path := os.environ.get(f"{name}_FILE"):
        return _file(name, path)
    value = os.environ.get(name, default)
    if value is None or value == "":
        if default == "":
            return ""
        raise Misconfigured(f"{name} is not set. Set {name} or {name}_FILE.")

    return value


def flag(name: str, *, default: bool) -> bool:
    """Return variable `name`, which must be `True` or `False`."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value not in {"True", "False"}:
        raise Misconfigured(f"{name} must be True or False, not {value!r}.")

    return value == "True"


def integer(name: str, default: int) -> int:
    """Return variable `name` as a whole number."""
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError:
        raise Misconfigured(f"{name} must be a whole number, not {value!r}.") from None


def listing(name: str, default: str | None = None) -> list[str]:
    """Return variable `name`, parted at commas, without empty parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def signing_key(name: str, value: str) -> Ed25519PrivateKey:
    """Return `value` of variable `name` as a private Ed25519 key: PEM as openssl writes it, or base64 of its 32 bytes."""
    try:
        if value.startswith("-----BEGIN"):
            key = load_pem_private_key(value.encode(), password=None)
        else:
            key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(value, validate=True))
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise Misconfigured(
            f"{name} must be an Ed25519 key: PEM (openssl genpkey -algorithm ed25519), or base64 of 32 bytes."
        )

    return key


def address(name: str, default: str | None = None, *, schemes: set[str]) -> SplitResult:
    """Return variable `name` as an address whose scheme is one of `schemes`."""
    value = text(name, default)
    parts = urlsplit(value)
    if parts.scheme not in schemes:
        raise Misconfigured(
            f"{name} must begin with one of {', '.join(sorted(schemes))}://, not {value.split(':')[0]!r}."
        )

    return parts


def paces(name: str, default: str) -> dict[str, int]:
    """Return variable `name` as limits a minute: `SMS=600,EMAIL=3000,EMAIL:qq.com=60`."""
    found = [(part, *part.rpartition("=")[::2]) for part in listing(name, default)]
    for part, key, value in found:
        if not key or not value.isdecimal():
            raise Misconfigured(f"{name} must read SMS=600,EMAIL:qq.com=60, not {part!r}.")

    return {key: int(value) for _part, key, value in found}


def database(name: str, default: str | None = None) -> dict[str, Any]:
    """Return variable `name` as Django's settings of a PostgreSQL database."""
    parts = address(name, default, schemes={"postgresql", "postgres"})
    if not parts.path.strip("/"):
        raise Misconfigured(f"{name} names no database: postgresql://user:password@host:port/database")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or (parts.hostname or ""),
        "PORT": str(_port(name, parts) or ""),
        "OPTIONS": options,
    }


def cache(name: str, default: str) -> dict[str, Any]:
    """Return variable `name` as Django's settings of a cache: `redis://…`, `database://table` or `locmem://`."""
    parts = address(name, default, schemes={"redis", "rediss", "database", "locmem"})
    kinds: dict[str, Callable[[], dict[str, Any]]] = {
        "database": lambda: {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": parts.netloc},
        "locmem": lambda: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    }
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": parts.geturl()}
    return kinds.get(parts.scheme, lambda: redis)()


def mail(name: str, default: str) -> dict[str, Any]:
    """Return variable `name` as Django's mail settings: `smtp://user:password@host:port`, `smtps://…` or `files:///folder`."""
    parts = address(name, default, schemes={"smtp", "smtps", "files"})
    if parts.scheme == "files":
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": parts.path}
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": _port(name, parts) or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


def broker(name: str, default: str) -> dict[str, Any]:
    """Return variable `name` as Celery's broker settings: `amqp://…`, `redis://…`, or `filesystem:///folder` between processes of one machine."""
    parts = address(name, default, schemes={"amqp", "amqps", "redis", "rediss", "filesystem", "memory"})
    if parts.scheme != "filesystem":
        return {"broker_url": parts.geturl()}
    folders = {kind: Path(parts.path) / kind for kind in ("queue", "control")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    return {
        "broker_url": "folder://",
        "broker_transport_options": {
            "data_folder_in": str(folders["queue"]),
            "data_folder_out": str(folders["queue"]),
            "control_folder": str(folders["control"]),
            # By default a worker looks once a second and takes one message: slower than the ticks of the beat table, and a site
            # that lives through a week in a minute sends nine of them a second.
            "polling_interval": 0.03,
        },
    }


def store(name: str) -> dict[str, Any] | None:
    """
    Return variable `name` as Django's settings of a store of files: `s3://bucket/folder?endpoint=https://…&region=…`; None if it is not set.

    Who may use the bucket is boto3's to find out: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or whatever else it knows.
    """
    if not os.environ.get(name):
        return None
    parts = address(name, schemes={"s3"})
    if not parts.hostname:
        raise Misconfigured(f"{name} names no bucket: s3://bucket/folder?endpoint=https://host&region=region")
    if not all(map(find_spec, ("storages", "boto3"))):
        raise Misconfigured(f'{name} needs django-storages and boto3, which are not installed: pip install ".[s3]"')
    given = dict(parse_qsl(parts.query))
    if unknown := given.keys() - {"endpoint", "region"}:
        raise Misconfigured(f"{name} knows endpoint and region, not {', '.join(sorted(unknown))}.")
    options = {
        "bucket_name": parts.hostname,
        "location": unquote(parts.path.strip("/")),
        "endpoint_url": given.get("endpoint"),
        "region_name": given.get("region"),
        "default_acl": None,
        # Files are named by what is in them: the same one again changes nothing.
        "file_overwrite": True,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def _port(name: str, parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        raise Misconfigured(f"{name} has a port that is not a number between 0 and 65535.") from None


def _file(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Misconfigured(f"{name}_FILE names {path!r}, which cannot be read: {error.strerror}.") from None
