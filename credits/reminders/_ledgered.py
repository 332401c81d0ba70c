"""Sources that read what happened down here: certificates, lines of the ledger, facts that end, what people stated, tries to join a record."""

from datetime import datetime, timedelta

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy

from credits.enums import ActKind
from credits.models import Act, Certificate, CertificateChange, Claim, Entry, SweepPlace, TreeHead
from credits.reminders import filling as fill
from credits.reminders._dated import plan_dated, planned_and_left
from credits.reminders._sources import Facts, Query, Source, Span, register
from learning.accounts.enums import ChangeKind, ChangeState, FactKind
from learning.accounts.models import Change, JoinAttempt, PersonFact, PersonLogin

# What is told so many days after it happened says when that was.
LATE_DAYS = 2
# What was done long ago and is registered now was brought along: nobody has waited for it.
LATELY = timedelta(days=180)
# Lines below the newest ones may still be committed by somebody: a sweep looks at these again.
OVERLAP = 20_000
HOURS_PLACE = "reminders.hours"
_NO_FLAGS = "ARRAY[]::text[] AS flags"


def _late(moment: str) -> str:
    """Return the fact that says on which day something happened, where that is told days later; one value: today."""
    day = f"({moment} AT TIME ZONE 'Asia/Shanghai')::date"
    return f"'late_on', CASE WHEN %s::date - {day} >= {LATE_DAYS} THEN {day} END"


def _issued(span: Span) -> Query:
    return Query(
        sql=(
            "SELECT 'certificate:' || made.id AS key, made.person_id, 'certificate:' || made.id AS anchor, "  # noqa: S608  (constants)
            f"{_NO_FLAGS}, jsonb_build_object('title', made.stated ->> 'title', 'number', made.number, 'kind', made.kind, {_late('made.issued_at')}) AS facts "
            f"FROM {Certificate._meta.db_table} AS made WHERE made.issued_at > %s "
            f"AND NOT EXISTS (SELECT FROM {CertificateChange._meta.db_table} AS change WHERE change.certificate_id = made.id)"
        ),
        values=[span.first, span.since],
    )


def _expiring(span: Span) -> Query:
    """Return the certificates whose statement ends in a span, of those that hold."""
    return Query(
        sql=(
            "SELECT made.id::text AS key, made.person_id, 'certificate:' || made.id AS anchor, "  # noqa: S608  (constants)
            f"(made.stated ->> 'valid_until')::date AS on_day, {_NO_FLAGS}, "
            "jsonb_build_object('title', made.stated ->> 'title', 'number', made.number, 'ends_on', made.stated ->> 'valid_until') AS facts "
            f"FROM {Certificate._meta.db_table} AS made "
            "WHERE made.kind = 'COMPLETION' AND made.stated ->> 'valid_until' BETWEEN %s AND %s "
            f"AND coalesce((SELECT change.state FROM {CertificateChange._meta.db_table} AS change "
            "WHERE change.certificate_id = made.id ORDER BY change.number DESC LIMIT 1), 'ISSUED') = 'ISSUED'"
        ),
        values=[span.first.isoformat(), span.last.isoformat()],
    )


def _registrations(span: Span) -> Query:
    """Return what is known to end in a span of what somebody is registered or appointed as."""
    return Query(
        sql=(
            "SELECT fact.id::text AS key, fact.person_id, 'fact:' || fact.id AS anchor, fact.ends_before - 1 AS on_day, "  # noqa: S608  (constants)
            f"{_NO_FLAGS}, jsonb_build_object('title', coalesce(nullif(fact.label, ''), fact.code), 'ends_on', fact.ends_before - 1) AS facts "
            f"FROM {PersonFact._meta.db_table} AS fact WHERE fact.kind = ANY(%s::text[]) AND NOT fact.is_void "
            "AND fact.ends_before > %s AND fact.ends_before <= %s "
            f"AND NOT EXISTS (SELECT FROM {PersonFact._meta.db_table} AS other WHERE other.replaces_id = fact.id) "
            # Registered again already: the next span begins where this one ends, or before.
            f"AND NOT EXISTS (SELECT FROM {PersonFact._meta.db_table} AS later WHERE later.person_id = fact.person_id "
            "AND later.kind = fact.kind AND later.label = fact.label AND later.since <= fact.ends_before "
            "AND NOT later.is_void AND (later.ends_before IS NULL OR later.ends_before > fact.ends_before))"
        ),
        values=[[FactKind.SPECIALTY, FactKind.APPOINTED], span.first, span.last + timedelta(days=1)],
    )


