"""
Closing a gap (选课补足): the catalogue narrowed to what one person still misses, each row with what it would give that very person.

`of_person` says what is missing once everything that they are enrolled in is done. `judged` asks the policy engine about the rows of a page
at once, each as a case of its own on the person's record; nothing is written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms import catalogue
from credits import policy, posting, standing
from credits.enums import StandingState
from learning.accounts import people
from learning.accounts.models import Person
from learning.tags import hours
from seminars import closing, completions, enrolment, programmes, runs
from seminars.enums import Category, EnrolmentKind, EnrolmentState, Mode, RunState

# Between 汉字, and between them and numbers, there is no space on screen.
_CLOSES, _HELPS, _BESIDE, _NOTHING = range(4)


class Missing(NamedTuple):
    """A floor that is not reached: its name and the hundredths that it lacks."""

    label: str
    hours: int


@dataclass(frozen=True, kw_only=True)
class Gap:
    """What somebody still misses under one rulebook in one cycle, after all that they are enrolled in."""

    person: Person
    owed: posting.Owed
    beside: tuple[posting.ClaimFacts, ...]
    closing: catalogue.Closing

    @property
    def is_booked(self) -> bool:
        """Return whether what they are enrolled in closes it."""
        return self.owed.met

    @property
    def floors(self) -> list[Missing]:
        """Return the floors that are not reached, the public subject first."""
        return [
            Missing(str(Category(code).label), missing) for code, missing in _lacking(self.owed.categories, Category)
        ]


class Judged(NamedTuple):
    """A line of the catalogue, what it would give the person, and how good that is (a tone of components/state.html)."""

    line: catalogue.Line
    sentence: str
    tone: str


def of_person(person: Person, *, stated: catalogue.Gap, at: datetime) -> Gap | None:
    """Return what `person` misses: of the duty whose deadline the address has `stated`, else of the most urgent; None where nothing is known to be missing."""
    today = timezone.localdate(at)
    short = [
        row for row in standing.of_person(person, today) if row.state == StandingState.SHORT and row.deadline >= today
    ]
    if not short:
        return None
    duty = min(short, key=lambda row: (row.deadline != stated.by, row.deadline, -row.missing, row.pk))
    beside = _expected(person)
    ahead = posting.foresee(person_id=person.pk, claims=(), beside=beside, at=at)
    owed = _of_duty(ahead.owed, duty.family, duty.cycle_starts_on)

    return Gap(person=person, owed=owed, beside=beside, closing=_closing(person, owed, at=at)) if owed else None


def judged(lines: Sequence[catalogue.Line], *, gap: Gap, at: datetime) -> list[Judged]:
    """Return `lines` with what each would give: what closes the gap first, what earns nothing last."""
    claims = _claims(lines, gap, at=at)
    found = posting.foresee(person_id=gap.person.pk, claims=list(claims.values()), beside=gap.beside, at=at)
    foreseen = dict(zip(claims, found.claims, strict=True))
    told = [
        (*_told(foreseen[place], gap, line.offer.title), line) for place, line in enumerate(lines) if place in foreseen
    ]
    rest = [(_NOTHING, "", "", line) for place, line in enumerate(lines) if place not in foreseen]

    return [
        Judged(line, sentence, tone) for _order, sentence, tone, line in sorted([*told, *rest], key=lambda one: one[0])
    ]


def _expected(person: Person) -> tuple[posting.ClaimFacts, ...]:
    """Return what everything would claim that `person` holds a place in."""
    held = enrolment.of_person(person).filter(
        kind=EnrolmentKind.PARTICIPANT, state=EnrolmentState.ADMITTED, run__state=RunState.OPEN
    )
    rows = [row.run for row in held.prefetch_related("run__sessions")]
    return tuple(closing.claims_if_present(rows, person_id=person.pk))


def _of_duty(owed: Iterable[posting.Owed], family: str, cycle_starts_on: Any) -> posting.Owed | None:
    return next((row for row in owed if (row.family, row.cycle_starts_on) == (family, cycle_starts_on)), None)


def _closing(person: Person, owed: posting.Owed, *, at: datetime) -> catalogue.Closing:
    today = timezone.localdate(at)
    known = people.on_day([person.pk], today)[person.pk]
    return catalogue.Closing(
        by=owed.deadline,
        series=frozenset(known.series),
        level=known.title_level,
        out_of_reach=frozenset(enrolment.runs_out_of_reach(people.joined([person.pk])[person.pk], on=today)),
        categories=frozenset(code for code, _missing in _lacking(owed.categories, Category)),
        modes=frozenset(code for code, _missing in _lacking(owed.modes, Mode)),
    )


def _lacking(floors: Iterable[tuple[str, int]], known: Any) -> list[tuple[str, int]]:
    """Return the floors that lack something and that a programme can be of."""
    return [(code, missing) for code, missing in floors if missing and code in known.values]


def _claims(lines: Sequence[catalogue.Line], gap: Gap, *, at: datetime) -> dict[int, posting.ClaimFacts]:
    """Return what each line would claim, by its place: its first run attended from beginning to end, or itself completed today."""
    today, person_id = timezone.localdate(at), gap.person.pk
    first = {line.runs[0].pk: place for place, line in enumerate(lines) if line.runs}
    own_pace = {
        line.offer.pk: place for place, line in enumerate(lines) if not line.runs and line.offer.is_learnt(today)
    }
    held = list(runs.upcoming(today).filter(pk__in=first).prefetch_related("sessions"))
    learnt = programmes.catalogue(on=today).filter(pk__in=own_pace).select_related("current__programme__base")
    versions = [row.current for row in learnt if row.current]

    return {
        **dict(zip((first[run.pk] for run in held), closing.claims_if_present(held, person_id=person_id), strict=True)),
        **dict(
            zip(
                (own_pace[version.programme_id] for version in versions),
                completions.claims_if_completed(versions, person_id=person_id, on=today),
                strict=True,
            )
        ),
    }


def _told(found: posting.Foreseen, gap: Gap, title: str) -> tuple[int, str, str]:
    """Return how good what was foreseen is, in a number, in a sentence, and in a tone."""
    given = [award for award in found.awards if award[0] == gap.owed.family and award[3] > 0]
    if not given:
        return _NOTHING, _("Earns nothing: %(why)s") % {"why": _why(found, title)}, "warn"
    after = _of_duty(found.owed, gap.owed.family, gap.owed.cycle_starts_on)
    said = {"parts": _(", ").join(_part(category, amount) for _family, _cycle, category, amount in given)}
    if after is None or after.missing >= gap.owed.missing:
        return _BESIDE, _("Counts %(parts)s, none of it of what you miss") % said, "calm"
    if after.met:
        return _CLOSES, _("Counts %(parts)s; with it done, the requirement is met") % said, "good"
    said["left"] = hours(after.missing)
    return _HELPS, _("Counts %(parts)s; with it done, %(left)s hours are still missing") % said, "good"


def _part(category: str, amount: int) -> str:
    label = str(Category(category).label) if category in Category.values else ""
    return _("%(category)s %(hours)s hours") % {"category": label, "hours": hours(amount)} if label else hours(amount)


def _why(found: posting.Foreseen, title: str) -> str:
    if not found.reasons:
        return _("no rulebook counts it")
    is_chinese = (get_language() or "").startswith("zh")
    # The last reason is the one that took what was left.
    reason = {**found.reasons[-1], "document": "", "article": ""}
    if str(reason.get("text", "")).startswith("programme:"):
        # The key by which rules know a programme again is no name.
        reason["text"] = title
    return policy.sentence(reason, "zh" if is_chinese else "en")
