"""Forms about kinds of reminders: settings and words, an example, why, whom to preview for, a window of title applications."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credits import reminders
from credits.enums import Channel, Weight
from learning import places
from learning.accounts.enums import Series
from learning.accounts.models import Region

LANGUAGES = (("zh", gettext_lazy("Chinese")), ("en", "English"))
STATUSES = (
    ("RETIRED", gettext_lazy("retired")),
    ("ON_LEAVE", gettext_lazy("on leave")),
    ("DECEASED", gettext_lazy("deceased")),
)
CHANNELS = [(one.value, one.label) for one in (Channel.SMS, Channel.EMAIL)]
_WORDS = {
    "name": (gettext_lazy("Name of the kind"), 1, 40),
    "subject": (gettext_lazy("Subject line"), 1, 100),
    "lines": (gettext_lazy("Sentences, one a line"), 6, 2000),
    "sms": (gettext_lazy("Text message, one sentence a line"), 3, 500),
}
_SAYS = {
    "says_zh": gettext_lazy("Has to be said in Chinese"),
    "says_en": gettext_lazy("Has to be said in English"),
    "never_zh": gettext_lazy("Must not be said in Chinese"),
    "never_en": gettext_lazy("Must not be said in English"),
    "sms_never_zh": gettext_lazy("Must not stand in the Chinese text message"),
    "sms_never_en": gettext_lazy("Must not stand in the English text message"),
}


class KindForm(forms.Form):
    """Settings and words of a kind. What its source offers stands to choose."""

    weight = forms.ChoiceField(
        label=gettext_lazy("How much it matters"),
        choices=Weight.choices,
        help_text=gettext_lazy("What the law requires cannot be switched off by anybody; others may want only what is important."),
    )  # fmt: skip
    offsets = forms.CharField(
        label=gettext_lazy("Days before"),
        required=False,
        help_text=gettext_lazy("For example: 90, 30, 7. A negative number is told after the day. What falls on a holiday is told on the last working day before."),
    )  # fmt: skip
    flags = forms.MultipleChoiceField(
        label=gettext_lazy("Only if"), required=False, widget=forms.CheckboxSelectMultiple
    )
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Channels beside the inbox"),
        required=False,
        choices=CHANNELS,
        widget=forms.CheckboxSelectMultiple,
    )
    survives = forms.MultipleChoiceField(
        label=gettext_lazy("Told although the person is"),
        required=False,
        choices=STATUSES,
        widget=forms.CheckboxSelectMultiple,
    )
    sms_template = forms.CharField(
        label=gettext_lazy("Number of the text message's template"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("As the operator approved it. Without it a gateway sends no text messages of this kind."),
    )  # fmt: skip

    def __init__(self, *args: Any, source: reminders.Source, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["flags"].choices = [(code, str(label)) for code, label in source.flags.items()]  # type: ignore[attr-defined]
        if not source.flags:
            del self.fields["flags"]
        if not source.has_day:
            del self.fields["offsets"]
        for language, said in LANGUAGES:
            for name, (label, rows, most) in _WORDS.items():
                shown = _("%(label)s (%(language)s)") % {"label": label, "language": said}
                self.fields[f"{language}_{name}"] = _text(shown, rows=rows, most=most)

    def clean_offsets(self) -> list[int]:
        """Return the days as numbers."""
        parts = self.cleaned_data["offsets"].replace("，", ",").replace("、", ",").replace("−", "-").split(",")
        try:
            return [int(part) for part in parts if part.strip()]
        except ValueError:
            raise forms.ValidationError(_("Write whole numbers with commas between them, for example 30, 7.")) from None

    @property
    def stated(self) -> dict[str, Any]:
        """Return what was stated, in the shape of a version."""
        said = self.cleaned_data
        settings = {name: said[name] for name in ("weight", "offsets", "flags", "channels", "survives", "sms_template") if name in said}  # fmt: skip
        return settings | {code: {name: said[f"{code}_{name}"] for name in _WORDS} for code, _said in LANGUAGES}

    def take(self, found: reminders.WordingFaulty) -> None:
        """Show each complaint at its field."""
        for name, complaints in found.complaints.items():
            field = name.replace(".", "_")
            for complaint in complaints:
                self.add_error(field if field in self.fields else None, str(complaint))

    @property
    def words(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields of the words, Chinese and English side by side."""
        return [(self[f"zh_{name}"], self[f"en_{name}"]) for name in _WORDS]

    @property
    def settings(self) -> list[forms.BoundField]:
        """Return the fields of the settings."""
        return [self[name] for name in self.fields if not name.startswith(("zh_", "en_"))]


