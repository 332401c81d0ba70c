"""What may be done to pages that the system makes."""

from wagtail.models import PagePermissionTester


class MadeBySystem(PagePermissionTester):
    """Such a page belongs to one row elsewhere: it is edited and published, never copied, moved or deleted by hand."""

    def can_copy(self) -> bool:
        """Say no: a row has one page."""
        return False

    def can_move(self) -> bool:
        """Say no: its place follows from the row."""
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: FBT001, FBT002  (Wagtail's signature)
        """Say no: it would be made again; unpublishing takes it from the public."""
        return False
