"""What stands in the files: rows copied out of the database as CSV; an Excel book is made of the same rows."""

import csv
import io
import json
from collections.abc import Iterable, Sequence

from django.db import connection
from django.utils.translation import gettext as _
from openpyxl import Workbook

from credits.enums import StandingState

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads Chinese as something else
# A text that a spreadsheet would take for a formula is given an apostrophe.
SAFE = "CASE WHEN {0} ~ '^[=+@\\t\\r\\n-]' THEN '''' || {0} ELSE {0} END"
COPY = f"""
COPY (
    SELECT {SAFE.format("n.name")}, repeat('*', CASE p.document_kind WHEN 'PASSPORT' THEN 5 ELSE 14 END) || p.number_last_four,
           {SAFE.format("r.name")}, {SAFE.format("o.name")}, {SAFE.format("v.title")}, s.cycle_starts_on, s.cycle_ends_before - 1,
           %(states)s::jsonb ->> s.state, CASE WHEN s.state <> 'UNKNOWN' THEN trim_scale(s.required / 100.0) END,
           trim_scale(s.counted / 100.0), CASE WHEN s.state <> 'UNKNOWN' THEN trim_scale(s.missing / 100.0) END, s.deadline
      FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY AS asked(id, place) JOIN credits_standing s USING (id)
      JOIN accounts_person p ON p.id = s.person_id JOIN credits_rulebookversion v ON v.id = s.version_id
      LEFT JOIN accounts_region r ON r.code = s.region_id LEFT JOIN accounts_organisation o ON o.id = s.employer_id
      LEFT JOIN LATERAL (SELECT name FROM accounts_personname n WHERE n.person_id = s.person_id ORDER BY n.since DESC, n.id DESC LIMIT 1) n ON true
     ORDER BY asked.place
) TO STDOUT WITH (FORMAT csv)
"""  # noqa: S608  (the statement's own text)


def head() -> bytes:
    """Return the line of headings, in the language of the day."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(
        [
            _("Name"),
            _("Document number"),
            _("Region"),
            _("Employer"),
            _("Rulebook"),
            _("Cycle begins"),
            _("Cycle ends"),
            _("State"),
            _("Required (hours)"),
            _("Done (hours)"),
            _("Missing (hours)"),
            _("Deadline"),
        ]
    )
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def rows(ids: Sequence[int]) -> bytes:
    """Return the lines of the standings `ids`, in their order."""
    states = json.dumps({state.value: str(state.label) for state in StandingState})
    with connection.cursor() as cursor, cursor.copy(cursor.mogrify(COPY, {"ids": list(ids), "states": states})) as out:
        return b"".join(bytes(chunk) for chunk in out)


def workbook(parts: Iterable[bytes]) -> bytes:
    """Return an Excel book of the lines of `parts`; texts stay texts, amounts become numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for part in parts:
        for row in csv.reader(io.StringIO(part.decode().removeprefix(BYTE_ORDER_MARK))):
            sheet.append([*row[:8], *map(_amount, row[8:11]), *row[11:]])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _amount(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
