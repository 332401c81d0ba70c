"""Several officers at the same moment."""

from threading import Barrier, Thread

from django.db import connections

from credits import rulebooks
from credits.models import RulebookVersion
from tests.credits.builders import NOON, user
from tests.credits.rulebooks.drafts import FAILS, HOLDS, of_ninety_six


def at_once(*deeds):
    """Do all deeds at the same moment, and return the names of what was refused."""
    start, refused = Barrier(len(deeds)), []

    def do(deed):
        start.wait(timeout=20)
        try:
            deed()
        except rulebooks.NotADraft as refusal:
            refused.append(refusal.code)
        except rulebooks.ExampleFails as refusal:
            refused.append(refusal.code)
        finally:
            connections.close_all()

    threads = [Thread(target=do, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return refused


def test_of_two_who_publish_at_once_one_is_refused(own_database):
    made = of_ninety_six()

    def publish():
        rulebooks.publish(version=made, by=None, at=NOON, reference="宁人社〔2026〕1号", seen=made.revision)

    assert at_once(publish, publish) == ["NotADraft"]


def test_an_example_added_while_a_version_is_published_is_tried_or_refused(own_database):
    made, officer = of_ninety_six(), user()
    rulebooks.add_example(version=made, text=HOLDS, by=officer, at=NOON)

    def publish():
        rulebooks.publish(version=made, by=None, at=NOON, reference="宁人社〔2026〕1号")

    def add():
        rulebooks.add_example(version=made, text=FAILS, by=officer, at=NOON)

    (refused,) = at_once(publish, add)

    kept = RulebookVersion.objects.get(pk=made.pk)
    # Either the failing example came first and hindered the publication, or it came too late.
    assert (kept.status, kept.examples.count(), refused) in {
        ("DRAFT", 2, "ExampleFails"),
        ("PUBLISHED", 1, "NotADraft"),
    }
