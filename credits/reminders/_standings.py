"""
Sources that read what people owe: closing public-subject windows, windows of title applications.

What many are told alike is worked out once and joined in the statement: no Python object stands for a person.
"""

import json

from django.urls import reverse
from django.utils.translation import gettext_lazy

from credits.enums import StandingState
from credits.models import Standing, TitleWindow
from credits.reminders import _above
from credits.reminders import filling as fill
from credits.reminders._ends import PUBLIC
from credits.reminders._sources import Facts, Query, Source, Span, register
from learning.accounts.enums import Series
from learning.accounts.models import Region

_STANDING = Standing._meta.db_table


def _to_my_hours(_facts: Facts) -> str:
    return reverse("credits:my-hours")


def _offers(span: Span) -> Query:
    """Return those known to lack public hours while a self-paced programme that gives them closes in a span."""
    offers = [offer for offer in _above.offers(span.first, span.last) if offer.category == PUBLIC]
    regions = dict(Region.objects.filter(code__in={offer.region for offer in offers}).values_list("code", "path"))
    stated = [
        {
            "key": offer.key, "path": regions.get(offer.region, "/"), "closes_on": offer.closes_on.isoformat(),
            "facts": {"title": offer.title, "closes_on": offer.closes_on.isoformat(), "path": offer.path},
        }
        for offer in offers
    ]  # fmt: skip
    return Query(
        # One window a person: that which closes first, in the own region before elsewhere.
        sql=(
            "SELECT DISTINCT ON (owed.person_id) given.key || ':' || owed.person_id AS key, owed.person_id, "  # noqa: S608  (constants)
            "'programme:' || given.key AS anchor, given.closes_on AS on_day, ARRAY[]::text[] AS flags, "
            "given.facts || jsonb_build_object('missing', (part ->> 'missing')::bigint, 'deadline', owed.deadline) AS facts "
            f"FROM {_STANDING} AS owed CROSS JOIN LATERAL jsonb_array_elements(owed.categories) AS part "
            f"LEFT JOIN {Region._meta.db_table} AS home ON home.code = owed.region_id "
            "JOIN json_to_recordset(%s::json) AS given(key text, path text, closes_on date, facts jsonb) "
            "ON coalesce(home.path, '/') LIKE given.path || '%%' "
            "WHERE owed.state = %s AND owed.cycle_starts_on <= %s AND owed.deadline >= %s "
            "AND part ->> 'code' = %s AND (part ->> 'missing')::bigint > 0 "
            "ORDER BY owed.person_id, given.closes_on, length(given.path) DESC, owed.deadline, owed.id"
        ),
        values=[json.dumps(stated, ensure_ascii=False), StandingState.SHORT, span.first, span.first, PUBLIC],
    )


def _windows(span: Span) -> Query:
    """Return those of the series and region of a title-application window that closes (or opens) in a span."""
    return Query(
        sql=(
            "SELECT DISTINCT ON (told.id, owed.person_id) told.id || ':' || owed.person_id AS key, owed.person_id, "  # noqa: S608  (constants)
            "'title-window:' || told.id AS anchor, told.closes_on AS on_day, "
            "CASE WHEN owed.state = 'SHORT' THEN ARRAY['short'] ELSE ARRAY[]::text[] END AS flags, "
            "jsonb_build_object('series', told.series, 'city', home.name, 'opens_on', told.opens_on, 'closes_on', told.closes_on, "
            "'reference', told.reference) AS facts "
            f"FROM {TitleWindow._meta.db_table} AS told JOIN {Region._meta.db_table} AS home ON home.code = told.region_id "
            f"JOIN {Region._meta.db_table} AS within ON within.path LIKE home.path || '%%' "
            f"JOIN {_STANDING} AS owed ON owed.place = within.code AND owed.series = told.series "
            "WHERE told.withdrawn_at IS NULL AND told.closes_on BETWEEN %s AND %s "
            "AND owed.cycle_starts_on <= %s AND owed.cycle_ends_before > %s "
            "ORDER BY told.id, owed.person_id, owed.state DESC, owed.id"
        ),
        values=[span.first, span.last, span.first, span.first],
    )


def _series(facts: Facts) -> str:
    code = facts.get("series", "")
    return str(Series(code).label) if code in Series.values else str(code)


WINDOW = register(
    Source(
        code="public.window",
        label=gettext_lazy("A window for learning the public subject closes, and hours of it are known to be missing"),
        has_day=True,
        is_daily=True,
        dues=_offers,
        path=_to_my_hours,
        placeholders={
            "title": fill.text("title", gettext_lazy("title of the programme")),
            "closes_on": fill.day("closes_on", gettext_lazy("last day on which it can be learnt")),
            "missing": fill.hours("missing", gettext_lazy("hours of the public subject that are missing")),
            "deadline": fill.day("deadline", gettext_lazy("last day for them")),
            "when": fill.when(gettext_lazy("how far away that is")),
        },
        sample={
            "title": "2026年公需科目：科学素养与创新", "closes_on": "2026-12-15", "missing": 600, "deadline": "2026-12-31", "days_left": 14,
        },
    )
)  # fmt: skip
TITLES = register(
    Source(
        code="titles.window",
        label=gettext_lazy("Title applications of a series are taken in a city"),
        has_day=True,
        is_daily=True,
        dues=_windows,
        path=lambda _facts: reverse("credits:title-check"),
        flags={"short": gettext_lazy("hours are known to be missing")},
        placeholders={
            "series": fill.words(gettext_lazy("series"), _series),
            "city": fill.place("city", gettext_lazy("city")),
            "opens_on": fill.day("opens_on", gettext_lazy("applications from")),
            "closes_on": fill.day("closes_on", gettext_lazy("applications until")),
            "reference": fill.text("reference", gettext_lazy("number of the notice")),
            "when": fill.when(gettext_lazy("how far away the last day is")),
        },
        sample={
            "series": "general", "city": "南京市", "opens_on": "2026-06-01", "closes_on": "2026-07-15", "reference": "宁人社函〔2026〕12号",
            "days_left": 30,
        },
    )
)  # fmt: skip
