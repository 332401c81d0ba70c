"""Refusals: the one family of exceptions that people see."""

from typing import Any

from django.utils.functional import Promise


class Refusal(Exception):
    """
    Somebody asked for something that cannot be done, and is told so.

    A subclass is declared beside the function that raises it, is named after what is the case, and has a `sentence` with
    named placeholders: what is so, which thing, what to do. `field` names the form field to put it at.

        class RunNotOver(Refusal):
            sentence = _("“%(title)s” ends at %(ends_at)s. Close the run after that.")

        raise RunNotOver(title=run.title, ends_at=run.ends_at)
    """

    sentence: str | Promise = ""
    field: str | None = None

    def __init__(self, *, field: str | None = None, **facts: Any) -> None:
        super().__init__()
        self.facts = facts
        self.field = field or self.field

    @property
    def code(self) -> str:
        """Return the stable name of this refusal for machines."""
        return type(self).__name__

    def __str__(self) -> str:
        return str(self.sentence) % self.facts if self.facts else str(self.sentence)
