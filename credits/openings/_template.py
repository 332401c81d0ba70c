"""The sheet to begin with: headings, and one row that shows how."""

from credits import rulebooks
from credits.openings._columns import LAYOUT
from learning import sheets

# Nobody's number: its check character does not fit, so whoever forgets to delete the row is told so.
EXAMPLE = {
    "number": "320105199001010000",
    "name": "张三（示例，请删除本行）",
    "year": "2022",
    "carried_in": "0",
    "source": "示例：宁人社继〔2023〕1号 学时结转表",
}
USUAL = "jiangsu-general"


def template(kind: str) -> bytes:
    """Return the sheet as `csv` or `xlsx`, its headings in the language of the day."""
    return sheets.template(LAYOUT, [{**EXAMPLE, "family": _family()}], kind)


def _family() -> str:
    families = {row.family for row in rulebooks.books().holding}
    return USUAL if USUAL in families else min(families, default=USUAL)