def _entered(span: Span) -> Query:
    """Return what acts have lately given or taken, one row an act and claim: the sum over its lines, and why. Corrections tell it themselves."""
    return Query(
        sql=(
            "SELECT line.act_id || ':' || line.claim_id AS key, line.person_id, 'claim:' || line.claim_id AS anchor, "  # noqa: S608  (constants)
            "ARRAY[CASE act.kind WHEN 'CREDIT' THEN 'credited' WHEN 'REINSTATEMENT' THEN 'credited' "
            "WHEN 'REVERSAL' THEN 'reversed' ELSE 'corrected' END] AS flags, "
            f"jsonb_build_object('title', claim.title, 'hours', sum(line.hours), 'reason', act.reason, 'claim', line.claim_id, {_late('act.at')}) AS facts "
            f"FROM {Entry._meta.db_table} AS line JOIN {Act._meta.db_table} AS act ON act.id = line.act_id "
            f"JOIN {Claim._meta.db_table} AS claim ON claim.id = line.claim_id "
            "WHERE line.id > %s AND act.at > %s AND act.kind = ANY(%s::text[]) AND claim.ends_on > %s AND NOT starts_with(act.origin, 'correction:') "
            "AND line.family = (SELECT min(other.family) FROM " + Entry._meta.db_table + " AS other "
            "WHERE other.claim_id = line.claim_id AND other.act_id = line.act_id) "
            "GROUP BY line.act_id, line.claim_id, line.person_id, act.kind, act.at, act.reason, claim.title HAVING sum(line.hours) <> 0"
        ),
        values=[
            span.first,
            _entries_known() - OVERLAP,
            span.since,
            [ActKind.CREDIT, ActKind.REVERSAL, ActKind.REINSTATEMENT],
            span.first - LATELY,
        ],
    )


def _entries_known() -> int:
    row = SweepPlace.objects.filter(name=HOURS_PLACE).first()
    return row.after if row else 0


def _entries_given() -> int:
    """Return up to which line all are to be seen: none below it can be committed later, as far as the signed heads know."""
    newest = Entry.objects.aggregate(newest=Max("pk"))["newest"] or 0
    head = TreeHead.objects.order_by("-number").first()
    return min(newest, head.floor) if head else newest


def _decided(span: Span) -> Query:
    """Return what people stated of themselves and a regulator or employer has lately recorded or returned."""
    return Query(
        sql=(
            "SELECT stated.id || ':' || stated.state AS key, stated.person_id, 'change:' || stated.id AS anchor, "  # noqa: S608  (constants)
            "ARRAY[CASE stated.state WHEN 'RECORDED' THEN 'recorded' ELSE 'returned' END] AS flags, "
            f"jsonb_build_object('what', stated.kind, 'since', stated.since, 'reason', stated.reason, {_late('stated.decided_at')}, "
            "'stated_on', (stated.stated_at AT TIME ZONE 'Asia/Shanghai')::date) AS facts "
            f"FROM {Change._meta.db_table} AS stated WHERE stated.state = ANY(%s::text[]) AND stated.decided_at > %s"
        ),
        values=[span.first, [ChangeState.RECORDED, ChangeState.RETURNED], span.since],
    )


def _tried(span: Span) -> Query:
    """Return who lately tried to join a login to somebody's record and was not its owner, once a day and record."""
    return Query(
        sql=(
            "SELECT tried.person_id || ':' || (tried.at AT TIME ZONE 'Asia/Shanghai')::date AS key, tried.person_id, "  # noqa: S608  (constants)
            f"'record:' || tried.person_id AS anchor, {_NO_FLAGS}, jsonb_build_object('at', min(tried.at)) AS facts "
            f"FROM {JoinAttempt._meta.db_table} AS tried WHERE tried.failed AND tried.person_id IS NOT NULL AND tried.at > %s "
            f"AND EXISTS (SELECT FROM {PersonLogin._meta.db_table} AS own WHERE own.person_id = tried.person_id "
            "AND own.ended_at IS NULL AND own.user_id <> tried.user_id) "
            "GROUP BY tried.person_id, (tried.at AT TIME ZONE 'Asia/Shanghai')::date"
        ),
        values=[span.since],
    )


def _what(facts: Facts) -> str:
    code = facts.get("what", "")
    return str(ChangeKind(code).label) if code in ChangeKind.values else str(code)


