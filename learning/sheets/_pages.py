"""What pages of sheets share: the form that takes one in, the file that goes out, the tabs over its rows."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.sheets._layout import Layout
from learning.sheets._writing import TYPES


class SheetForm(forms.Form):
    """A sheet to be checked."""

    file = forms.FileField(
        label=gettext_lazy("Sheet"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Choose a sheet."),
            "empty": gettext_lazy("The file is empty. Choose a sheet."),
        },
    )

    def __init__(self, *args: Any, layout: Layout, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].help_text = _(
            "XLSX, or CSV in UTF-8 or GB 18030; at most %(rows)s rows and %(megabytes)s MB. It is checked first, nothing is changed yet. The file itself is not kept."
        ) % {"rows": f"{layout.rows_max:,}", "megabytes": layout.megabytes}


def kind_of(text: str | None) -> str:
    """Return the format that somebody asks for."""
    return "csv" if text == "csv" else "xlsx"


def file(content: bytes, *, kind: str, name: str) -> HttpResponse:
    """Return `content` as a file to be kept."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)


def tabs(address: str, outcomes: type[TextChoices], counts: Mapping[str, int], *, chosen: str) -> list[dict[str, Any]]:
    """Return the tabs over the rows of a sheet: all of them, and each outcome that there is."""
    here = chosen if chosen in outcomes.values else ""
    kinds = [("", _("All rows"), sum(counts.values()))]
    kinds += [(code, str(outcomes(code).label), counts[code]) for code in outcomes.values if counts.get(code)]
    return [
        {
            "label": label,
            "address": f"{address}?outcome={code}" if code else address,
            "is_here": code == here,
            "count": count,
        }
        for code, label, count in kinds
    ]
