"""People with addresses of mail, whom something is told: what sending and planning need, by COPY."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from deploy.demo import ROOT, die_with_parent
from deploy.native import free_port, listens

AT = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)  # ten in the morning, a month before the year ends


def settle(count: int) -> list[int]:
    """Add so many people with an address of mail each; return their ids."""
    from credits.models.rows import copy, next_ids  # noqa: PLC0415  (needs settings)
    from learning.accounts.models import Person, PersonContact, PersonName  # noqa: PLC0415

    ids = next_ids(Person, count)
    copy(Person, [_person(pk) for pk in ids])
    copy(PersonName, [_name(pk) for pk in ids])
    copy(PersonContact, [_contact(pk) for pk in ids])
    return ids


def plan(ids: Sequence[int], *, key: str, at: datetime = AT) -> int:
    """Plan a mail to each of `ids`, due at once; return how many."""
    from credits import reminders  # noqa: PLC0415  (needs settings)

    return reminders.plan(dues=[due(pk, key) for pk in ids], at=at)


def due(person: int, key: str) -> Any:
    """Return that a run is cancelled for somebody."""
    from credits import reminders  # noqa: PLC0415  (needs settings)

    facts = {
        "title": "集成电路先进封装与可靠性技术高级研修班",
        "starts_on": "2026-12-09",
        "reason": "报名人数未达到开班要求",
    }
    return reminders.Due(
        source="runs.cancelled", key=f"{key}:{person}", person_id=person, anchor=key, facts=facts, flags=frozenset()
    )


@contextmanager
def sink(path: str | None = None) -> Iterator[int]:
    """Run a mail server as a process for the length of the block; the value is its port."""
    port = free_port()
    command = [sys.executable, "-m", "deploy.faults.tools.sink", str(port), *([path] if path else [])]
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, preexec_fn=die_with_parent)
    try:
        while not listens(port):
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


def _person(pk: int) -> dict[str, object]:
    # Nobody signs in here: a number that no document bears.
    return {
        "id": pk,
        "document_kind": "PASSPORT",
        "number_encrypted": b"bench",
        "number_index": f"letters:{pk:056d}",
        "number_last_four": f"{pk % 10000:04d}",
        "is_verified": False,
        "created_at": AT,
    }


def _name(pk: int) -> dict[str, object]:
    return {"person_id": pk, "name": "欧阳明", "folded": "欧阳明", "since": AT.date(), "reason": "", "recorded_at": AT}


def _contact(pk: int) -> dict[str, object]:
    return {"person_id": pk, "kind": "EMAIL", "value": f"p{pk}@example.cn", "recorded_at": AT}
