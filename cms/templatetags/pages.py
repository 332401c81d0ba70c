"""Template tags of pages: the live facts that words stand round. A page's rendering is an edge, so the clock is read here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms import catalogue, linked
from cms.blocks import Asker
from cms.models import address_below_home
from learning.accounts import access as accounts
from seminars import bases, enrolment, runs
from seminars.enums import HELD, EnrolmentKind, EnrolmentState

register = template.Library()


@dataclass(frozen=True, kw_only=True)
class RunOfProgramme:
    """A run on the page of its programme: its places, and what the visitor's own enrolment is, if there is one."""

    run: Any
    days: str
    places: catalogue.Places
    own: str
    is_announced: bool  # by a notice and a poster


@register.simple_tag
def catalogue_at_home(most: int = 6) -> catalogue.Front:
    """Return the catalogue for the home page."""
    return catalogue.front(at=_now(), most=most)


@register.simple_tag(takes_context=True)
def runs_of(context: Mapping[str, Any], programme: Any) -> list[RunOfProgramme]:
    """Return the open runs of `programme` that are not over."""
    at = _now()
    own = _own_enrolments(context, programme)

    return [
        RunOfProgramme(
            run=run,
            days=catalogue.days(run.starts_on, run.ends_on),
            places=catalogue.places(run, at=at) if is_held else _over(),
            own=own.get(run.pk, ""),
            is_announced=is_held,
        )
        for run, is_held in _upcoming(programme, at=at)
    ]


@register.simple_tag
def course_data(page: Any) -> SafeString:
    """Return the facts of a programme's page for machines."""
    if not page.programme.current:
        return SafeString()
    programme = page.programme
    # Nobody can enrol any more where the approval was withdrawn, or the recognition of the base has ended.
    held = [run for run, is_held in _upcoming(programme, at=_now()) if is_held]
    has_ended = not held and recognition_ended(programme.base) is not None
    return _script(linked.course(page, held, is_offered=not (is_withdrawn(programme) or has_ended)))


@register.simple_tag
def base_data(page: Any) -> SafeString:
    """Return the facts of a base's page for machines."""
    return _script(linked.organisation(page))


def _script(facts: dict[str, Any]) -> SafeString:
    # What json.dumps writes may hold the end of a script; escaped like this it means the same and ends nothing.
    written = json.dumps(facts, ensure_ascii=False).translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"})
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(written))  # noqa: S308  (escaped above)


@register.simple_tag
def counts_of(version: Any) -> str:
    """Return for whom a programme is, by series and level of title."""
    return catalogue.whom(version.eligible_series, version.eligible_levels)


@register.filter
def fee_in_words(yuan: int) -> str:
    """Return a fee in words."""
    return catalogue.fee(yuan)


@register.filter
def last_day(ends_before: date) -> date:
    """Return the last day of a span that ends before a day."""
    return ends_before - timedelta(days=1)


@register.simple_tag
def is_withdrawn(programme: Any) -> bool:
    """Say whether the approval of `programme` has ended."""
    return programme.withdrawn_on is not None and programme.withdrawn_on <= timezone.localdate()


@register.simple_tag
def taught_by(base: Any) -> tuple[list[catalogue.Row], list[catalogue.Soon]]:
    """Return the public programmes of `base` and its next runs, as lines of lists."""
    return catalogue.of_base(base, at=_now())


@register.simple_tag
def recognition_of(base: Any) -> Any:
    """Return the recognition of `base` that holds today, or None."""
    return bases.recognition_on(base, timezone.localdate())


@register.simple_tag
def next_sessions(programme: Any) -> dict[str, Any]:
    """Return the next run of `programme` and its sessions as filed, in the order of time; nothing where none is planned."""
    run = next(iter(catalogue.upcoming_of(programme, at=_now())), None)
    return {"run": run, "sessions": runs.timetable(run)} if run else {}


@register.simple_tag
def recognition_ended(base: Any) -> date | None:
    """Return the day from which `base` is no longer recognised; None where it is, or never was."""
    today = timezone.localdate()
    span = bases.span_around(base, today)
    return span.ends_before if span and span.ends_before and span.ends_before <= today else None


@register.simple_tag(takes_context=True)
def questions_of(context: Mapping[str, Any], page: Any) -> dict[str, Any]:
    """Return the questions of a help page that the address asks for by words and asker, and who asks any."""
    asked = context["request"].GET
    every = [question for block in page.words if block.block_type == "questions" for question in block.value]
    words, asker = asked.get("q", "")[:100].casefold().split(), asked.get("role", "")

    return {
        "found": [one for one in every if (not asker or one["asked_by"] in {asker, "", None}) and _holds(one, words)],
        "askers": [
            (value, label, value == asker)
            for value, label in Asker.choices
            if any(one["asked_by"] == value for one in every)
        ],
        "words": " ".join(words),
        "asker": asker if asker in Asker.values else "",
    }


@register.simple_tag(takes_context=True)
def address_of(context: Mapping[str, Any], page: Any) -> str:
    """Return the address of `page`, without a query a page."""
    return str(page.get_url(context.get("request")) or "")


@register.simple_tag
def public_address(page: Page) -> str:
    """Return the one full address of `page`, to share and to be found under."""
    return settings.PUBLIC_URL + address_below_home(page.url_path)


def _holds(question: Mapping[str, Any], words: list[str]) -> bool:
    text = f"{question['question']} {question['answer'].source}".casefold()
    return all(word in text for word in words)


def _upcoming(programme: Any, *, at: datetime) -> list[tuple[Any, bool]]:
    """Return the open runs of `programme` that are not over, each with whether it may still be held."""
    recognised = bases.span_around(programme.base, timezone.localdate(at))
    return [(run, runs.may_be_held(run, recognised=recognised)) for run in catalogue.upcoming_of(programme, at=at)]


def _over() -> catalogue.Places:
    return catalogue.Places(label=_("No enrolment any more"), tone="bad")


def _own_enrolments(context: Mapping[str, Any], programme: Any) -> dict[int, str]:
    user = getattr(context.get("request"), "user", None)
    person = accounts.own_person(user) if user is not None and user.is_authenticated else None
    if person is None:
        return {}
    held = enrolment.of_person(person).filter(run__programme=programme, kind=EnrolmentKind.PARTICIPANT, state__in=HELD)
    return {row.run_id: str(EnrolmentState(row.state).label) for row in held}


def _now() -> Any:
    return timezone.now()  # noqa: TID251  (rendering is an edge)
