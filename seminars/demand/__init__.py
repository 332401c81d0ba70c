"""
Demand (需求): what people looked for and nobody teaches, and what the sectors lack, a year at a time.

`note` counts a search that found nothing, by day and folded words: no person, no address, and nothing that looks like somebody's
number. Words are reported once they were looked for on several days (`LEAST`), so that what one person typed again and again stays
unsaid. The report stands beside the draft of the next guidance catalogue.
"""

from seminars.demand._noting import DAY_MOST, note
from seminars.demand._report import LEAST, Lack, Report, Wanted, report, report_as_table

__all__ = ["DAY_MOST", "LEAST", "Lack", "Report", "Wanted", "note", "report", "report_as_table"]
