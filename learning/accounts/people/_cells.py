"""Document numbers in the cells of a sheet."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from learning.accounts import identity
from learning.accounts.enums import DocumentKind
from learning.errors import Refusal
from learning.sheets import Cells


class NumberAsNumber(Refusal):
    """Excel has rounded the document number away."""

    field = "number"
    sentence = _(
        "The document number stands as a number, of which Excel keeps 15 digits only. Format the column as text and type it again."
    )


class NotANumber(Refusal):
    """It cannot be the number of a document."""

    field = "number"
    sentence = _("This cannot be the number of an identity document. Compare it with the document.")


class Document(NamedTuple):
    """A number of an identity document, and of which kind."""

    kind: str
    number: str


def document_in(cells: Cells, *, column: str = "number", is_needed: bool = True) -> Document | None:
    """
    Return the document whose number stands in a cell; None where it is empty and may be.

    :raises NumberAsNumber: if it stands as a number, rounded
    :raises NotANumber: if it can be none
    """
    value = cells.value(column)
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise NumberAsNumber
    text = cells.text(column, most=40, is_needed=is_needed).upper()
    if not text:
        return None
    for kind in (DocumentKind.RESIDENT_ID, DocumentKind.FOREIGN_RESIDENT_ID, DocumentKind.PASSPORT):
        try:
            return Document(kind, identity.normalised(kind=kind, number=text))
        except identity.WrongNumber:
            continue
    raise NotANumber
