"""The facts of a certificate on a screen, in the order and with the labels of its kind."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from credits.enums import CertificateKind, CompletionResult
from learning import tags

HOLDER = {"holder": gettext_lazy("Holder"), "document": gettext_lazy("Document number")}
ISSUE = {
    "issuer": gettext_lazy("Issued by"),
    "issued_on": gettext_lazy("Issued on"),
    "valid_until": gettext_lazy("Valid until"),
    "number": gettext_lazy("Number"),
    "replaces": gettext_lazy("Takes the place of"),
}
FACTS: dict[str, dict[str, Any]] = {
    CertificateKind.COMPLETION: {
        "title": gettext_lazy("Programme"),
        "activity": pgettext_lazy("certificate", "Kind"),
        "approval_number": gettext_lazy("Approval number"),
        "days": gettext_lazy("Days"),
        "hours": gettext_lazy("Hours"),
        "result": pgettext_lazy("certificate", "Result"),
        "host": gettext_lazy("Host"),
        "organiser": gettext_lazy("Organiser"),
    },
    CertificateKind.YEAR: {
        "title": pgettext_lazy("certificate", "Subject"),
        "days": pgettext_lazy("certificate", "Cycle"),
        "rulebook": gettext_lazy("Rulebook"),
        "version": gettext_lazy("Version of the rulebook"),
        "required": gettext_lazy("Hours required"),
        "required_hours": gettext_lazy("Required by category"),
        "counted": gettext_lazy("Hours counted on the day of issue"),
        "hours": gettext_lazy("Counted by category"),
    },
    CertificateKind.TRANSCRIPT: {
        "title": pgettext_lazy("certificate", "Subject"),
        "days": gettext_lazy("Years of learning"),
        "as_of": gettext_lazy("As it stood on"),
        "hours": gettext_lazy("Hours in all"),
        "proofs": gettext_lazy("SHA-256 of transcript.json in the file"),
    },
    CertificateKind.TEACHING: {
        "title": gettext_lazy("Subject taught"),
        "activity": pgettext_lazy("certificate", "Kind"),
        "approval_number": gettext_lazy("Approval number"),
        "days": gettext_lazy("Days"),
        "taught": gettext_lazy("Hours taught"),
        "hours": gettext_lazy("Hours recognised"),
        "organiser": gettext_lazy("Organiser"),
    },
}


def facts(stated: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """Return what a statement says, a label and words a row; what it does not say has none."""
    for name, label in {**HOLDER, **FACTS[stated["kind"]], **ISSUE}.items():
        if shown := _SHOWN.get(name, _plain)(stated, name):
            yield label, shown


def _plain(stated: Mapping[str, Any], name: str) -> str:
    return str(stated.get(name) or "")


def _days(stated: Mapping[str, Any], _name: str) -> str:
    return tags.span(stated["starts_on"], stated["ends_on"])


def _day(stated: Mapping[str, Any], name: str) -> str:
    return tags.short_day(stated[name]) if stated.get(name) else ""


def _result(stated: Mapping[str, Any], name: str) -> str:
    value = stated.get(name, "")
    return str(CompletionResult(value).label) if value in CompletionResult.values else str(value)


def _by_category(stated: Mapping[str, Any], name: str) -> str:
    return tags.by_category(stated[name])


def _amount(stated: Mapping[str, Any], name: str) -> str:
    return _("%(amount)s hours") % {"amount": stated[name]} if stated[name] else ""


_SHOWN = {
    "days": _days,
    "result": _result,
    **dict.fromkeys(("issued_on", "valid_until", "as_of"), _day),
    **dict.fromkeys(("hours", "required_hours"), _by_category),
    **dict.fromkeys(("required", "counted", "taught"), _amount),
}
