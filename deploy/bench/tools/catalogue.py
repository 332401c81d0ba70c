"""A catalogue of any size: the words of a judged collection in ever new combinations, as approved programmes with public pages and runs."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

AT_ONCE = 5000
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Cast(NamedTuple):
    """One programme that was made by the real operations, and its rows: all others are like it."""

    page: Any
    programme: dict[str, Any]
    application: dict[str, Any]
    version: dict[str, Any]
    run: dict[str, Any]
    page_row: dict[str, Any]


def made(count: int) -> Any:
    """Make so many public programmes; return the page of one that was made by the real operations. Their documents wait for a sweep."""
    from django.db import connection, transaction  # noqa: PLC0415  (needs settings)

    cast = _cast()
    for first in range(0, count - 1, AT_ONCE):
        with transaction.atomic():
            _some(cast, range(first, min(first + AT_ONCE, count - 1)))
    _in_index_of_admin(cast)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return cast.page


def queries() -> list[str]:
    """Return what people ask, as the collection has it."""
    from tests.cms.search import collection  # noqa: PLC0415  (needs settings)

    return [row["query"] for row in collection.rows(collection.QUERIES)]


def _cast() -> Cast:
    from tests.cms import builders  # noqa: PLC0415  (needs settings)

    page = builders.public(builders.base(name="苏州大学继续教育学院"), title="统计方法")
    programme = page.programme
    return Cast(
        page=page,
        programme=_row(programme),
        application=_row(programme.current.application),
        version=_row(programme.current),
        run=_row(builders.run(programme)),
        page_row=_row(type(page.page_ptr).objects.get(pk=page.pk)),
    )


def _in_index_of_admin(cast: Cast) -> None:
    """Let Wagtail's admin find every page, as it finds the one that was made by the real operations."""
    from django.db import connection  # noqa: PLC0415  (needs settings)
    from wagtail.search.models import IndexEntry  # noqa: PLC0415

    names = ("content_type_id", "autocomplete", "title", "title_norm", "body", "title_text", "body_text")
    known = [field.column for field in IndexEntry._meta.concrete_fields if field.column in names]
    table, columns = IndexEntry._meta.db_table, ", ".join(known)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (object_id, {columns}) SELECT page.page_ptr_id::text, {columns} "  # noqa: S608
            f"FROM cms_programmepage page, {table} entry WHERE entry.object_id = %s AND page.page_ptr_id <> %s",
            [str(cast.page.pk), cast.page.pk],
        )


def _row(instance: Any) -> dict[str, Any]:
    return {field.attname: getattr(instance, field.attname) for field in instance._meta.local_fields}


def _some(cast: Cast, numbers: range) -> None:
    from django.db import connection  # noqa: PLC0415  (needs settings)

    from cms.models import ProgrammePage  # noqa: PLC0415
    from credits.models.rows import copy, next_ids  # noqa: PLC0415
    from seminars.models import Application, Programme, ProgrammeVersion, Run  # noqa: PLC0415

    words = list(_words(numbers))
    many = len(words)
    keys = {model: next_ids(model, many) for model in (Programme, Application, ProgrammeVersion, Run)}
    page_model = type(cast.page.page_ptr)
    pages = next_ids(page_model, many)
    programmes, applications, versions, runs = keys.values()
    facts = [{"title": title, "summary": text, **more} for title, text, more in words]
    copy(
        Programme,
        [{**cast.programme, "id": pk, "code": f"bench-{pk}", "current_id": None} for pk in programmes],
    )
    copy(
        Application,
        [
            {**cast.application, "id": pk, "programme_id": programme, **fact}
            for pk, programme, fact in zip(applications, programmes, facts, strict=True)
        ],
    )
    copy(
        ProgrammeVersion,
        [
            {**cast.version, "id": pk, "programme_id": programme, "application_id": application, **fact}
            for pk, programme, application, fact in zip(versions, programmes, applications, facts, strict=True)
        ],
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE seminars_programme SET current_id = version.id FROM seminars_programmeversion version "
            "WHERE version.programme_id = seminars_programme.id AND version.id = ANY(%s)",
            [list(versions)],
        )
    copy(
        page_model,
        [
            {
                **cast.page_row,
                "id": pk,
                "path": cast.page_row["path"][:-4] + _place(number + 1000),
                "translation_key": uuid.uuid4(),
                "title": fact["title"],
                "slug": f"bench-{number}",
                "url_path": f"{cast.page_row['url_path']}bench-{number}/",
            }
            for number, pk, fact in zip(numbers, pages, facts, strict=True)
        ],
    )
    copy(
        ProgrammePage,
        [
            {"page_ptr_id": pk, "programme_id": programme, "introduction": "", "words": "[]"}
            for pk, programme in zip(pages, programmes, strict=True)
        ],
    )
    copy(
        Run,
        [
            {**cast.run, "id": pk, "programme_id": programme, "version_id": version, **_held(number, cast.run)}
            for number, pk, programme, version in zip(numbers, runs, programmes, versions, strict=True)
        ],
    )


def _words(numbers: range) -> Iterator[tuple[str, str, dict[str, Any]]]:
    from tests.cms.search import collection  # noqa: PLC0415  (needs settings)

    rows = collection.rows(collection.PROGRAMMES)
    for number in numbers:
        one, other = rows[number % len(rows)], rows[number * 7919 % len(rows)]
        title = f"{one['title']}（{other['title'][:12]}）第{number}期"[:100]
        kinds = ("BASE_COURSE", "ADVANCED_SEMINAR")
        more = {"kind": kinds[number % 2], "mode": ("on_site", "live", "recorded")[number % 3]}
        yield title, f"{one['summary']}{other['summary']}", {**more, "fee": number % 7 * 300}


def _held(number: int, run: dict[str, Any]) -> dict[str, Any]:
    cities = [f"32{city:02}00" for city in range(1, 14)]
    later = timedelta(days=number % 200)
    moved = {name: run[name] + later for name in ("starts_on", "ends_on", "enrol_until")}
    return {"region_id": cities[number % 13], "places_taken": run["places"] if number % 5 == 0 else 0, **moved}


def _place(number: int) -> str:
    """Return a step of the path of a page: four letters that sort as the number does."""
    letters = ""
    for _letter in range(4):
        number, rest = divmod(number, len(_LETTERS))
        letters = _LETTERS[rest] + letters
    return letters
