"""Template tag of the demo: how far its province is filled."""

from django import template
from django.conf import settings

from cms import progress

register = template.Library()


@register.inclusion_tag("cms/_demo_progress.html")
def demo_progress() -> dict[str, progress.Progress | None]:
    """Show how far the demo province is filled, nothing where there is no demo or it is complete."""
    return {"progress": progress.of_the_demo() if settings.DEMO else None}
