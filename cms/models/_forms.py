"""Forms of pages in Wagtail's admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from cms.models._reach import is_within_reach, references
from cms.models._slugs import free_slug

# What the buttons of Wagtail's page editor send when the page shall become public, at once or after moderation.
_TO_THE_PUBLIC = ("action-publish", "action-submit", "action-restart-workflow", "action-workflow-action")


class NamedPageForm(WagtailAdminPageForm):
    """A page whose address follows from its title in pinyin where nobody typed one; later titles leave it alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        """Return what was typed, or else what the page has, or else its title in pinyin."""
        typed: str = self.cleaned_data["slug"]
        title = self.cleaned_data.get("title") or self.data.get("title", "")
        return typed or self.instance.slug or free_slug(self.parent_page, title)


class NoticePageForm(NamedPageForm):
    """A notice; one that asks for objections must say from when, for how long and where."""

    def clean(self) -> Any:
        """Ask for what a public notice before a decision must say, in a draft too: its row must say it."""
        cleaned = super().clean()
        if cleaned.get("kind") == "PUBLICITY":
            for name in ("shown_from", "shown_days", "objections_to"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("A public notice before a decision must state this."))

        return cleaned


class PageOfRowForm(WagtailAdminPageForm):
    """
    Words round a row. Choosers offer own pictures, files and pages alone; what this form is sent may name any.

    What stands on the page already stays, whoever put it there.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held = set(references((field, field.value_from_object(self.instance)) for field in self._worded()))

    def clean(self) -> Any:
        """
        Refuse what refers to another base's things. Nothing is shown then, for the form shown again would tell what they are called.

        :raises PermissionDenied: if it does
        """
        cleaned = super().clean()
        # As it was sent: what lacks something else is shown again, too.
        stated = ((field, self[field.name].data) for field in self._worded())
        for reference in set(references(stated)) - self._held:
            if not is_within_reach(reference, user=self.for_user):
                raise PermissionDenied

        return cleaned

    def _worded(self) -> list[Any]:
        return [field for field in self._meta.model._meta.get_fields() if field.name in ("introduction", "words")]


class ProgrammePageForm(PageOfRowForm):
    """The words of a programme; says no at the top of the form where the programme is not approved."""

    def clean(self) -> Any:
        """Refuse to publish or submit the page of a programme that is not approved; a draft can always be saved."""
        cleaned = super().clean()
        if not self.instance.is_approved and any(button in self.data for button in _TO_THE_PUBLIC):
            self.add_error(
                None,
                _("“%(title)s” is not approved. The page can be published once the programme is.")
                % {"title": self.instance.title},
            )

        return cleaned
