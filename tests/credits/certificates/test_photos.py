"""A photo of a certificate: its code asks the register, and nothing else of it is believed."""

import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from PIL import Image

from credits import certificates
from credits.models import Certificate
from tests.credits import builders as people
from tests.credits.certificates.builders import AT, dropped, issued

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    cache.clear()


def photo(certificate: Certificate, *, kind: str = "PNG", turned: int = 0, size: int = 700) -> bytes:
    """Return a picture of a certificate such as somebody takes."""
    page = Image.open(io.BytesIO(certificates.draw_picture(certificate.stated))).convert("RGB")
    page = page.rotate(turned, expand=True, fillcolor="grey")
    page.thumbnail((size * 2, size * 2))
    stream = io.BytesIO()
    page.save(stream, kind, quality=60)
    return stream.getvalue()


@pytest.mark.parametrize("kind,turned", [("PNG", 0), ("JPEG", 7), ("WEBP", 90)])
def test_code_in_a_photo_asks_the_register(kind: str, turned: int) -> None:
    certificate = issued(name="张三")
    certificates.revoke(certificate=certificate, by=people.user(), at=LATER, reason="考勤不实")

    found = certificates.check_photo(photo(certificate, kind=kind, turned=turned), at=AT)
    page = dropped(photo(certificate, kind=kind, turned=turned))

    assert found.found is not None
    assert (found.found.stated["holder"], found.found.reason, found.is_valid) == ("张三", "考勤不实", False)
    assert "张三" in page
    assert "图片可能被改动" in page


@pytest.mark.parametrize("content", [b"\x89PNG\r\n", b"RIFF" + b"x" * 1000, b"\xff\xd8\xff" + b"\0" * 100_000])
def test_picture_that_is_none_is_answered_at_once(content: bytes) -> None:
    assert isinstance(certificates.check_photo(content, at=AT).file.fault, certificates.NoCode)


def test_picture_that_would_not_fit_into_memory_is_not_unpacked() -> None:
    stream = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(stream, "PNG")
    before = timezone.now()

    assert certificates.check_photo(stream.getvalue(), at=AT).found is None
    assert timezone.now() - before < timedelta(seconds=1)


def test_so_many_photos_at_once_are_not_looked_at() -> None:
    assert "一次最多20张照片" in dropped(*[b"\x89PNG\r\n"] * 21)


@pytest.mark.parametrize(("kind", "is_read"), [("PNG", False), ("JPEG", True)])
def test_large_pictures_are_read_where_they_can_be_read_smaller(kind: str, is_read: bool) -> None:
    small = Image.open(io.BytesIO(photo(issued()))).convert("L")
    stream = io.BytesIO()
    small.resize((small.width * 4500 // small.height, 4500)).save(stream, kind)

    assert (certificates.check_photo(stream.getvalue(), at=AT).found is not None) == is_read
