"""The ledger is append-only: the database refuses, whoever asks."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from credits.models import Act, Claim, Entry, OpeningBalance, RulebookVersion
from tests.credits.builders import credit, facts, person

TABLES = ["credits_act", "credits_claim", "credits_entry", "credits_openingbalance"]
CHANGES = ["UPDATE {0} SET id = id", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"]


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", CHANGES)
def test_the_application_may_not_change_the_ledger(table, change):
    credit(facts(person(), "run:1"))

    with pytest.raises(DatabaseError, match=r"permission denied|append-only"), transaction.atomic():
        connection.cursor().execute(change.format(table))

    assert (Act.objects.count(), Claim.objects.count(), Entry.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", CHANGES)
def test_the_owner_may_not_change_the_ledger_either(own_database, table, change):
    somebody = person()
    credit(facts(somebody, "run:1"))
    act = Act.objects.get()
    OpeningBalance.objects.create(person=somebody, family="f", on="2025-01-01", source="s", act=act)

    with (
        psycopg.connect(own_database["DATABASE_OWNER_URL"]) as owner,
        pytest.raises(psycopg.Error, match="append-only"),
    ):
        owner.execute(change.format(table))

    assert (Act.objects.count(), Claim.objects.count(), Entry.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE credits_rulebookversion SET title = 'x'",
        "UPDATE credits_rulebookversion SET status = 'DRAFT'",
        "DELETE FROM credits_rulebookversion",
    ],
)
def test_the_owner_may_not_change_a_published_version(own_database, change):
    with (
        psycopg.connect(own_database["DATABASE_OWNER_URL"]) as owner,
        pytest.raises(psycopg.Error, match="cannot change"),
    ):
        owner.execute(f"{change} WHERE status = 'PUBLISHED'")

    assert RulebookVersion.objects.filter(status="PUBLISHED").exists()
