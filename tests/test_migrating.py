"""Models that are made together have all that they name in the database."""

import pytest
from django.apps import apps
from django.db import connection, models

OURS = ("accounts", "credits", "seminars", "cms")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model", [model for label in OURS for model in apps.get_app_config(label).get_models()], ids=str
)
def test_a_table_has_what_its_model_names(model: type[models.Model]) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
        found = connection.introspection.get_constraints(cursor, table)
    foreign = {tuple(one["columns"]) for one in found.values() if one["foreign_key"]}
    unique = {tuple(one["columns"]) for one in found.values() if one["unique"]}

    named = {one.name for one in [*model._meta.indexes, *model._meta.constraints]}
    assert named <= set(found)
    assert columns == {field.column for field in model._meta.local_concrete_fields}
    for field in model._meta.local_concrete_fields:
        assert not field.unique or (field.column,) in unique, field
        assert not getattr(field, "db_constraint", False) or (field.column,) in foreign, field
