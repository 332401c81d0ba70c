"""Papers are kept in a folder, or in a bucket where one is named; what is missing for that is said at once."""

import io
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import InMemoryStorage

from learning import env, papers


def there(_name: str) -> ModuleSpec:
    return ModuleSpec("storages", None)


def test_without_an_address_papers_are_in_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PAPERS_URL", raising=False)

    assert env.store("PAPERS_URL") is None


def test_address_names_bucket_folder_endpoint_and_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "find_spec", there)
    monkeypatch.setenv("PAPERS_URL", "s3://papers/xueshi/kept?endpoint=https://s3.example.cn&region=cn-east-1")

    found = env.store("PAPERS_URL")

    assert found is not None
    assert found["BACKEND"] == "storages.backends.s3.S3Storage"
    assert {name: found["OPTIONS"][name] for name in ("bucket_name", "location", "endpoint_url", "region_name")} == {
        "bucket_name": "papers",
        "location": "xueshi/kept",
        "endpoint_url": "https://s3.example.cn",
        "region_name": "cn-east-1",
    }


@pytest.mark.parametrize(
    "address,said",
    [("ftp://papers", "s3"), ("s3://", "names no bucket"), ("s3://papers?regoin=cn", "not regoin")],
)
def test_address_that_cannot_be_understood_stops_the_start(
    address: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(env, "find_spec", there)
    monkeypatch.setenv("PAPERS_URL", address)

    with pytest.raises(env.Misconfigured, match=said):
        env.store("PAPERS_URL")


def test_bucket_without_the_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "find_spec", lambda _name: None)
    monkeypatch.setenv("PAPERS_URL", "s3://papers")

    with pytest.raises(env.Misconfigured, match=r"django-storages and boto3.*\.\[s3\]"):
        env.store("PAPERS_URL")


class Overwriting(InMemoryStorage):
    """A store that overwrites, as the one in a bucket does."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        self.delete(name)
        return name


@pytest.fixture(params=["folder", "elsewhere"])
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Keep papers in a folder, or in a store that has none."""
    kept = papers.Papers(location=tmp_path) if request.param == "folder" else Overwriting()
    monkeypatch.setattr(papers, "storages", {"papers": kept})
    return kept


def test_papers_are_kept_under_their_digest_and_read_back(store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = papers.keep(b"%PDF", ending="pdf")

    assert papers.read(digest, ending="pdf") == b"%PDF"
    monkeypatch.setattr(store, "open", lambda _name: io.BytesIO(b"other"))
    with pytest.raises(papers.Damaged):
        papers.read(digest, ending="pdf")


def test_what_is_kept_again_is_as_new_as_the_first_time(store: Any) -> None:
    digest = papers.keep(b"%PDF", ending="pdf")
    (name,) = papers.shelf(int(digest[:2], 16))
    first = papers.kept_since(name)

    again = papers.keep(b"%PDF", ending="pdf")

    (only,) = papers.shelf(int(digest[:2], 16))
    assert (again, only, papers.digest_of(name)) == (digest, name, digest)
    now = papers.kept_since(name)
    assert first is not None
    assert now is not None
    assert now > first
    papers.discard(name)
    assert (papers.kept_since(name), list(papers.shelf(int(digest[:2], 16)))) == (None, [])


def test_store_that_gives_other_names_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "storages", {"papers": InMemoryStorage()})
    papers.keep(b"%PDF", ending="pdf")

    with pytest.raises(papers.NotInItsPlace):
        papers.keep(b"%PDF", ending="pdf")
