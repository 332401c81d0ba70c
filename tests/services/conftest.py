"""The demo province for tests on real services."""

from tests.stories.conftest import province

__all__ = ["province"]