def stated_in(body: dict[str, Any]) -> dict[str, Any]:
    """Return what a form shows of a version."""
    words = {f"{code}_{name}": body[code][name] for code, _said in LANGUAGES for name in _WORDS}
    settings = {name: body[name] for name in ("weight", "flags", "channels", "survives", "sms_template")}
    return {**settings, **words, "offsets": ", ".join(map(str, body["offsets"]))}


class ExampleForm(forms.Form):
    """An example: what is given, and what has to come of it."""

    name = forms.CharField(label=gettext_lazy("What it shows"), max_length=100)
    flags = forms.MultipleChoiceField(
        label=gettext_lazy("It is given"), required=False, widget=forms.CheckboxSelectMultiple
    )
    facts = forms.CharField(
        label=gettext_lazy("Facts other than those of the source's own example (JSON)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    is_told = forms.BooleanField(label=gettext_lazy("It is told"), required=False, initial=True)

    def __init__(self, *args: Any, source: reminders.Source, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = sorted(source.sample.keys() | source.facts)
        self.fields["flags"].choices = [(code, str(label)) for code, label in source.flags.items()]  # type: ignore[attr-defined]
        if not source.flags:
            del self.fields["flags"]
        for name, label in _SAYS.items():
            self.fields[name] = _text(_("%(label)s, one text a line") % {"label": label}, rows=2, most=1000)

    def clean_facts(self) -> dict[str, Any]:
        """Return the facts that differ."""
        facts = _object_in(self.cleaned_data["facts"].strip() or "{}")
        if facts is None:
            raise forms.ValidationError(_('This is not JSON, for example {"title": "数据治理"}.'))
        if unknown := sorted(facts.keys() - set(self.known)):
            raise forms.ValidationError(
                _("“%(names)s” is no fact of this source. It has: %(known)s."),
                params={"names": ", ".join(unknown), "known": ", ".join(self.known)},
            )
        return facts

    @property
    def stated(self) -> dict[str, Any]:
        """Return what was stated, in the shape of a version."""
        said = self.cleaned_data
        return {**said, **{name: said[name].splitlines() for name in _SAYS}}


def example_in(stated: dict[str, Any]) -> dict[str, Any]:
    """Return what a form shows of an example."""
    facts = json.dumps(stated["facts"], ensure_ascii=False) if stated["facts"] else ""
    return {**stated, "facts": facts, **{name: "\n".join(stated[name]) for name in _SAYS}}


class ReasonForm(forms.Form):
    """Why a version is published, or a kind paused."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, required=False)


class WindowForm(forms.Form):
    """When applications for titles of a series are taken in a region."""

    series = forms.ChoiceField(label=gettext_lazy("Series"), choices=Series.choices)
    region = forms.ModelChoiceField(label=gettext_lazy("Region"), queryset=Region.objects.none())
    opens_on = forms.DateField(label=gettext_lazy("Applications from"), widget=forms.DateInput(attrs={"type": "date"}))
    closes_on = forms.DateField(
        label=gettext_lazy("Applications until"), widget=forms.DateInput(attrs={"type": "date"})
    )
    reference = forms.CharField(label=gettext_lazy("Number of the notice"), max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        field.queryset = Region.objects.filter(depth__lte=2).order_by("path")  # type: ignore[attr-defined]
        field.label_from_instance = lambda region: places.said(region.name)  # type: ignore[attr-defined]


def _object_in(text: str) -> dict[str, Any] | None:
    """Return the object that `text` is in JSON, None if it is none that the database could keep."""
    try:
        found = json.loads(text)
        # Neither NaN nor half a character nor the character zero can be kept.
        kept = json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and b"\\u0000" not in kept else None


def _text(label: str, *, rows: int, most: int) -> forms.CharField:
    # The checks name the fault beside the field; the browser cuts nothing off.
    widget = forms.Textarea(attrs={"rows": rows, "data-most": most}) if rows > 1 else forms.TextInput()
    return forms.CharField(label=label, required=False, widget=widget, strip=True)
