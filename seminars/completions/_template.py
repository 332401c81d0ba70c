"""The table to begin with: headings, and one row that shows how."""

from learning import sheets
from seminars.completions._layout import LAYOUT
from seminars.models import ProgrammeVersion

# Nobody's number: its check character does not fit, so whoever forgets to delete the row is told so.
EXAMPLE = {"number": "320105199001010000", "name": "张三（示例，请删除本行）"}


def template(version: ProgrammeVersion, *, kind: str) -> bytes:
    """Return the table as `csv` or `xlsx`, its headings in the language of the day."""
    day = version.window_from
    dated = {"year": day.year, "completed_on": day.isoformat()} if day else {}
    score = {"score": version.passing_score} if version.has_exam else {}
    return sheets.template(LAYOUT, [{**EXAMPLE, **dated, **score}], kind)
