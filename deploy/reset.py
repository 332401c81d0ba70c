"""Throw the demo data of this clone away: database, mails, uploads, queues. Packages and static files stay."""

import json
import shutil
import sys
from pathlib import Path

LOCAL = Path(__file__).resolve().parent.parent / ".local"


def users() -> list[int]:
    """Return the processes that use the embedded database now."""
    listing = LOCAL / "postgres" / ".handle_pids.json"
    pids: list[int] = json.loads(listing.read_text() or "[]") if listing.exists() else []
    return [pid for pid in pids if Path(f"/proc/{pid}").exists()]


if __name__ == "__main__":
    if running := users():
        sys.exit(f"The demo is running (process {running[0]}). Stop it with Ctrl-C first.")
    for name in (
        "postgres",
        "mail",
        "media",
        "papers",
        "seals",
        "broker",
        "stamps/demo",
        "stamps/province",
        "stamps/migrations",
        "stamps/database",
    ):
        path = LOCAL / name
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    for path in LOCAL.glob("beat*"):
        path.unlink()
    print("The demo data is gone; `make demo` makes it anew.")
