"""
The source of ends of cycles: who is known to be short, of what, and which programmes would close that.

What many are told alike (the rulebook's words, programmes that would close a gap) is worked out once a group and joined in the statement:
no Python object stands for a person. What would help one of them, the rules are asked when that person is told.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from credits.enums import StandingState
from credits.models import RulebookVersion, Standing
from credits.reminders import _above
from credits.reminders import filling as fill
from credits.reminders._dated import plan_dated
from credits.reminders._sources import Facts, Query, Source, Span, Told, register

PUBLIC = "public"
_STANDING = Standing._meta.db_table
# The codes of the categories that lack hours, as JSON; what is missing, rounded up to six hours: programmes are of such sizes.
_LACKING = "jsonb_path_query_array(owed.categories, '$[*] ? (@.missing > 0).code')::text"
_SIZE = "least(7200, (owed.missing + 599) / 600 * 600)"
_SHORT = "owed.state = %s AND owed.missing > 0 AND owed.cycle_ends_before > %s AND owed.cycle_ends_before <= %s"
_MOST_CLOSERS = 3


class _Alike(NamedTuple):
    """What people miss alike: the columns of the statements below, in their order."""

    version: int
    family: str
    place: str
    series: str
    lacking: str
    size: int
    starts_on: date
    ends_before: date
    by: date

    @property
    def categories(self) -> tuple[str, ...]:
        """Return the codes of the categories that lack hours."""
        return tuple(json.loads(self.lacking))

    @property
    def gap(self) -> _above.Gap:
        """Return what the catalogue is asked about."""
        return _above.Gap(place=self.place, series=self.series, categories=self.categories, hours=self.size, by=self.by)


def _ends(span: Span) -> Query:
    """Return those known to be short in a cycle that ends in a span: what is missing, and what would close it."""
    # The last day of a cycle is the one before its end.
    about: list[Any] = [StandingState.SHORT, span.first, span.last + timedelta(days=1)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT owed.version_id, owed.family, owed.place, owed.series, {_LACKING}, {_SIZE}, owed.cycle_starts_on, owed.cycle_ends_before, "  # noqa: S608  (constants)
            f"owed.deadline FROM {_STANDING} AS owed WHERE {_SHORT} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9",
            about,
        )
        alike = [_Alike(*row) for row in cursor.fetchall()]
    return Query(
        sql=(
            "SELECT given.head || owed.person_id AS key, owed.person_id, 'standing:' || owed.id AS anchor, given.on_day, "  # noqa: S608  (constants)
            "given.flags, given.shared, "
            "jsonb_build_object('missing', owed.missing, 'parts', owed.categories) AS facts "
            f"FROM {_STANDING} AS owed JOIN json_to_recordset(%s::json) AS given(shared integer, version bigint, family text, place text, series text, "
            "lacking text, size bigint, starts_on date, ends_before date, by date, head text, on_day date, flags text[]) "
            "ON given.version = owed.version_id AND given.family = owed.family AND given.place = owed.place AND given.series = owed.series "
            f"AND given.lacking = {_LACKING} AND given.size = {_SIZE} AND given.starts_on = owed.cycle_starts_on "
            f"AND given.ends_before = owed.cycle_ends_before AND given.by = owed.deadline WHERE {_SHORT}"
        ),
        values=[json.dumps([_named(place, one) for place, one in enumerate(alike)], default=str), *about],
        shared=_shared(alike, span),
    )


def _named(place: int, one: _Alike) -> dict[str, Any]:
    """Return a row of the table that is joined with those who owe: what is worked out once for many is not worked out for each."""
    return {
        "shared": place,
        **one._asdict(),
        "head": f"{one.family}:{one.starts_on}:",
        "on_day": one.ends_before - timedelta(days=1),
        "flags": [PUBLIC] if PUBLIC in one.categories else [],
    }


def _shared(alike: Sequence[_Alike], span: Span) -> list[Facts]:
    """Return what those are told alike who miss alike."""
    versions = RulebookVersion.objects.in_bulk({one.version for one in alike})
    today = timezone.localdate(span.at)
    # Places and series matter to the catalogue, not from where to where a cycle goes.
    gaps = list(dict.fromkeys(one.gap for one in alike))
    found = dict(zip(gaps, _above.closers(gaps, span.at), strict=True))
    return [
        {
            "family": one.family,
            "rulebook": versions[one.version].title,
            "labels": _labels(versions[one.version], one.categories),
            "starts_on": one.starts_on.isoformat(),
            "ends_on": (one.ends_before - timedelta(days=1)).isoformat(),
            "deadline": one.by.isoformat(),
            "days_left": (one.ends_before - timedelta(days=1) - today).days,
            "closers": _titles(found[one.gap]),
            "offers": [(closer.title, closer.programme, closer.run) for closer in found[one.gap]],
        }
        for one in alike
    ]


def _titles(closers: Sequence[_above.Closer]) -> list[str]:
    # A programme of which several runs fit is named once.
    return list(dict.fromkeys(closer.title for closer in closers))[:_MOST_CLOSERS]


def _judged(told: Sequence[Told], at: datetime) -> dict[int, dict[str, Any]]:
    """Return the programmes that would earn each of these people something of what they miss, and that they can take part in."""
    asked = {one.id: _wanting(one) for one in told if one.facts.get("offers")}
    kept = _above.judged(list(asked.values()), at)
    return {pk: {"closers": _titles(closers)} for pk, closers in zip(asked, kept, strict=True)}


def _wanting(one: Told) -> _above.Wanting:
    return _above.Wanting(
        person_id=one.person_id,
        family=one.facts["family"],
        cycle_starts_on=date.fromisoformat(one.facts["starts_on"]),
        closers=tuple(
            _above.Closer(title=title, programme=programme, run=run) for title, programme, run in one.facts["offers"]
        ),
    )


def _labels(version: RulebookVersion, wanted: Sequence[str]) -> dict[str, dict[str, str]]:
    return {
        label["code"]: {"zh": label["zh"], "en": label["en"]}
        for label in version.body.get("categories") or ()
        if label["code"] in wanted
    }


def _missing(facts: Facts) -> str:
    """Say what is missing, by category: 15.5学时（专业科目12）, 15.5 hours (Professional subject 12)."""
    total = ngettext("%(hours)s hour", "%(hours)s hours", 2 if facts["missing"] != 100 else 1) % {
        "hours": fill.plain_hours(facts["missing"])
    }
    labels = facts.get("labels", {})
    parts = [
        _("%(category)s %(missing)s") % {"category": _label(part["code"], labels), "missing": fill.plain_hours(part["missing"])}
        for part in facts.get("parts", ())
        if (part.get("missing") or 0) > 0
    ]  # fmt: skip
    return total + (_(" (%(parts)s)") % {"parts": fill.listed(parts)} if parts else "")


def _label(code: str, labels: Mapping[str, Mapping[str, str]]) -> str:
    return fill.in_language(labels[code]) if code in labels else code


def _closers(facts: Facts) -> str:
    return fill.listed([_("“%(title)s”") % {"title": title} for title in facts.get("closers", ())])


def _to_my_hours(_facts: Facts) -> str:
    return reverse("credits:my-hours")


ENDS = register(
    Source(
        code="standing.ends",
        label=gettext_lazy("A cycle ends, and hours are known to be missing"),
        has_day=True,
        dues=_ends,
        refine=_judged,
        path=_to_my_hours,
        flags={"public": gettext_lazy("hours of the public subject are among them")},
        placeholders={
            "missing": fill.hours("missing", gettext_lazy("hours missing in all")),
            "missing_by_category": fill.words(gettext_lazy("hours missing, with their categories"), _missing),
            "deadline": fill.day("deadline", gettext_lazy("last day for them")),
            "ends_on": fill.day("ends_on", gettext_lazy("last day of the cycle")),
            "rulebook": fill.text("rulebook", gettext_lazy("rulebook")),
            "when": fill.when(gettext_lazy("how far away that is")),
            "closers": fill.words(gettext_lazy("up to three programmes that would close the gap"), _closers),
        },
        sample={
            "rulebook": "江苏省专业技术人员继续教育条例", "starts_on": "2026-01-01", "ends_on": "2026-12-31", "deadline": "2026-12-31",
            "missing": 1550, "days_left": 30,
            "parts": [{"code": "professional", "missing": 1200}, {"code": "public", "missing": 350}],
            "labels": {"professional": {"zh": "专业科目", "en": "Professional subject"}, "public": {"zh": "公需科目", "en": "Public subject"}},
            "closers": ["新一代人工智能赋能先进制造业高级研修班", "数据要素流通与安全治理研修班", "2026年公需科目：科学素养与创新"],
        },
    )
)  # fmt: skip


def plan_cycle_ends(*, at: datetime) -> int:
    """Plan word to everybody whose cycle ends soon and who is known to be short, and return how many were new."""
    return plan_dated(at=at, only=ENDS.code)
