"""Template tags of the catalogue's frame, which knows no choice: strangers share it."""

from django import template
from django.conf import settings
from django.urls import reverse

register = template.Library()


@register.simple_tag
def catalogue_address() -> str:
    """Return the one full address of the catalogue, under which it is found whatever somebody chose in it."""
    return settings.PUBLIC_URL + reverse("cms:catalogue")
