"""Web manners that every app shares: the signed-in request, refusals shown, pages by key."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest

from learning.errors import Refusal


@contextmanager
def refusals_shown(request: HttpRequest, form: Form | None = None) -> Iterator[None]:
    """Show a refusal as a message, or at the field of `form` that it names, instead of failing the request."""
    try:
        yield
    except Refusal as refusal:
        if form is None:
            messages.error(request, str(refusal))
        else:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def whole_number(text: str | None, *, most: int = 2**31 - 1) -> int | None:
    """Return `text` as a number from 1 to `most`, or None where it is none: a key in an address is typed by strangers."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 10:
        return None
    number = int(text)
    return number if 0 < number <= most else None


def page_after(rows: Any, *, after: int | None, size: int) -> tuple[list[Any], int | None]:
    """Return one page of `rows` (ordered by falling key) below key `after`, and the key to go on from."""
    if after is not None:
        rows = rows.filter(pk__lt=after)
    page = list(rows.order_by("-pk")[: size + 1])
    return page[:size], (page[size - 1].pk if len(page) > size else None)
