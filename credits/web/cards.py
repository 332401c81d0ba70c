"""The card of one duty on My hours: what is missing, in which category, by when. All words are decided here, none in the template."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from credits.enums import StandingState
from credits.models import Standing
from credits.web import wording
from learning.tags import day, hours

_URGENCY = {StandingState.SHORT: 0, StandingState.UNKNOWN: 1, StandingState.MET: 2}


@dataclass(frozen=True, kw_only=True)
class Expected:
    """
    Hours that are registered and not credited yet (or enrolled for and still to be done), as whoever knows them hands them in.

    `credits` may not ask `seminars`: see `credits.web.hours.my_hours_page`. `hours` are hundredths; `note` says what is awaited
    (“attendance confirmed on 22 November”), `late` names who is late after three working days, and nobody otherwise.
    """

    title: str
    hours: int
    ends_on: date
    category: str = ""
    note: str = ""
    late: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One category and its own floor."""

    code: str
    label: str
    required: int
    counted: int
    missing: int

    @property
    def share(self) -> int:
        """Return how much of the floor is done, in percent."""
        return _share(self.counted, self.required)


@dataclass(frozen=True, kw_only=True)
class Card:
    """One duty: a standing, what is expected beside it, and the words for both."""

    standing: Standing
    names: wording.Labels
    today: date
    source: str = ""
    expected: tuple[Expected, ...] = field(default=())

    @property
    def cycle(self) -> str:
        """Return the cycle in plain words."""
        return wording.cycle(self.standing.cycle_starts_on, self.standing.cycle_ends_before)

    @property
    def trial(self) -> str:
        """Return the warning of rules that are not published, or nothing."""
        return wording.trial(self.standing.version)

    @property
    def tone(self) -> str:
        """Return the tone of the state."""
        return wording.TONES[StandingState(self.standing.state)]

    @property
    def is_known(self) -> bool:
        """Return whether it is known what is missing."""
        return self.standing.state != StandingState.UNKNOWN

    @property
    def is_short(self) -> bool:
        """Return whether hours are missing."""
        return self.standing.state == StandingState.SHORT

    @cached_property
    def bars(self) -> list[Bar]:
        """Return a bar for each category."""
        return [
            Bar(
                code=row["code"],
                label=wording.category(row["code"], self.names),
                required=row["required"],
                counted=row["counted"],
                missing=row["missing"],
            )
            for row in self.standing.categories
        ]

    @property
    def days_left(self) -> int:
        """Return the days from today until the deadline; below zero once it is over."""
        return (self.standing.deadline - self.today).days

    @property
    def clock(self) -> str:
        """Return the deadline's distance in words."""
        if self.days_left < 0:
            return _("The deadline is over")
        if self.days_left == 0:
            return _("Today is the last day")
        return ngettext("%(count)d day left", "%(count)d days left", self.days_left) % {"count": self.days_left}

    @property
    def counted_share(self) -> int:
        """Return how much of what is required is done, in percent."""
        return _share(self.standing.counted, self.standing.required)

    @property
    def expected_hours(self) -> int:
        """Return the hours that are registered and not credited yet."""
        return sum(row.hours for row in self.expected)

    @property
    def expected_share(self) -> int:
        """Return how far the ring will be filled once everything expected is credited, in percent."""
        return _share(self.standing.counted + self.expected_hours, self.standing.required)

    @property
    def gap_category(self) -> str:
        """Return the category that misses most, to search the catalogue for; nothing where any will do."""
        worst = max(self.bars, key=lambda bar: bar.missing, default=None)
        return worst.code if worst and worst.missing else ""

    @property
    def catalogue(self) -> str:
        """Return the address of the catalogue, narrowed to what closes the gap."""
        return f"/catalogue/?category={self.gap_category}" if self.gap_category else "/catalogue/"

    @cached_property
    def missing_after(self) -> int:
        """Return the least that will still be missing once everything expected is credited."""
        gaps = [max(0, bar.missing - self._expected_in(bar.code)) for bar in self.bars]
        total = self.standing.required - self.standing.counted - self.expected_hours
        return max(0, total, sum(gaps))

    @property
    def sentence(self) -> str:
        """Return the one sentence that says how things stand and what to do by when."""
        if not self.is_known:
            return _(
                "The hours of this cycle are not connected to this platform yet, so nobody can say whether any are missing."
            )
        if not self.is_short:
            return (
                _("No hours are required in this cycle.")
                if not self.standing.required
                else _("All hours of this cycle are done.")
            )
        if self.days_left < 0:
            return _("%(gap)s were still missing on the last day, %(day)s.") % {
                "gap": self._gap,
                "day": day(self.standing.deadline),
            }
        return _("%(gap)s are still missing; please complete them by %(day)s.") % {
            "gap": self._gap,
            "day": day(self.standing.deadline),
        }

    @property
    def outlook(self) -> str:
        """Return what follows once everything expected is credited, or nothing."""
        if not self.is_short or not self.expected:
            return ""
        if not self.missing_after:
            return _("Once everything you are enrolled in is done, the requirement is met.")
        return _("Once everything you are enrolled in is done, %(hours)s hours will still be missing.") % {
            "hours": hours(self.missing_after)
        }

    @property
    def _gap(self) -> str:
        parts = [
            _("%(category)s: %(hours)s hours") % {"category": bar.label, "hours": hours(bar.missing)}
            for bar in self.bars
            if bar.missing
        ]
        if len(parts) == 1 and sum(bar.missing for bar in self.bars) == self.standing.missing:
            return parts[0]
        total = _("%(hours)s hours") % {"hours": hours(self.standing.missing)}
        return (
            _("%(total)s (of these %(parts)s)") % {"total": total, "parts": wording.listed(parts)} if parts else total
        )

    def _expected_in(self, code: str) -> int:
        return sum(row.hours for row in self.expected if row.category == code)


def most_urgent_first(cards: Sequence[Card]) -> list[Card]:
    """Return `cards` with the short ones first, the nearest deadline first among them."""
    return sorted(
        cards, key=lambda card: (_URGENCY[StandingState(card.standing.state)], card.standing.deadline, card.standing.pk)
    )


def one_a_duty(standings: Sequence[Standing], *, person_id: int) -> list[Standing]:
    """Return one standing a family and cycle: joined records have one each, and the person's own speaks for both."""
    kept: dict[tuple[str, date], Standing] = {}
    for row in standings:
        key = (row.family, row.cycle_starts_on)
        if key not in kept or row.person_id == person_id:
            kept[key] = row
    return list(kept.values())


def _share(part: int, whole: int) -> int:
    return min(100, part * 100 // whole) if whole else 100
