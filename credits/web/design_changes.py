"""What another version changed while a draft of a design was worked on, beside what the draft says."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from credits import certificates
from credits.enums import CertificateKind
from credits.models import CertificateDesign

LABELS = {
    "layout": gettext_lazy("Layout"),
    "languages": gettext_lazy("Languages"),
    "title_zh": pgettext_lazy("certificate", "Title"),
    "title_en": gettext_lazy("Title in English"),
    "sentence_zh": gettext_lazy("Sentence that certifies"),
    "sentence_en": gettext_lazy("The sentence in English"),
    "note_zh": gettext_lazy("Note at the foot, if any"),
    "note_en": gettext_lazy("The note in English"),
    "rows": gettext_lazy("Facts with a row of their own"),
    "logo": gettext_lazy("Logo, if any"),
}


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One part of a design: what the version said from which the draft was begun, what the one in use says, what the draft says."""

    label: Any
    begun: str
    used: str
    drafted: str

    @property
    def is_taken_back(self) -> bool:
        """Say whether the draft does not have what was changed meanwhile."""
        return self.used not in (self.begun, self.drafted)


def differences(draft: CertificateDesign, used: CertificateDesign, layouts: dict[str, Any]) -> list[Difference]:
    """Return the parts in which the three are not the same."""
    begun = certificates.design_begun_from(draft)
    said = [dict(_said(row, layouts)) if row else {} for row in (begun, used, draft)]
    columns = {name: [one.get(name, "—") for one in said] for name in LABELS}
    return [
        Difference(label=LABELS[name], begun=first, used=second, drafted=third)
        for name, (first, second, third) in columns.items()
        if not first == second == third
    ]


def _said(row: CertificateDesign, layouts: dict[str, Any]) -> Iterator[tuple[str, str]]:
    held = certificates.design_of_row(row)
    yield "layout", str(layouts.get(held.layout, held.layout))
    yield "languages", _("Chinese and English") if held.is_bilingual else _("Chinese")
    for name in ("title", "sentence", "note"):
        words = getattr(held, name)
        yield f"{name}_zh", words.zh or "—"
        yield f"{name}_en", words.en or "—"
    labels = certificates.KINDS[CertificateKind(held.kind)].rows
    yield "rows", "、".join(labels[name][0] for name in held.rows if name in labels) or "—"
    yield "logo", _("a picture of %(size)d bytes") % {"size": len(held.logo)} if held.logo else "—"
