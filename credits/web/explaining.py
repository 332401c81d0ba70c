"""Lines of the ledger in words: what a list shows of an entry, and why it says what it says, rule by rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from credits import access, ledger, policy, posting
from credits.enums import Activity, ClaimState, EntryKind, StandingState
from credits.models import Act, Claim, Entry, RulebookVersion, Standing
from credits.web import wording
from credits.web.rulewords import place
from learning import citations
from learning.accounts.models import Organisation, User
from learning.tags import hours, moment, short_day, signed_hours, span


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the ledger as a list shows it."""

    pk: int
    title: str
    kind: str
    category: str
    cycle: str
    amount: str
    recorded_at: datetime
    note: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One stated fact with its label."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Explained:
    """Why a line says what it says."""

    line: Line
    claim: Claim
    is_live: bool
    reasons: list[dict[str, Any]]
    facts: list[Fact]
    version: RulebookVersion | None
    trial: str
    digest: str
    number: int
    line_digest: str
    acts: list[Fact]


def lines(entries: Iterable[Entry], *, names: wording.Names | None = None) -> list[Line]:
    """Return `entries` as a list shows them, in their order; `names` of categories are asked for where they are not given."""
    rows = list(entries)
    names = access.category_names(row.version_id for row in rows) if names is None else names
    return [_line(row, wording.labels(names.get(row.version_id or 0))) for row in rows]


def entry(row: Entry) -> Explained:
    """Return why `row` says what it says."""
    names = wording.labels(access.category_names([row.version_id]).get(row.version_id or 0))
    claim = ledger.claims_of([row.person_id]).get(pk=row.claim_id)
    return Explained(
        line=_line(row, names),
        claim=row.claim,
        is_live=getattr(claim, "state") == ClaimState.LIVE,  # noqa: B009  (annotated)
        reasons=_linked(reasons(row.reasons, names), row.reasons),
        facts=_claim_facts(row.claim, names),
        version=row.version,
        trial=wording.trial(row.version),
        digest=row.version_digest,
        number=row.number,
        line_digest=bytes(row.digest).hex(),
        acts=_acts(row),
    )


def standing_reasons(row: Standing) -> list[dict[str, Any]]:
    """Return what raised or lowered a requirement, rule by rule."""
    names = wording.labels(access.category_names([row.version_id]).get(row.version_id))
    return _linked(reasons(row.reasons, names), row.reasons)


def standing_categories(row: Standing) -> list[dict[str, Any]]:
    """Return what a standing asks for and counts, by category."""
    names = wording.labels(access.category_names([row.version_id]).get(row.version_id))
    return [{**one, "name": wording.category(one["code"], names)} for one in row.categories]


def reasons(given: Iterable[Mapping[str, Any]], names: wording.Labels) -> list[dict[str, Any]]:
    """Return the reasons that policy gave, each as sentence, amount, document and article."""
    language: Literal["zh", "en"] = "zh" if (get_language() or "").startswith("zh") else "en"
    # The source stands on a line of its own, so the sentence is asked for without it; categories are called by name.
    return [
        {
            "sentence": _sentence(row, names, language),
            "amount": row.get("amount"),
            "document": row.get("document") or "",
            "article": wording.article(row.get("article") or ""),
        }
        for row in given
    ]


