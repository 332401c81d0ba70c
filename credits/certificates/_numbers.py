"""Numbers of certificates: `JS-{year}-{kind}-{organisation}-{sequence}-{check}`, such as JS-2026-YX-000012-0000034-K."""

import unicodedata

from django.db import connection
from stdnum.iso7064 import mod_37_36

from credits.enums import Activity
from credits.models import Certificate

KINDS = {
    Activity.SEMINAR: "YX",  # 研修
    Activity.CLASS: "PX",  # 培训
    Activity.PUBLIC_COURSE: "GX",  # 公需
    Activity.ONLINE_COURSE: "WL",  # 网络
}
OTHER = "QT"  # 其他


def next_number(*, year: int, activity: str, organisation_id: int) -> str:
    """Return the next free number of a series, and keep others from the series until the transaction ends."""
    kind = KINDS.get(Activity(activity), OTHER)
    series = f"JS-{year}-{kind}-{organisation_id:06d}-"
    with connection.cursor() as cursor:
        # The lock makes issuers of one series wait for each other: a number is read, then taken.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [series])
    last = (
        Certificate.objects.filter(number__startswith=series)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    sequence = 1 + (int(last.removeprefix(series)[:7]) if last else 0)
    assert sequence < 10**7

    return with_check(f"{series}{sequence:07d}")


def with_check(text: str) -> str:
    """Return `text` with its check character (ISO 7064, MOD 37,36), which finds every single slip and most swaps."""
    return f"{text}-{mod_37_36.calc_check_digit(text.replace('-', ''))}"


def normalised(text: str) -> str:
    """Return a number as somebody typed it in the form in which it is stored: width, case, spaces and kinds of dashes folded."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "-".join(
        part.strip() for part in "".join("-" if letter in "‐‑‒–—―−_" else letter for letter in folded).split("-")
    )
