"""Files that somebody drops to have them checked: certificates as PDF, many at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import zip_longest
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from credits import certificates, seals
from credits.enums import CertificateKind, CompletionResult
from credits.web.tries import count_try
from learning import tags

TRIES_MAX = 20
TRIES_SECONDS = 300
FILES_MAX = 500
# Whatever is longer is no certificate, and no photo of one that a telephone takes.
# Reading a code takes longer than everything else here.
PHOTOS_MAX = 20
PHOTO_MOST = 12 * 1024 * 1024
LABELS = {
    "number": gettext_lazy("Number"),
    "kind": gettext_lazy("Certificate"),
    "holder": gettext_lazy("Holder"),
    "document": gettext_lazy("Document number"),
    "title": gettext_lazy("Programme"),
    "run_number": gettext_lazy("Run number"),
    "activity": pgettext_lazy("certificate", "Kind"),
    "approval_number": gettext_lazy("Approval number"),
    "starts_on": gettext_lazy("First day"),
    "ends_on": pgettext_lazy("certificate", "Last day"),
    "hours": gettext_lazy("Hours"),
    "result": pgettext_lazy("certificate", "Result"),
    "rulebook": gettext_lazy("Rulebook"),
    "version": gettext_lazy("Version of the rulebook"),
    "required": gettext_lazy("Hours required"),
    "required_hours": gettext_lazy("Required by category"),
    "counted": gettext_lazy("Hours counted on the day of issue"),
    "taught": gettext_lazy("Hours taught"),
    "as_of": gettext_lazy("As it stood on"),
    "proofs": gettext_lazy("SHA-256 of transcript.json in the file"),
    "host": gettext_lazy("Host"),
    "organiser": gettext_lazy("Organiser"),
    "issuer": gettext_lazy("Issued by"),
    "issued_on": gettext_lazy("Issued on"),
    "issued_at": gettext_lazy("Issued at"),
    "valid_until": gettext_lazy("Valid until"),
    "replaces": gettext_lazy("Takes the place of"),
    "is_specimen": gettext_lazy("Specimen"),
}


DAYS = ("starts_on", "ends_on", "issued_on", "valid_until", "as_of")
AMOUNT = 2  # a category and its hours


class FilesInput(forms.ClearableFileInput):
    """A field that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, as a list."""

    widget = FilesInput(
        attrs={
            "accept": "application/pdf,.pdf,image/png,image/jpeg,image/webp",
            "multiple": True,
            "class": "form-control",
        }
    )

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the files; refuse none, and too many."""
        files = data if isinstance(data, list | tuple) else [data]
        if len(files) > FILES_MAX:
            raise forms.ValidationError(_("At most %(most)d files at once."), params={"most": FILES_MAX})
        dropped = [forms.FileField.clean(self, one, initial) for one in files or [None]]
        if sum(map(_is_photo, dropped)) > PHOTOS_MAX:
            raise forms.ValidationError(_("At most %(most)d photos at once."), params={"most": PHOTOS_MAX})
        return dropped


class FilesForm(forms.Form):
    """Certificates as they were sent to somebody."""

    dropped = FilesField(
        label=gettext_lazy("Certificates (PDF), or photos that show the code"),
        allow_empty_file=True,
        help_text=gettext_lazy("Drop one or more files here; up to 500 at once."),
        error_messages={"required": gettext_lazy("Choose at least one file.")},
    )


@dataclass(frozen=True, kw_only=True)
class Row:
    """One fact: as the file states it, and as the register does."""

    label: Any
    said: str
    registered: str

    @property
    def differs(self) -> bool:
        """Say whether they are not the same."""
        return self.said != self.registered


@dataclass(frozen=True, kw_only=True)
class Dropped:
    """A file, what is thought of it, and its facts side by side."""

    name: str
    checked: certificates.Checked
    rows: Sequence[Row]
    is_open: bool


