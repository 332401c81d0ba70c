"""From when on the hours of a family are known to this system; before that they are unknown, not short."""

from datetime import date

from credits.models import ConnectedSource
from learning.accounts.models import Region


def connect_source(*, family: str, region: Region, since: date, name: str) -> ConnectedSource:
    """Record that from `since` on the hours of `family` are known for the people of `region`; an earlier day moves the start back."""
    source, is_new = ConnectedSource.objects.get_or_create(
        family=family, region=region, defaults={"since": since, "name": name}
    )
    if not is_new and since < source.since:
        source.since, source.name = since, name
        source.save(update_fields=["since", "name"])
    return source
