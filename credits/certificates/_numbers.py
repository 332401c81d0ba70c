"""
Numbers of certificates: `JS-{year}-{kind}-{organisation}-{sequence}-{check}`, such as JS-2026-JY-000012-0000034-K.

The check is ISO 7064, MOD 37-2: it finds every single slip, every swap of neighbours and nearly all others. Its thirty-seventh
sign is `*`, which cannot stand in names of files; it is printed as Ω, a letter outside the alphabet, and `*` may be typed for it.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from stdnum.iso7064 import mod_37_2

from credits.enums import CertificateKind
from credits.models import CertificateOrder, CertificateSeries

KIND_CODES = {
    CertificateKind.COMPLETION: "JY",  # 结业
    CertificateKind.YEAR: "ND",  # 年度
    CertificateKind.TEACHING: "SK",  # 授课
    CertificateKind.TRANSCRIPT: "DJ",  # 登记
}
STAR = "Ω"
MOST = 10**7


def take(orders: Sequence[CertificateOrder], *, year: int) -> None:
    """Give each of `orders` the next number of its series; until the transaction ends others wait for theirs."""
    by_prefix = defaultdict(list)
    for order in orders:
        by_prefix[_prefix(order, year)].append(order)
    # In the same order everywhere: two that take numbers of several series wait for each other, and never for both.
    for prefix in sorted(by_prefix):
        CertificateSeries.objects.get_or_create(pk=prefix)
        series = CertificateSeries.objects.select_for_update().get(pk=prefix)
        for order in by_prefix[prefix]:
            series.last += 1
            assert series.last < MOST
            order.series, order.sequence = series, series.last
            order.number = with_check(f"{prefix}-{series.last:07d}")
        series.save(update_fields=["last"])
    CertificateOrder.objects.bulk_update(orders, ["series", "sequence", "number"])


def with_check(text: str) -> str:
    """Return `text` with its check character."""
    return f"{text}-{mod_37_2.calc_check_digit(text.replace('-', '')).replace('*', STAR)}"


def is_sound(number: str) -> bool:
    """Say whether the check of a number is right."""
    return bool(mod_37_2.is_valid(number.replace("-", "").replace(STAR, "*")))


def normalised(text: str) -> str:
    """Return a number as somebody typed it in the form in which it is stored: width, case, spaces and kinds of dashes folded."""
    folded = unicodedata.normalize("NFKC", text).upper().replace("*", STAR)
    return "-".join(
        part.strip() for part in "".join("-" if letter in "‐‑‒–—―−_" else letter for letter in folded).split("-")
    )


def _prefix(order: CertificateOrder, year: int) -> str:
    return f"JS-{year}-{KIND_CODES[CertificateKind(order.kind)]}-{order.facts['organisation_id']:06d}"
