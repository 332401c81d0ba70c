"""The words of one year that a title application looks back on."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from credits import standing
from credits.enums import StandingState
from credits.web import wording
from credits.web.rulewords import made_up_within
from learning.tags import day, hours, short_day


@dataclass(frozen=True, kw_only=True)
class Year:
    """One year that is looked back on."""

    found: standing.LookedBackYear
    names: wording.Labels
    today: date

    @property
    def name(self) -> str:
        """Return the year in words."""
        return _("Year %(year)d") % {"year": self.found.year}

    @property
    def rules(self) -> str:
        """Return under which rules the year is looked at: those from a day on, or by their name."""
        version = self.found.version
        if version is None:
            return ""
        return (
            _("Rules from %(day)s on") % {"day": short_day(version.effective_from)}
            if version.effective_from
            else version.title
        )

    @property
    def trial(self) -> str:
        """Return the warning of rules that are not published, or nothing."""
        return wording.trial(self.found.version)

    @property
    def is_known(self) -> bool:
        """Return whether anybody can say how the year stands."""
        return self.found.state != StandingState.UNKNOWN

    @property
    def is_short(self) -> bool:
        """Return whether the year by itself lacks hours."""
        return self.is_known and self.found.stands_alone and self.found.missing > 0

    @property
    def is_open(self) -> bool:
        """Return whether hours of the year can still be earned."""
        return self.today <= self.found.last_day

    @property
    def is_final(self) -> bool:
        """Return whether the year is short and over."""
        return self.is_short and not self.is_open

    @property
    def label(self) -> str:
        """Return the state in a word or two."""
        if not self.is_known:
            return str(StandingState.UNKNOWN.label)
        if not self.found.stands_alone:
            return _("Counted together")
        if not self.found.missing:
            return str(StandingState.MET.label)
        return _("Still to be done") if self.is_open else str(StandingState.SHORT.label)

    @property
    def tone(self) -> str:
        """Return the tone of the state."""
        if self.is_short:
            return "warn"
        return "good" if self.is_known and self.found.stands_alone else "calm"

    @property
    def sentence(self) -> str:
        """Return what is asked, done and missing, or why nobody can say."""
        if not self.is_known:
            return self._unknown
        said = {"required": hours(self.found.required), "counted": hours(self.found.counted), "gap": self.gap}
        if self.is_short:
            return _("Required %(required)s hours, done %(counted)s. Missing: %(gap)s.") % said
        if not self.found.required:
            return _("No hours are required in this year; done %(counted)s.") % said
        return _("Required %(required)s hours, done %(counted)s.") % said

    @property
    def gap(self) -> str:
        """Return what is missing, and of which categories."""
        parts = [
            _("%(category)s: %(hours)s hours")
            % {"category": wording.category(row["code"], self.names), "hours": hours(row["missing"])}
            for row in self.found.categories
            if row["missing"]
        ]
        total = _("%(hours)s hours") % {"hours": hours(self.found.missing)}
        return (
            _("%(total)s (of these %(parts)s)") % {"total": total, "parts": wording.listed(parts)} if parts else total
        )

    @property
    def way(self) -> str:
        """Return how the missing hours can still be had, or that they cannot; nothing where none are missing."""
        if not self.is_short:
            return ""
        said = {"year": self.name, "gap": self.gap, "day": day(self.found.last_day)}
        if self.is_open:
            return _("%(year)s: %(gap)s can still be earned until %(day)s.") % said
        if self.found.may_be_made_up:
            return self._made_up
        return _("%(year)s: %(gap)s. The year is over, and its rules name no way to make hours up.") % said

    @property
    def _made_up(self) -> str:
        """Return until when the missing hours of a year that is over may be made up."""
        last, window = self.found.made_up_until, self.found.made_up_within
        said = {"year": self.name, "gap": self.gap, "day": day(last)}
        if last is not None and last < self.today:
            return _("%(year)s: %(gap)s. It could be made up until %(day)s; that day is over.") % said
        if last is not None:
            words = _("%(year)s: %(gap)s may be made up until %(day)s, beside this year's own hours.") % said
        else:
            words = (
                _("%(year)s: %(gap)s may be made up, beside this year's own hours; your regulator names the last day.")
                % said
            )
        return (
            words
            if window is None
            else _("%(words)s Hours are %(days)s.") % {"words": words, "days": made_up_within(window)}
        )

    @property
    def catalogue(self) -> str:
        """Return the address of what closes the gap in time, or nothing."""
        if not (self.is_short and self.is_open):
            return ""
        worst = max(self.found.categories, key=lambda row: int(row["missing"]), default=None)
        code = worst["code"] if worst and worst["missing"] and worst["code"] in wording.COMMON else ""
        gap = worst["missing"] if worst and code else self.found.missing
        asked = {"gap": hours(gap), "category": code, "by": self.found.last_day.isoformat()}
        return f"/catalogue/?{urlencode({name: value for name, value in asked.items() if value})}"

    @property
    def _unknown(self) -> str:
        if self.found.version is None:
            return _("The rules on this platform begin after this year.")
        if not self.found.is_owed:
            return _("No duty is recorded for you in this year.")
        return _("The hours of this year are not connected to this platform; keep your certificates.")