@require_http_methods(["GET", "POST"])
def verify_files(request: HttpRequest) -> HttpResponse:
    """Check the files that are dropped, and say of each what it is worth."""
    if request.method == "GET":
        return redirect("credits:verify")
    if _too_many(request):
        return render(request, "credits/dropped.html", {"is_throttled": True}, status=429)
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "credits/dropped.html", {"form": form})
    files = list(_checked(form.cleaned_data["dropped"]))
    context = {"files": files, "valid": sum(one.checked.is_valid for one in files), "at": timezone.now()}
    return render(request, "credits/dropped.html", context)


def _checked(files: Sequence[UploadedFile]) -> Iterator[Dropped]:
    roots, at = seals.roots(), timezone.now()
    for file in files:
        content = file.read(PHOTO_MOST)
        checked = (
            certificates.check_photo(content, at=at)
            if certificates.is_photo(content)
            else certificates.check_file(content, roots=roots, at=at)
        )
        is_open = len(files) == 1 or not checked.is_valid
        yield Dropped(name=file.name or "", checked=checked, rows=list(_rows(checked)), is_open=is_open)


def _rows(checked: certificates.Checked) -> Iterator[Row]:
    said = checked.file.said or {}
    registered = checked.found.stated if checked.found else {}
    for name in certificates.FACTS:
        if said.get(name) or registered.get(name):
            shown = _SHOWN.get(name, _plain)
            yield Row(label=LABELS[name], said=shown(said.get(name)), registered=shown(registered.get(name)))
    yield from _table_rows(certificates.table_rows(said), certificates.table_rows(registered))


def _table_rows(said: Sequence[str], registered: Sequence[str]) -> Iterator[Row]:
    """Yield how many rows the tables have, and each that differs; those that are the same stand below, as the register has them."""
    if said or registered:
        yield Row(label=_("Rows of the tables"), said=str(len(said) or "—"), registered=str(len(registered) or "—"))
    # Of a photo nothing is read but its code.
    pairs = zip_longest(said, registered, fillvalue="—") if said else ()
    for number, (theirs, ours) in enumerate(pairs, start=1):
        if theirs != ours:
            yield Row(label=_("Row %(number)d") % {"number": number}, said=theirs, registered=ours)


def _day(value: Any) -> str:
    try:
        return tags.short_day(date.fromisoformat(str(value)))
    except ValueError:
        return _plain(value)


def _moment(value: Any) -> str:
    try:
        local = timezone.localtime(datetime.fromisoformat(str(value)))
    except (ValueError, OverflowError):
        return _plain(value)
    return f"{tags.short_day(local.date())} {local:%H:%M:%S.%f}".rstrip("0").rstrip(".")


def _choice(choices: type[TextChoices], value: Any) -> str:
    return str(choices(value).label) if value in choices.values else _plain(value)


def _hours(value: Any) -> str:
    """Return hours by category; whatever somebody else's file holds in their place comes out as text."""
    is_sound = isinstance(value, list) and all(isinstance(one, list) and len(one) == AMOUNT for one in value)
    return tags.by_category(value) if value and is_sound else _plain(value)


def _plain(value: Any) -> str:
    """Return a fact in words; whatever somebody else's file holds comes out as text."""
    if isinstance(value, list):
        return "，".join(" ".join(map(str, one)) if isinstance(one, list) else str(one) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else "—"
    return "—" if value in (None, "") else str(value)


_SHOWN: Mapping[str, Callable[[Any], str]] = {
    "kind": partial(_choice, CertificateKind),
    "result": partial(_choice, CompletionResult),
    "issued_at": _moment,
    **dict.fromkeys(DAYS, _day),
    **dict.fromkeys(("hours", "required_hours"), _hours),
}


def _is_photo(file: UploadedFile) -> bool:
    beginning = file.read(16)
    file.seek(0)
    return certificates.is_photo(beginning)


def _too_many(request: HttpRequest) -> bool:
    caller = get_adapter().get_client_ip(request)
    return count_try(f"verify-files:{caller}", seconds=TRIES_SECONDS, at=timezone.now()) > TRIES_MAX


urlpatterns = [path("verify/files/", verify_files, name="verify-files")]
