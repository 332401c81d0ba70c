"""The pages of one version of a rulebook, for those who publish it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from credits.enums import RulebookStatus
from credits.models import RulebookVersion


def tabs(row: RulebookVersion, here: str) -> list[dict[str, Any]]:
    """Return the pages of `row` in the order in which one works through them; `here` is the one that is open."""
    is_draft = row.status == RulebookStatus.DRAFT
    pages = [
        ("rulebook", "credits:rulebook", _("Content"), True),
        ("values", "credits:rulebook-values", _("Usual values"), is_draft),
        ("edit", "credits:edit-rulebook", _("Whole text"), is_draft),
        ("changes", "credits:rulebook-changes", _("What changes"), True),
        ("examples", "credits:rulebook-examples", _("Examples"), True),
        ("simulations", "credits:simulations", _("Try it out"), is_draft),
        ("publish", "credits:publish-rulebook", _("Publish"), is_draft),
        ("retire", "credits:retire-rulebook", _("Take out of force"), row.status == RulebookStatus.PUBLISHED),
    ]
    return [
        {"label": label, "address": reverse(name, args=[row.pk]), "is_here": key == here}
        for key, name, label, is_there in pages
        if is_there
    ]