_TITLE = fill.text("title", gettext_lazy("title"))
_LATE_ON = fill.day("late_on", gettext_lazy("day on which it happened, where it is told days later"))
CERTIFICATES = register(
    Source(
        code="certificates.issued",
        label=gettext_lazy("A certificate is issued"),
        dues=_issued,
        path=lambda _facts: reverse("credits:certificates"),
        placeholders={
            "title": _TITLE,
            "number": fill.text("number", gettext_lazy("number of the certificate")),
            "late_on": _LATE_ON,
        },
        sample={
            "title": "新一代人工智能赋能先进制造业高级研修班",
            "number": "JS-2026-JY-000012-0000034-K",
            "kind": "COMPLETION",
        },
    )
)
EXPIRING = register(
    Source(
        code="certificates.expire",
        label=gettext_lazy("A certificate is valid until a day"),
        has_day=True,
        is_daily=True,
        dues=_expiring,
        path=lambda _facts: reverse("credits:certificates"),
        placeholders={
            "title": _TITLE,
            "number": fill.text("number", gettext_lazy("number of the certificate")),
            "ends_on": fill.day("ends_on", gettext_lazy("last day on which it holds")),
            "when": fill.when(gettext_lazy("how far away that is")),
        },
        sample={
            "title": "注册建造师继续教育培训班", "number": "JS-2026-JY-000012-0000034-K", "ends_on": "2026-12-31", "days_left": 30,
        },
    )
)  # fmt: skip
REGISTRATIONS = register(
    Source(
        code="registrations.expire",
        label=gettext_lazy("A registration or appointment ends"),
        has_day=True,
        is_daily=True,
        dues=_registrations,
        path=lambda _facts: reverse("credits:my-hours"),
        placeholders={
            "title": fill.text("title", gettext_lazy("registered specialty or post")),
            "ends_on": fill.day("ends_on", gettext_lazy("last day on which it holds")),
            "when": fill.when(gettext_lazy("how far away that is")),
        },
        sample={"title": "建筑工程", "ends_on": "2026-12-31", "days_left": 90},
    )
)
HOURS = register(
    Source(
        code="hours.entered",
        label=gettext_lazy("Hours are registered, corrected or reversed"),
        dues=_entered,
        path=lambda _facts: reverse("credits:timeline"),
        flags={
            "credited": gettext_lazy("registered"),
            "corrected": gettext_lazy("corrected"),
            "reversed": gettext_lazy("reversed"),
        },
        placeholders={
            "title": _TITLE,
            "hours": fill.words(gettext_lazy("hours, without a sign"), lambda facts: fill.plain_hours(abs(facts["hours"])) if "hours" in facts else ""),
            "before": fill.text("before", gettext_lazy("hours before (of a correction)")),
            "after": fill.text("after", gettext_lazy("hours now (of a correction)")),
            "reason": fill.reason(gettext_lazy("reason")),
            "late_on": _LATE_ON,
        },
        sample={"title": "新一代人工智能赋能先进制造业高级研修班", "hours": 2400, "before": "24", "after": "20", "reason": "考勤登记有误"},
    )
)  # fmt: skip
DECISIONS = register(
    Source(
        code="declarations.decided",
        label=gettext_lazy("What somebody stated, with a proof, is decided"),
        dues=_decided,
        path=lambda _facts: reverse("accounts:changes"),
        flags={"recorded": gettext_lazy("recorded"), "returned": gettext_lazy("returned")},
        placeholders={
            "what": fill.words(gettext_lazy("what was stated"), _what),
            "since": fill.day("since", gettext_lazy("from which day it holds")),
            "stated_on": fill.day("stated_on", gettext_lazy("day on which it was stated")),
            "reason": fill.reason(gettext_lazy("reason")),
            "late_on": _LATE_ON,
        },
        sample={"what": "TRANSFER", "since": "2026-09-01", "stated_on": "2026-09-20", "reason": "证明材料不清晰"},
    )
)
CLAIMED = register(
    Source(
        code="records.claimed",
        label=gettext_lazy("Somebody tried to join a login to a record"),
        dues=_tried,
        facts=frozenset({"at"}),
        path=lambda _facts: reverse("accounts:join"),
        placeholders={"moment": fill.moment("at", gettext_lazy("when"))},
        sample={"at": "2026-09-20T02:00:00+00:00"},
    )
)


def plan_due(*, at: datetime) -> int:
    """Plan what every dated kind has to say today, and return how many reminders are new."""
    # Seen before planning: a line that comes meanwhile is for the next sweep.
    given = _entries_given()
    planned, left = planned_and_left(at=at)
    if HOURS.code not in left:
        SweepPlace.objects.update_or_create(name=HOURS_PLACE, defaults={"after": given})
    return planned


def plan_certificates(*, at: datetime) -> int:
    """Plan word to the holders of certificates issued lately, and return how many were new."""
    return plan_dated(at=at, only=CERTIFICATES.code)
