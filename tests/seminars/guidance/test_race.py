"""Two officers publish two drafts at once: one version is in force, and the other officer is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, transaction

from learning.accounts.models import User
from seminars import guidance
from seminars.models import GuidanceCatalogue
from tests.seminars import builders
from tests.seminars.builders import MORNING

pytestmark = pytest.mark.usefixtures("own_database")


def drafted(name: str, by: User) -> GuidanceCatalogue:
    file = SimpleUploadedFile("目录.csv", f"代码,名称\nA,{name}\n".encode())
    return guidance.draft(file=file, name=name, reference="", valid_from=date(2026, 7, 1), by=by, at=MORNING)


def test_whoever_publishes_second_waits_and_is_refused() -> None:
    by = builders.user()
    first, second = drafted("甲版", by), drafted("乙版", by)
    done = Event()

    def publish() -> object:
        try:
            return guidance.publish(catalogue=second, by=by, at=MORNING)
        except guidance.BeginsTooEarly as refusal:
            return type(refusal)
        finally:
            done.set()
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            guidance.publish(catalogue=first, by=by, at=MORNING)
            answer = pool.submit(publish)
            assert not done.wait(timeout=0.5)

        assert answer.result(timeout=30) == guidance.BeginsTooEarly
    assert [row.name for row in GuidanceCatalogue.objects.filter(state="PUBLISHED", valid_before=None)] == ["甲版"]
