"""Designs of certificates: which are in use, and a draft of the next one, edited beside a picture of what it would look like."""

import base64
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credits import access, certificates
from credits.enums import CertificateKind, DesignStatus
from credits.models import CertificateDesign
from credits.web.design_changes import differences
from learning.accounts.http import SignedInRequest
from learning.lettering import GlyphMissing
from learning.web import refusals_shown

LAYOUTS = {
    "framed": gettext_lazy("Framed, as a diploma"),
    "letter": gettext_lazy("Plain, as an official letter"),
    "pages": gettext_lazy("Tables over as many pages as they ask for"),
}
SIZES = {
    "usual": gettext_lazy("With usual names"),
    "short": gettext_lazy("With the shortest"),
    "long": gettext_lazy("With the longest"),
}
TEXTS = ("title", "sentence", "note")


def _text(label: Any, *, most: int, rows: int = 0, hint: Any = "", is_required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, help_text=hint, max_length=most, widget=widget, required=is_required)


class DesignForm(forms.Form):
    """What a design looks like and says."""

    name = _text(gettext_lazy("Name of the design, for the office only"), most=60, is_required=True)
    layout = forms.ChoiceField(label=gettext_lazy("Layout"), choices=(), widget=forms.RadioSelect)
    is_bilingual = forms.BooleanField(
        label=gettext_lazy("In Chinese and English"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    title_zh = _text(pgettext_lazy("certificate", "Title"), most=60)
    title_en = _text(gettext_lazy("Title in English"), most=120)
    sentence_zh = _text(
        gettext_lazy("Sentence that certifies"),
        most=400,
        rows=3,
        hint=gettext_lazy("A fact stands in braces, such as {holder}. The list below says which there are."),
    )
    sentence_en = _text(gettext_lazy("The sentence in English"), most=500, rows=2)
    note_zh = _text(gettext_lazy("Note at the foot, if any"), most=80)
    note_en = _text(gettext_lazy("The note in English"), most=160)
    rows = forms.MultipleChoiceField(
        label=gettext_lazy("Facts with a row of their own"), widget=forms.CheckboxSelectMultiple, required=False
    )
    logo = forms.FileField(
        label=gettext_lazy("Logo, if any"),
        help_text=gettext_lazy("PNG or JPEG up to 500 kB. Never a national emblem or flag, never a drawn seal."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg", "class": "form-control"}),
    )
    has_no_logo = forms.BooleanField(
        label=gettext_lazy("Take the logo away"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, data: Any = None, files: Any = None, *, kind: str, initial: Any = None) -> None:
        super().__init__(data, files, initial=initial)
        of_kind = certificates.KINDS[CertificateKind(kind)]
        self.fields["layout"].choices = [(layout, LAYOUTS[layout]) for layout in of_kind.layouts]  # type: ignore[attr-defined]
        rows = of_kind.rows
        self.fields["rows"].choices = [(name, f"{zh} {en}") for name, (zh, en) in rows.items()]  # type: ignore[attr-defined]

    def body(self) -> dict[str, Any]:
        """Return what was typed as the body of a design."""
        said = self.cleaned_data
        texts = {name: {"zh": said[f"{name}_zh"], "en": said[f"{name}_en"]} for name in TEXTS}
        chosen = [name for name, _label in self.fields["rows"].choices if name in said["rows"]]  # type: ignore[attr-defined]
        return {"layout": said["layout"], "is_bilingual": said["is_bilingual"], **texts, "rows": chosen}

    def logo_bytes(self, draft: CertificateDesign) -> bytes:
        """Return the logo that was chosen, or the one that is kept."""
        if self.cleaned_data["logo"]:
            # No more than tells that it is too large.
            return certificates.logo_of(self.cleaned_data["logo"].read(certificates.LOGO_MOST + 1))
        return b"" if self.cleaned_data["has_no_logo"] else bytes(draft.logo)


class PublishForm(forms.Form):
    """What an officer vouches for before a design is put in use."""

    is_meant = forms.BooleanField(
        label=gettext_lazy(
            "I have looked at it with short and long names. Its logo is no national emblem, flag, seal or mark of an office that it does not belong to."
        ),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={"required": gettext_lazy("Tick this box once you have looked.")},
    )
    takes_back = forms.BooleanField(
        label="",
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={"required": gettext_lazy("Tick this box if the changes of the version in use may go.")},
    )
    over = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, data: Any = None, *, revision: int, in_between: CertificateDesign | None) -> None:
        super().__init__(data, initial={"seen": revision, "over": in_between and in_between.number})
        if in_between is None:
            del self.fields["takes_back"], self.fields["over"]
        else:
            told = _("I know that this draft takes back what version %(number)d changed")
            self.fields["takes_back"].label = told % {"number": in_between.number}


class DiscardForm(forms.Form):
    """Which revision of a draft is discarded."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


@require_safe
@login_required
def every(request: SignedInRequest) -> HttpResponse:
    """Show the designs of every kind: the one in use, drafts, and those that earlier certificates have."""
    rows = access.designs(user=request.user, on=timezone.localdate()).defer("logo").order_by("kind", "-number", "-pk")
    groups: list[dict[str, Any]] = []
    for kind in certificates.KINDS:
        of_kind = [row for row in rows if row.kind == kind]
        published = [row for row in of_kind if row.status == DesignStatus.PUBLISHED]
        drafts = [row for row in of_kind if row.status == DesignStatus.DRAFT]
        groups.append({"kind": kind, "present": published[:1], "earlier": published[1:], "drafts": drafts})
    return render(request, "credits/designs.html", {"groups": groups})


@require_POST
@login_required
def new(request: SignedInRequest) -> HttpResponse:
    """Begin a draft that says what the design in use says."""
    at = timezone.now()
    access.designs(user=request.user, on=timezone.localdate(at))
    kind = request.POST.get("kind", "")
    if kind not in set(certificates.KINDS):
        raise Http404
    return redirect("credits:design", certificates.begin_design(kind=kind, by=request.user, at=at).pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def design(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a published design; edit a draft beside its picture, and save it."""
    at = timezone.now()
    row = access.design(user=request.user, pk=pk, on=timezone.localdate(at))
    size = _size(request.GET.get("size"))
    if row.status == DesignStatus.PUBLISHED:
        context = {"design": row, "sizes": _sizes(size), **_looked(certificates.design_of_row(row), size)}
        return render(request, "credits/design.html", context)
    form = DesignForm(request.POST or None, request.FILES or None, kind=row.kind, initial=_initial(row))
    if form.is_valid():
        with refusals_shown(request, form):
            certificates.save_design(
                draft=row,
                seen=form.cleaned_data["seen"],
                name=form.cleaned_data["name"],
                body=form.body(),
                logo=form.logo_bytes(row),
                by=request.user,
                at=at,
            )
            messages.success(request, _("The draft is saved."))
            return redirect("credits:design", pk)
    placeable = certificates.placeable(certificates.KINDS[CertificateKind(row.kind)])
    context = {"design": row, "form": form, "sizes": _sizes(size), "placeable": placeable, "size": size}
    context["between"] = certificates.design_in_between(row)
    return render(request, "credits/edit_design.html", {**context, **_looked(certificates.design_of_row(row), size)})


@require_POST
@login_required
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what is typed as a picture, without saving it, and what is wrong with it."""
    row = access.draft_design(user=request.user, pk=pk, on=timezone.localdate())
    form = DesignForm(request.POST, request.FILES, kind=row.kind)
    size = _size(request.POST.get("size"))
    looked: dict[str, Any] = {"form": form}
    if form.is_valid():
        with refusals_shown(request, form):
            tried = certificates.design_of(row.kind, form.body(), logo=form.logo_bytes(row))
            looked = _looked(tried, size)
    return render(request, "credits/parts/design_preview.html", looked)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a draft in use, after asking once more."""
    at = timezone.now()
    row = access.draft_design(user=request.user, pk=pk, on=timezone.localdate(at))
    between = certificates.design_in_between(row)
    form = PublishForm(request.POST or None, revision=row.revision, in_between=between)
    if form.is_valid():
        with refusals_shown(request, form):
            seen, over = form.cleaned_data["seen"], form.cleaned_data.get("over")
            done = certificates.publish_design(draft=row, seen=seen, over=over, by=request.user, at=at)
            told = _("Version %(number)d is in use: whatever is issued from now on is drawn with it.")
            messages.success(request, told % {"number": done.number})
            return redirect("credits:designs")
    looked = certificates.design_of_row(row)
    pictures = [(label, _picture(looked, size)) for size, label in SIZES.items()]
    context = {
        "form": form,
        "design": row,
        "faults": certificates.faults(looked),
        "pictures": pictures,
        "between": between,
        "differences": differences(row, between, LAYOUTS) if between else [],
    }
    return render(request, "credits/publish_design.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throw a draft away, after asking once more."""
    row = access.draft_design(user=request.user, pk=pk, on=timezone.localdate())
    form = DiscardForm(request.POST or None, initial={"seen": row.revision})
    if form.is_valid():
        with refusals_shown(request, form):
            certificates.discard_design(draft=row, seen=form.cleaned_data["seen"])
            messages.success(request, _("The draft is discarded."))
            return redirect("credits:designs")
    return render(request, "credits/discard_design.html", {"form": form, "design": row})


def _initial(row: CertificateDesign) -> dict[str, Any]:
    held = certificates.design_of_row(row)
    texts = {
        f"{name}_{language}": getattr(getattr(held, name), language) for name in TEXTS for language in ("zh", "en")
    }
    shown = {"name": row.name, "layout": held.layout, "is_bilingual": held.is_bilingual, "rows": list(held.rows)}
    return {**shown, **texts, "seen": row.revision}


def _looked(tried: certificates.Design, size: str) -> dict[str, Any]:
    """Return the pictures of a design, where it can be drawn, and what is wrong with it."""
    return {"faults": certificates.faults(tried), "pictures": _pictures(tried, size), "size": size}


def _picture(tried: certificates.Design, size: str) -> str:
    return next(iter(_pictures(tried, size, only_first=True)), "")


def _pictures(tried: certificates.Design, size: str, *, only_first: bool = False) -> list[str]:
    """Return the pages to look at: the first, the second and the last."""
    stated = certificates.specimen(tried.kind, size)
    try:
        last = 1 if only_first else certificates.count_pages(stated, tried)
        pages = sorted({1, min(2, last), last})
        drawn = [certificates.draw_picture(stated, tried, page=page) for page in pages]
    except (GlyphMissing, KeyError):  # the list of what is wrong says why
        return []
    return ["data:image/png;base64," + base64.b64encode(one).decode() for one in drawn]


def _size(text: str | None) -> str:
    return text if text in certificates.SIZES else certificates.SIZES[0]


def _sizes(chosen: str) -> list[tuple[str, Any, bool]]:
    return [(size, label, size == chosen) for size, label in SIZES.items()]


urlpatterns = [
    path("certificate-designs/", every, name="designs"),
    path("certificate-designs/new/", new, name="new-design"),
    path("certificate-designs/<int:pk>/", design, name="design"),
    path("certificate-designs/<int:pk>/preview/", preview, name="preview-design"),
    path("certificate-designs/<int:pk>/publish/", publish, name="publish-design"),
    path("certificate-designs/<int:pk>/discard/", discard, name="discard-design"),
]
