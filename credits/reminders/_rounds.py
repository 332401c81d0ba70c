"""
Rounds: how far each sender has come with the mails that it claimed at once.

Before a mail goes out, a row of two numbers says so, and that is committed: so of a sender that was killed exactly one mail is in doubt, the
one that it had begun last. What became of the others is marked together when the round ends, or by whoever finds that the sender is dead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from psycopg import Cursor

from credits.enums import Channel
from credits.models import Delivery, LetterFrame, SendingRound
from credits.models.rows import insert, update
from credits.reminders import _claiming, _wording
from credits.reminders._letters import Frame, Letter

# Before each mail: prepared, and past what Django does around a statement, which takes longer than the statement.
_BEGIN = "UPDATE credits_sendinground SET begun = %s WHERE id = %s"


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A delivery that the server took: what it answered, and what was said (None: that could not be worked out any more)."""

    delivery: Delivery
    answer: str
    letter: Letter | None


@dataclass(kw_only=True)
class Round:
    """What one sender claimed at once."""

    pk: int
    rows: Sequence[Delivery]
    claimed_at: datetime
    cursor: Cursor[Any] | None = None


@transaction.atomic
def start(*, at: datetime, most: int) -> Round | None:
    """Claim mails that are due; None where there are none."""
    rows = _claiming.claim(channel=Channel.EMAIL, at=at, most=most)
    if not rows:
        return None
    kept = SendingRound.objects.create(claimed_at=at, deliveries=[row.pk for row in rows])
    return Round(pk=kept.pk, rows=rows, claimed_at=at)


def begin(given: Round, number: int) -> bool:
    """Say that the mail `number` (from 1) of a round goes out now, and that all before it have ended; False where others took us for dead."""
    if given.cursor is None or given.cursor.connection is not connection.connection:
        connection.ensure_connection()
        given.cursor = Cursor(connection.connection)
    given.cursor.execute(_BEGIN, [number, given.pk], prepare=True)
    return given.cursor.rowcount == 1


@transaction.atomic
def end(given: Round, ended: Sequence[Ended], *, in_doubt: int | None = None) -> None:
    """Mark what was sent, and what may have been; let go of the rest."""
    is_ours = bool(SendingRound.objects.filter(pk=given.pk).delete()[0])
    _mark(ended, at=given.claimed_at)
    if is_ours:
        if in_doubt is not None:
            _claiming.doubt([in_doubt], at=given.claimed_at)
        sent = {one.delivery.pk for one in ended}
        _claiming.release([row.pk for row in given.rows if row.pk not in sent], claimed_at=given.claimed_at)


def dead(*, at: datetime) -> list[int]:
    """Return the rounds whose senders have been silent for too long."""
    rows = SendingRound.objects.filter(claimed_at__lte=at - _claiming.CLAIM_LASTS)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def found(pk: int) -> tuple[Round, Sequence[Delivery], int | None] | None:
    """Return a round whose sender is dead, which mails had certainly been taken, and which is in doubt; the transaction holds it."""
    # Not skipped where somebody else has it: until they are done, what was sent looks as if it were free.
    kept = SendingRound.objects.select_for_update().filter(pk=pk).first()
    if kept is None:
        return None
    rows = Delivery.objects.filter(
        pk__in=kept.deliveries, claimed_at=kept.claimed_at, tried_at=None, sent_at=None, given_up_at=None
    )
    known = {row.pk: row for row in rows.select_related("reminder")}
    _wording.read_words([row.reminder for row in known.values()])
    begun = kept.deliveries[: kept.begun]
    given = Round(pk=pk, rows=list(known.values()), claimed_at=kept.claimed_at)
    return (
        given,
        [known[one] for one in begun[:-1] if one in known],
        next((one for one in begun[-1:] if one in known), None),
    )


def _mark(ended: Sequence[Ended], *, at: datetime) -> None:
    frames = _kept([one.letter.frame for one in ended if one.letter])
    update(Delivery, [_marked(one, frames, at=at) for one in ended], key="id")


def _marked(one: Ended, frames: Mapping[str, int], *, at: datetime) -> dict[str, Any]:
    return {
        "id": one.delivery.pk,
        "sent_at": at,
        "answer": one.answer[:500],
        "letter": dict(one.letter.said) if one.letter else None,
        "frame_id": frames[one.letter.frame.digest] if one.letter else None,
        "attempts": one.delivery.attempts + 1,
        "last_error": "",
        "tried_at": None,
        # Its address may have been marked meanwhile; it went out all the same.
        "given_up_at": None,
    }


def _kept(frames: Sequence[Frame]) -> dict[str, int]:
    """Return the keys of frames by their digests; what is new is kept."""
    stated = {frame.digest: frame for frame in frames}
    known = _known(stated)
    if missing := [stated[digest].as_row() for digest in sorted(stated.keys() - known.keys())]:
        insert(LetterFrame, missing, on_conflict="(digest) DO NOTHING")
        known = _known(stated)
    return known


def _known(stated: Mapping[str, Frame]) -> dict[str, int]:
    return dict(LetterFrame.objects.filter(digest__in=list(stated)).values_list("digest", "pk")) if stated else {}
