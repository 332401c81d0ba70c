"""Progress: how far a long deed in the background is, for whoever waits for it."""

from dataclasses import dataclass

from django.db.models import Q, Sum

from cms.models import DemoFilling

__all__ = ["Progress", "of_the_demo"]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How much of how much is done."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        """Return the share in whole per cent, rounded down: a hundred means done."""
        return 100 * self.done // self.total


def of_the_demo() -> Progress | None:
    """Return how far the demo province is filled while that goes on, None before, after and where there is no demo."""
    filling = DemoFilling.objects.filter(ended_at=None).order_by("pk").first()
    if filling is None:
        return None
    sums = filling.steps.aggregate(done=Sum("weight", filter=Q(done_at__isnull=False)), total=Sum("weight"))
    if not sums["total"]:
        return None

    return Progress(done=sums["done"] or 0, total=sums["total"])