def _linked(shown: list[dict[str, Any]], given: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the reasons `shown` with the address of the paragraph that each cites, where the site shows it."""
    cited = [(row.get("document") or "", row.get("article") or "") for row in given]
    known = citations.addresses(one for one in cited if one[0])
    return [{**reason, "address": known.get(one, "")} for reason, one in zip(shown, cited, strict=True)]


def standings(rows: Iterable[Standing]) -> list[dict[str, Any]]:
    """Return standings as a table shows them."""
    return [
        {
            "standing": row,
            "cycle": wording.cycle(row.cycle_starts_on, row.cycle_ends_before),
            "trial": wording.trial(row.version),
            "tone": wording.TONES[StandingState(row.state)],
            "is_known": row.state != StandingState.UNKNOWN,
            "lacks_level": wording.lacks_level(row),
        }
        for row in rows
    ]


def _sentence(reason: Mapping[str, Any], names: wording.Labels, language: Literal["zh", "en"]) -> str:
    if (reason.get("code"), reason.get("text")) == ("precondition_missing", "target_level"):
        return _("The hours asked for depend on the title level worked towards, which is not recorded.")
    return policy.sentence({**reason, "document": "", "text": _text(reason, names)}, language)


def _text(reason: Mapping[str, Any], names: wording.Labels) -> str:
    text = str(reason.get("text") or "")
    return wording.category(text, names) if text else ""


def _line(row: Entry, names: wording.Labels) -> Line:
    return Line(
        pk=row.pk,
        title=row.claim.title,
        kind="" if row.kind == EntryKind.CREDIT else str(EntryKind(row.kind).label),
        category=wording.category(row.category, names),
        cycle=wording.cycle(row.cycle_starts_on, row.cycle_ends_before),
        amount=signed_hours(row.hours) if row.hours else "0",
        recorded_at=row.recorded_at,
        note=_note(row, names),
        tone=_tone(row),
    )


def _note(row: Entry, names: wording.Labels) -> str:
    """Return in one sentence why a line gave nothing, or why it was reversed."""
    if row.hours == 0 and row.reasons:
        took = [one for one in row.reasons if (one.get("amount") or 0) < 0]
        return str(reasons((took or row.reasons)[-1:], names)[0]["sentence"])
    return row.act.reason if row.kind != EntryKind.CREDIT else ""


def _tone(row: Entry) -> str:
    if row.kind == EntryKind.REVERSAL or row.hours < 0:
        return "bad"
    return "good" if row.hours else "calm"


def _claim_facts(claim: Claim, names: wording.Labels) -> list[Fact]:
    stated = [
        (_("Title"), claim.title),
        (_("Activity"), str(Activity(claim.activity).label)),
        (_("Held by"), claim.provider),
        (_("Place of the provider"), place(claim.provider_region) if claim.provider_region else ""),
        (_("Approval number"), claim.approval_number),
        (_("Days of learning"), span(claim.starts_on, claim.ends_on)),
        (_("Handed in on"), short_day(claim.declared_on) if claim.declared_on else ""),
        (_("Let in late on"), short_day(claim.late_approved_on) if claim.late_approved_on else ""),
        (_("Category"), wording.category(claim.category, names) if claim.category else ""),
        (_("Hours stated"), _amount(claim.hours)),
        (_("Minutes of instruction"), claim.minutes),
        (_("Minutes attended"), claim.attended_minutes),
        (_("Days stated"), _amount(claim.days)),
        (_("Half-days absent"), claim.absent_half_days),
        (_("Days of travel"), claim.travel_days),
        (_("Assessment passed"), _yes_or_no(fact=claim.passed)),
    ]
    return [Fact(label=label, value=str(value)) for label, value in stated if value not in {None, ""}]


def _acts(row: Entry) -> list[Fact]:
    told = [*_act(_("Recorded"), row.act, row.recorded_at)]
    if row.claim.act_id != row.act_id:
        told += _act(_("First recorded"), row.claim.act, row.claim.recorded_at)
    return told


def _act(label: str, act: Act, at: datetime) -> list[Fact]:
    # A login without a name would be shown by its mobile number: that is nobody's business.
    who = (act.by.name or _("staff, name not shown")) if act.by else _("Xueshi platform")
    told = [
        Fact(label=label, value=_("%(at)s by %(who)s") % {"at": moment(at), "who": who}),
        Fact(label=_("Act"), value=act.get_kind_display()),
    ]
    reason = [Fact(label=_("Reason"), value=act.reason)] if act.reason else []
    return [*told, *reason, *_asked_and_decided(act)]


def _asked_and_decided(act: Act) -> list[Fact]:
    """Return who asked for an act, and in whose name it was decided, where the two are not one."""
    asked = posting.asked_of(act.origin)
    if asked is None:
        return []
    offices = Organisation.objects.in_bulk([asked.for_id, asked.decided_for_id])
    names = {
        "base": offices[asked.for_id].name,
        "who": User.objects.filter(pk=asked.by_id).values_list("name", flat=True).first() or _("staff, name not shown"),
    }
    return [
        Fact(label=_("Asked for by"), value=_("%(base)s, %(who)s") % names),
        Fact(label=_("Decided for"), value=offices[asked.decided_for_id].name),
    ]


def _yes_or_no(*, fact: bool | None) -> str:
    if fact is None:
        return ""
    return _("yes") if fact else _("no")


def _amount(hundredths: int | None) -> str:
    return "" if hundredths is None else hours(hundredths)
