"""Files that no row names are thrown away after a month, and never one that a row names."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from seminars import deliverables
from seminars.deliverables import _leftovers
from seminars.models import HandedIn
from tests.seminars.deliverables.builders import asking, handed_in, pdf, places

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=31)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


def stored(name: str, *, age: timedelta = MONTH) -> str:
    """Store a file that no row names."""
    kept = default_storage.save(f"documents/deliverables/2026/{name}", ContentFile(b"%PDF"))
    return aged(kept, age)


def aged(name: str, age: timedelta) -> str:
    since = (timezone.now() - age).timestamp()
    os.utime(default_storage.path(name), (since, since))
    return name


def turn_of(shelf: int) -> datetime:
    """Return a moment within the next days in which it is the turn of a shelf."""
    now = timezone.now()
    return now + timedelta(hours=(shelf - int(now.timestamp()) // 3600) % _leftovers.SHELVES)


def test_what_no_row_names_goes_after_a_month_in_the_turn_of_its_shelf() -> None:
    gone, other, young = stored("0a1.pdf"), stored("0b1.pdf"), stored("0a2.pdf", age=timedelta(days=1))

    assert deliverables.discard_leftovers_due(at=turn_of(0x0A)) == 1

    assert [default_storage.exists(one) for one in (gone, other, young)] == [False, True, True]


def test_what_a_row_names_stays_however_old() -> None:
    (place,) = places(asking(1))
    name = aged(str(handed_in(place, file=pdf()).file.name), MONTH * 40)
    shelf = int(Path(name).name[:2], 16)

    assert deliverables.discard_leftovers_due(at=turn_of(shelf)) == 0
    assert default_storage.exists(name)

    HandedIn.objects.all().delete()
    assert deliverables.discard_leftovers_due(at=turn_of(shelf)) == 1


def test_where_many_rows_are_missing_nothing_goes() -> None:
    names = [stored(f"0c{number}.pdf") for number in range(_leftovers.LOST_MOST + 1)]

    assert deliverables.discard_leftovers_due(at=turn_of(0x0C)) == 0
    assert all(map(default_storage.exists, names))


def test_without_any_file_there_is_nothing_to_do() -> None:
    assert deliverables.discard_leftovers_due(at=timezone.now()) == 0
