"""The facts of a notice, as they stand."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.functional import Promise

from learning import tags
from seminars import runs
from seminars.enums import RunState
from seminars.models import Deliverable, Run

_HOUSE = Path(__file__).parents[2]
# A new way of drawing makes every kept drawing an old one.
_DRAWN = sha256(
    b"".join(
        path.read_bytes()
        for folder in ("seminars/notices", "learning/lettering")
        for path in sorted((_HOUSE / folder).glob("*.py"))
    )
).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """A session, as the timetable of a notice shows it."""

    title: str
    starts_at: datetime
    ends_at: datetime
    room: str
    teacher: str


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Everything that a notice or a poster says, in Chinese. Empty is what nobody stated."""

    title: str
    number: int
    kind: str
    notice_number: str
    notice_on: date
    issuer: str
    host: str
    organiser: str
    approval_number: str
    approved_by: str
    starts_on: date
    ends_on: date
    place: str
    mode: str
    hours: tuple[tuple[str, str], ...]  # category, hours
    summary: tuple[str, ...]  # by paragraph
    teachers: tuple[str, ...]
    audience: str
    places: int
    results_by: date | None
    wants_recommendation: bool
    enrol_from: datetime
    enrol_until: datetime
    fee: int
    board: str
    contact: str
    telephone: str
    base_address: str
    address: str  # of the page that the code leads to
    sittings: tuple[Sitting, ...]
    is_specimen: bool
    # What is handed in before there is a certificate, what is expected of it, and by when; and for how many years that one holds.
    deliverable: str = ""
    deliverable_expected: str = ""
    deliverable_on: date | None = None
    certificate_years: int | None = None


def facts(run: Run, *, address: str) -> Notice:
    """Return the facts of `run`; the code leads to `address`."""
    with translation.override("zh-hans"):
        notice = _facts(run, address)
    stated: dict[str, Any] = {name: _plain(value) for name, value in vars(notice).items() if isinstance(value, str)}
    return replace(
        notice,
        **stated,
        summary=tuple(filter(None, map(_plain, run.version.summary.splitlines()))),
        teachers=tuple(map(_plain, notice.teachers)),
        sittings=tuple(
            replace(one, title=_plain(one.title), room=_plain(one.room), teacher=_plain(one.teacher))
            for one in notice.sittings
        ),
    )


def digest(notice: Notice) -> str:
    """Return what is the same for the same drawing, and another for another."""
    stated = json.dumps(asdict(notice), default=str, ensure_ascii=False, sort_keys=True)
    return sha256(f"{_DRAWN}{stated}".encode()).hexdigest()


def is_offered(run: Run) -> bool:
    """Say whether `run` is to be announced: it is open, and programme and base may still hold it."""
    return run.state == RunState.OPEN and runs.may_be_held(run)


def _facts(run: Run, address: str) -> Notice:
    version, base = run.version, run.programme.base
    return Notice(
        title=version.title,
        number=run.number,
        kind=version.kind,
        notice_number=run.notice_number,
        notice_on=run.notice_on or timezone.localdate(run.opened_at),
        issuer=base.name,
        host=version.host or base.name,
        organiser=version.organiser or base.name,
        approval_number=version.approval_number,
        approved_by=version.approved_by.name,
        starts_on=run.starts_on,
        ends_on=run.ends_on,
        place=_place(run),
        mode=_said(run.get_mode_display()),
        hours=((_said(version.get_category_display()), tags.hours(version.hours)),),
        summary=(),
        teachers=tuple(_teacher(one) for one in version.teachers),
        audience=version.audience,
        places=run.places,
        results_by=run.results_by,
        wants_recommendation=run.wants_recommendation,
        enrol_from=timezone.localtime(run.enrol_from),
        enrol_until=timezone.localtime(run.enrol_until),
        fee=version.fee,
        board=run.board,
        contact=run.contact,
        telephone=run.telephone or base.phone,
        base_address=base.address,
        address=address,
        sittings=tuple(_sittings(run)),
        is_specimen=settings.DEMO,
        certificate_years=version.certificate_years,
        **_deliverable(run),
    )


def _deliverable(run: Run) -> dict[str, Any]:
    asked = Deliverable.objects.filter(run=run).first()
    if asked is None:
        return {}
    return {
        "deliverable": asked.name,
        "deliverable_expected": asked.expected,
        "deliverable_on": asked.due_on(run.ends_on),
    }


def _sittings(run: Run) -> list[Sitting]:
    return [
        Sitting(
            title=session.title,
            starts_at=timezone.localtime(session.starts_at),
            ends_at=timezone.localtime(session.ends_at),
            room=session.room,
            teacher=session.teacher,
        )
        for session in runs.timetable(run)
    ]


def _place(run: Run) -> str:
    # Most addresses begin with the city already.
    return run.place if run.region.name in run.place else f"{run.region.name} {run.place}"


def _teacher(one: dict[str, str]) -> str:
    rest = "，".join(one[part] for part in ("title", "employer") if one.get(part))
    return f"{one.get('name', '')}（{rest}）" if rest else one.get("name", "")


def _plain(text: str) -> str:
    """Return `text` as one line without what no font can write: control characters."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def _said(label: str | Promise) -> str:
    return str(label)
