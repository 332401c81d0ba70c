"""The card of one duty on My hours: what is missing, in which category, by when. All words are decided here, none in the template."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from credits.enums import StandingState
from credits.models import Standing
from credits.web import wording
from credits.web.brought import Brought
from credits.web.expected import Bar, Expected, in_category, share
from learning.tags import day, hours

_URGENCY = {StandingState.SHORT: 0, StandingState.UNKNOWN: 1, StandingState.MET: 2}


@dataclass(frozen=True, kw_only=True)
class Card:
    """One duty: a standing, what is expected beside it, and the words for both."""

    standing: Standing
    names: wording.Labels
    today: date
    source: str = ""
    expected: tuple[Expected, ...] = field(default=())
    brought: tuple[Brought, ...] = ()

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

    @property
    def is_open(self) -> bool:
        """Return whether the deadline is still to come."""
        return self.days_left >= 0

    @property
    def lacks_level(self) -> bool:
        """Return whether nothing can be said because the title level that the hours depend on is not recorded."""
        return wording.lacks_level(self.standing)

    @cached_property
    def bars(self) -> list[Bar]:
        """Return a bar for each category that asks for something or holds something."""
        return [
            Bar(
                code=row["code"],
                label=wording.category(row["code"], self.names),
                required=row["required"],
                counted=row["counted"],
                missing=row["missing"],
                expected=in_category(self.expected, row["code"]) if self.is_short else 0,
            )
            for row in self.standing.categories
            if row["required"] or row["counted"]
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
        """Return how much of the requirement is filled, in percent; hours beyond a category's need fill nothing."""
        return share(self.standing.required - self.standing.missing, self.standing.required)

    @property
    def expected_hours(self) -> int:
        """Return the hours that are enrolled for or registered, and not credited yet."""
        return sum(row.hours for row in self.expected)

    @property
    def expected_share(self) -> int:
        """Return how far the ring will be filled once everything expected is credited, in percent."""
        return share(self.standing.required - self.missing_after, self.standing.required)

    @property
    def gap_category(self) -> str:
        """Return the one category that misses hours, to search the catalogue for; nothing where several do, or any will do."""
        short = [bar.code for bar in self.bars if bar.code in wording.COMMON and bar.missing]
        # The catalogue knows the person: it puts the public subject first and says of each row what it would count.
        return short[0] if len(short) == 1 else ""

    @property
    def catalogue(self) -> str:
        """Return the address of the catalogue, narrowed to what closes the gap in time."""
        by_code = {bar.code: bar.missing_after or bar.missing for bar in self.bars}
        gap = by_code.get(self.gap_category) or self.missing_after or self.standing.missing
        asked = {
            "gap": hours(gap),
            "category": self.gap_category,
            "by": self.standing.deadline.isoformat(),
            "series": self.standing.series,
        }
        return f"/catalogue/?{urlencode({name: value for name, value in asked.items() if value})}"

    @cached_property
    def missing_after(self) -> int:
        """Return the least that will still be missing once everything expected is credited."""
        total = self.standing.required - self.standing.counted - self.expected_hours
        return max(0, total, sum(bar.missing_after for bar in self.bars))

    @property
    def is_booked(self) -> bool:
        """Return whether what somebody is enrolled in closes the gap."""
        return self.is_short and bool(self.expected) and not self.missing_after

    @property
    def sentence(self) -> str:
        """Return the one sentence that says how things stand and what to do by when."""
        if self.lacks_level:
            return _(
                "The title level you work towards is not recorded, so nobody can say how many hours this cycle asks for."
            )
        if not self.is_known:
            return _(
                "The hours of this cycle are not connected to this platform yet, so nobody can say whether any are missing."
            )
        if not self.is_short:
            return self._met
        said = {"gap": self._gap, "day": day(self.standing.deadline)}
        if not self.is_open:
            return _("%(gap)s were still missing on the last day, %(day)s.") % said
        return _("%(gap)s are still missing; please complete them by %(day)s.") % said

    @property
    def advice(self) -> str:
        """Return what to do where nobody can say, or nothing."""
        if self.lacks_level:
            return _(
                "Ask your employer or the regulator of your region to record the level; this cycle is then decided by itself."
            )
        if not self.is_known:
            return _(
                "Keep your certificates. Your regulator can have hours of earlier systems imported; the help line 96178 says how."
            )
        return ""

    @property
    def outlook(self) -> str:
        """Return what follows once everything expected is credited, or nothing."""
        if not self.is_short or not self.expected:
            return ""
        if self.is_booked:
            return _("Once everything you are enrolled in is done, the requirement is met.")
        return _("Once everything you are enrolled in is done, %(hours)s hours will still be missing.") % {
            "hours": hours(self.missing_after)
        }

    @property
    def surplus(self) -> str:
        """Return the explanation of hours that are done and fill no gap, or nothing."""
        over = self.standing.counted + self.standing.missing - self.standing.required
        if not self.is_short or over <= 0:
            return ""
        return _("%(hours)s hours beyond what their category asks for do not fill this gap.") % {"hours": hours(over)}

    @property
    def _met(self) -> str:
        if not self.standing.required:
            return _("No hours are required in this cycle.")
        return _("All hours of this cycle are done.")

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
