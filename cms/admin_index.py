"""The index of Wagtail's own admin, where editors look for pages: Wagtail's, but saving a page costs the same however many there are."""

from modelsearch.backends.database.postgres.postgres import PostgresIndex, PostgresSearchBackend


class _Index(PostgresIndex):
    def _refresh_title_norms(self, full: bool = False) -> None:  # noqa: FBT001, FBT002  (Wagtail's signature)
        """
        Leave every title the weight that it has.

        Wagtail weighs titles by the average length of all of them, which it works out anew with each save, by reading every entry twice.
        """


class SearchBackend(PostgresSearchBackend):
    """Named by WAGTAILSEARCH_BACKENDS."""

    index_class = _Index
