"""Specimens: what a certificate of a kind could state, at its shortest, as usual and at its longest. To look at a design, and to measure it."""

from typing import Any

from django.conf import settings

from credits.certificates import _specimen_registers
from credits.certificates._statements import FORMAT
from credits.enums import CertificateKind, CompletionResult

SHORT, USUAL, LONG = "short", "usual", "long"
SIZES = (USUAL, SHORT, LONG)
_HOLDER = {SHORT: "李一", USUAL: "欧阳娜娜", LONG: "阿卜杜热合曼·" * 7 + "丁"}
_TITLE = {SHORT: "数据治理", USUAL: "集成电路先进封装与可靠性技术高级研修班", LONG: "新型工业化与未来产业" * 12}
_UNIT = {
    SHORT: "某学院",
    USUAL: "江苏省某某大学继续教育学院",
    LONG: "江苏省先进制造与未来产业专业技术人才继续教育联合培养中心" * 2,
}
_HOURS = {
    SHORT: [["", "6"]],
    USUAL: [["公需科目", "30"], ["专业科目", "66.5"]],
    LONG: [[f"第{place}类专业科目（行业公需）", "12.5"] for place in range(1, 9)],
}
_DAYS = {SHORT: ("2026-05-06", "2026-05-06"), USUAL: ("2026-09-15", "2026-09-18"), LONG: ("2026-10-11", "2026-11-30")}
_NUMBER = {
    SHORT: "苏人社〔2026〕1号",
    USUAL: "苏人社函〔2026〕118号",
    LONG: "苏人社函〔2026〕118号（补充批复第12345号）" * 2,
}
_RULEBOOK = {
    SHORT: "学时规定",
    USUAL: "江苏省专业技术人员继续教育学时认定",
    LONG: "某某行业专业技术人员继续教育学时登记与认定管理办法" * 4,
}


def specimen(kind: str, size: str) -> dict[str, Any]:
    """Return a statement of `kind` that certifies nothing."""
    first, last = _DAYS[size]
    return {
        "format": FORMAT,
        "kind": str(kind),
        "number": "JS-2026-YZ-000000-0000000-0",
        "url": f"{settings.PUBLIC_URL}/verify/",
        "is_specimen": True,
        "holder": _HOLDER[size],
        "document": "320102********0016",
        "title": _TITLE[size],
        "starts_on": first,
        "ends_on": last,
        "hours": _HOURS[size],
        "issuer": _UNIT[size],
        **_MORE[CertificateKind(kind)](size),
        "issued_on": last,
        "replaces": "",
    }


def _completion(size: str) -> dict[str, Any]:
    run = {SHORT: None, USUAL: 2, LONG: 128}[size]
    return {
        "run_number": run,
        "activity": "高级研修班",
        "result": str(CompletionResult.COMPLETED if size == LONG else CompletionResult.PASSED),
        "approval_number": _NUMBER[size],
        "host": _UNIT[size],
        "organiser": _UNIT[size],
    }


def _year(size: str) -> dict[str, Any]:
    return {
        "title": "2026年度继续教育学时",
        "starts_on": "2026-01-01" if size != LONG else "2025-04-01",
        "ends_on": "2026-12-31" if size != LONG else "2026-03-31",
        "rulebook": _RULEBOOK[size],
        "version": {
            SHORT: "a@1",
            USUAL: "jiangsu-general@2026-01-01",
            LONG: "jiangsu-general-of-some-series@2026-01-01/12",
        }[size],
        "required": "90",
        "counted": "96.5",
        "required_hours": _HOURS[size],
    }


def _teaching(size: str) -> dict[str, Any]:
    return {
        "activity": "授课",
        "approval_number": "" if size == SHORT else _NUMBER[size],
        "taught": "" if size == SHORT else "6",
        "organiser": _UNIT[size],
    }


def _transcript(size: str) -> dict[str, Any]:
    first, last = {SHORT: (2026, 2026), USUAL: (2025, 2026), LONG: (1996, 2026)}[size]
    years = f"{last}年" if first == last else f"{first}年至{last}年"
    return {
        "title": f"{years}继续教育学时登记",
        "years": [first, last],
        "starts_on": f"{first}-01-01",
        "ends_on": f"{last}-12-31",
        "as_of": "2026-11-23",
        **_specimen_registers.specimen_tables(
            count=_LINES[size], title=_TITLE[size], provider=_UNIT[size], rulebook=_RULEBOOK[size], hours=_HOURS[size]
        ),
        "proofs": "",
    }


_LINES = {SHORT: 1, USUAL: 32, LONG: 60}
_MORE = {
    CertificateKind.COMPLETION: _completion,
    CertificateKind.YEAR: _year,
    CertificateKind.TEACHING: _teaching,
    CertificateKind.TRANSCRIPT: _transcript,
}
