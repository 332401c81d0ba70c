"""What an editor may look at and refer to: own pages, pictures and documents."""

from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.models import Page
from wagtail.permissions import policy_registry

# A kind of thing that texts refer to, and the key of one.
Reference = tuple[type[Any], str]


def pages_within_reach(pages: Any, *, user: Any) -> Any:
    """Return those of `pages` that `user` edits or moderates, and the pages above them."""
    return pages.filter(pk__in=policy_registry.get_by_type(Page).explorable_instances(user).values("pk"))


def files_within_reach(rows: Any, *, user: Any) -> Any:
    """Return those pictures or documents `rows` that `user` may choose."""
    policy = policy_registry.get_by_type(rows.model)
    return rows.filter(
        pk__in=policy.instances_user_has_any_permission_for(user, ["add", "change", "choose"]).values("pk")
    )


def references(fields: Iterable[tuple[Any, Any]]) -> Iterator[Reference]:
    """Yield what the values of model fields refer to."""
    for field, value in fields:
        yield from ((model, str(key)) for model, key, *_place in field.extract_references(value))


def is_within_reach(reference: Reference, *, user: Any) -> bool:
    """Say whether `user` may refer to a page, a picture or a document; to what is public, everybody may. What is gone is nobody's secret."""
    model, key = reference
    if not model._default_manager.filter(pk=key).exists():
        return True
    if issubclass(model, Page):
        pages = Page.objects.filter(pk=key)
        return bool(pages.live().exists() or pages_within_reach(pages, user=user).exists())
    return bool(files_within_reach(model._default_manager.filter(pk=key), user=user).exists())
