"""结业证书: somebody completed a run, or a self-paced programme."""

from collections.abc import Mapping
from typing import Any

from credits.certificates._kinds import _claimed, _common
from credits.certificates._kinds._common import EN, ZH, Kind
from credits.enums import Activity, CompletionResult

# Whether an assessment was passed, or there was none.
RESULTS = {
    CompletionResult.PASSED: {ZH: "合格", EN: "passed"},
    CompletionResult.COMPLETED: {ZH: "准予结业", EN: "completed"},
}


def stated(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a certificate of completion states."""
    return {
        "title": facts["title"],
        "run_number": facts["run_number"],
        "activity": _common.ACTIVITY_NAMES.get(Activity(facts["activity"]), _common.OTHER_ACTIVITY),
        "approval_number": facts["approval_number"],
        "starts_on": facts["starts_on"],
        "ends_on": facts["ends_on"],
        "hours": _common.labelled(facts["hours"]),
        # An order that names no result is of somebody who completed it: nobody else is certified.
        "result": str(CompletionResult(facts.get("result", CompletionResult.COMPLETED))),
        "host": facts["host"],
        "organiser": facts["organiser"],
        "issuer": facts["issuer"],
        # Only what ends says so: a programme may state for how many years its certificate holds.
        **({"valid_until": facts["valid_until"]} if facts.get("valid_until") else {}),
    }


def said(stated: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return the words for each placeholder."""
    number = stated["run_number"]
    run = (f" (run {number})" if language == EN else f"（第{number}期）") if number else ""
    return {
        **_common.everywhere(stated),
        **{name: stated[name] for name in ("title", "activity", "approval_number", "host", "organiser")},
        "run": run,
        "span": _common.span(stated, language),
        "hours": _common.hours(stated["hours"], language),
        "result": _result(stated, language),
        "issued_on": _common.day(stated["issued_on"], language),
    }


def _result(stated: Mapping[str, Any], language: str) -> str:
    """Return the words for the result: none in a statement from before any was stated, and what somebody wrote in its place as it is."""
    result = stated.get("result", "")
    return RESULTS[CompletionResult(result)][language] if result in CompletionResult.values else str(result)


KIND = Kind(
    stated=stated,
    said=said,
    rows={
        "title": ("项目名称", "Programme"),
        "run": ("期次", "Run"),
        "activity": ("项目类别", "Kind"),
        "approval_number": ("立项文号", "Approval number"),
        "span": ("起止日期", "Dates"),
        "hours": ("学时", "Hours"),
        "result": ("结业结论", "Result"),
        "host": ("主办单位", "Host"),
        "organiser": ("承办单位", "Organiser"),
    },
    is_lessened=_claimed.is_lessened,
    required=frozenset(
        {"holder", "document", "title", "run", "approval_number", "span", "hours", "result", "host", "organiser"}
    ),
)
