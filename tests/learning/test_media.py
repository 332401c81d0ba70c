"""Where files lie: documents out of the reach of a web server, those of before too."""

from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from learning import media


def test_documents_of_before_move_to_where_they_are_found(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media" / "documents" / "2026").mkdir(parents=True)
    (tmp_path / "media" / "documents" / "2026" / "old.pdf").write_bytes(b"old")
    (tmp_path / "media" / "images").mkdir()
    (tmp_path / "media" / "images" / "picture.png").write_bytes(b"picture")

    assert [media.part_documents(), media.part_documents()] == [1, 0]
    with storages["default"].open("documents/2026/old.pdf") as kept:
        assert kept.read() == b"old"
    assert [path.name for path in (tmp_path / "media").rglob("*") if path.is_file()] == ["picture.png"]


def test_a_document_that_is_there_is_not_overwritten_by_one_of_before(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    name = storages["default"].save("documents/a.pdf", ContentFile(b"new"))
    (tmp_path / "media" / "documents").mkdir(parents=True)
    (tmp_path / "media" / "documents" / "a.pdf").write_bytes(b"old")

    media.part_documents()

    assert Path(storages["default"].path(name)).read_bytes() == b"new"


def test_no_name_leads_out_of_the_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"

    with pytest.raises(SuspiciousFileOperation):
        storages["default"].path("documents/../../a.pdf")
