"""Papers are kept in a folder, or in a bucket where one is named; what is missing for that is said at once."""

import io
from importlib.machinery import ModuleSpec
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


def test_papers_are_kept_once_and_read_back_from_any_store(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: Any = InMemoryStorage()
    monkeypatch.setattr(papers, "storages", {"papers": kept})
    saved: list[str] = []
    monkeypatch.setattr(kept, "save", lambda name, content, save=kept.save: saved.append(name) or save(name, content))

    digests = [papers.keep(b"%PDF", ending="pdf") for _time in range(2)]

    assert (len(set(digests)), len(saved)) == (1, 1)
    assert papers.read(digests[0], ending="pdf") == b"%PDF"
    monkeypatch.setattr(kept, "open", lambda _name: io.BytesIO(b"other"))
    with pytest.raises(papers.Damaged):
        papers.read(digests[0], ending="pdf")
