"""The demo province for tests on real services, and a real Elasticsearch node."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from deploy.native import _service, elasticsearch, free_port
from tests.stories.conftest import province

__all__ = ["province"]


@dataclass(frozen=True)
class Node:
    """A node that a test may stop and start again."""

    port: int
    folder: Path

    @property
    def address(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Return the process that was started."""
        found = _service.running(self.folder)
        assert found is not None
        return found.pid

    def start(self) -> None:
        """Start it and wait until it answers."""
        elasticsearch.start(self.port, folder=self.folder, dies_with_parent=True)

    def stop(self) -> None:
        """Stop it and wait until it is gone."""
        elasticsearch.stop(folder=self.folder)


@pytest.fixture(scope="session")
def node() -> Iterator[Node]:
    """A node of its own. Tests that use it are of one xdist group."""
    # Not below pytest's own folder, which it keeps from others: the node runs as nobody where the tests run as root.
    with TemporaryDirectory(prefix="xueshi-elasticsearch-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        made = Node(free_port(), folder)
        try:
            made.start()
            yield made
        finally:
            made.stop()


@pytest.fixture
def cluster(node: Node, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Node]:
    """Name the node to the site, under an alias of this test alone; the breaker knows nothing yet, and a busy machine has time."""
    from cms.search import _elasticsearch, _engines  # noqa: PLC0415  (needs settings)

    settings.ELASTICSEARCH_URL = node.address
    settings.ELASTICSEARCH_ALIAS = f"test-{secrets.token_hex(4)}"
    monkeypatch.setattr(_elasticsearch, "SECONDS_OF_A_PAGE", 20)
    _engines.breaker.reset()
    yield node
    _engines.breaker.reset()
