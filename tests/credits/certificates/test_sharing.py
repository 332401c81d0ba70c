"""Sharing for a purpose until a day: a link that nobody guesses, marked, seen by its holder, and ended at once."""

import io
from datetime import date, timedelta
from typing import Any

import pypdf
import pytest
import zxingcpp
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from PIL import Image, ImageChops

from credits import certificates
from credits.certificates import share_token as token_of
from credits.enums import OpeningOf
from credits.models import Certificate, CertificateShare, ShareOpening
from learning.accounts import people as records
from learning.accounts.models import PersonLogin, User
from learning.lettering import GlyphMissing
from tests.credits import builders as people
from tests.credits.certificates.builders import AT, issued
from tests.credits.web.builders import login, questions, signed_in

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 10, 31)


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    cache.clear()


def shared(
    certificate: Certificate, *, purpose: str = "2026年职称评审", until_on: date = UNTIL, by: User | None = None
) -> CertificateShare:
    return certificates.share(
        certificate=certificate, purpose=purpose, until_on=until_on, by=by or holder_of(certificate), at=AT
    )


def holder_of(certificate: Certificate) -> User:
    """Return the login of whoever holds a certificate."""
    known = PersonLogin.objects.filter(person=certificate.person).first()
    return known.user if known else login(certificate.person, mobile=f"+86137{certificate.person_id:08d}")


def test_link_leads_to_nothing_once_its_maker_is_parted_from_the_record() -> None:
    certificate = issued()
    share = shared(certificate)

    PersonLogin.objects.filter(person=certificate.person).update(ended_at=AT)

    with pytest.raises(certificates.NoSuchShare):
        certificates.shared(token_of(share), at=AT)


def test_link_of_a_joined_record_leads_on() -> None:
    certificate, other = issued(name="张三"), people.person(name="张三")
    records.join(first=certificate.person, second=other, reason="同一人", by=people.user(), at=AT)

    share = shared(certificate, by=login(other))

    assert certificates.shared(token_of(share), at=AT) == share


def test_link_leads_to_the_certificate_until_the_end_of_its_day() -> None:
    share = shared(issued())
    last = AT + timedelta(days=41)  # the last morning

    assert certificates.shared(token_of(share), at=last) == share
    with pytest.raises(certificates.NoSuchShare):
        certificates.shared(token_of(share), at=last + timedelta(days=1))
    with pytest.raises(certificates.NoSuchShare):
        certificates.shared("A" * 32, at=AT)


def test_link_that_is_ended_and_one_to_what_was_revoked_lead_to_nothing() -> None:
    certificate = issued()
    ended, other = shared(certificate), shared(certificate)

    certificates.end_share(share=ended, at=AT)

    with pytest.raises(certificates.NoSuchShare):
        certificates.shared(token_of(ended), at=AT)
    assert certificates.shared(token_of(other), at=AT) == other
    certificates.revoke(certificate=certificate, by=people.user(), at=AT, reason="冒名顶替")
    with pytest.raises(certificates.NoSuchShare):
        certificates.shared(token_of(other), at=AT)


def test_tokens_of_links_are_long_and_never_the_same() -> None:
    certificate = issued()

    tokens = {token_of(shared(certificate)) for _time in range(20)}

    assert (len(tokens), {len(one) for one in tokens}) == (20, {32})
    assert certificate.token not in tokens


def test_table_of_links_leads_to_none_of_them(settings: Any) -> None:
    share = shared(issued())
    token = token_of(share)

    row = " ".join(map(str, CertificateShare.objects.values_list().get()))

    assert token not in row
    for part in (share.seed, share.token_digest):
        with pytest.raises(certificates.NoSuchShare):
            certificates.shared(part, at=AT)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "of somebody else", []
    assert token_of(share) == ""  # whoever has the table alone


def test_link_is_shown_again_after_the_key_moved_and_leads_on_when_it_cannot_be(settings: Any) -> None:
    share = shared(issued())
    token, first = token_of(share), settings.SECRET_KEY

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [first]
    kept = token_of(share)
    settings.SECRET_KEY_FALLBACKS = []

    assert (kept, token_of(share), certificates.shared(token, at=AT)) == (token, "", share)


def test_share_asks_for_a_purpose_a_day_in_reach_and_a_valid_certificate() -> None:
    certificate = issued()

    with pytest.raises(certificates.PurposeMissing):
        shared(certificate, purpose=" ")
    for until_on in (date(2026, 9, 19), date(2028, 1, 1)):
        with pytest.raises(certificates.DayOutOfReach):
            shared(certificate, until_on=until_on)
    with pytest.raises(GlyphMissing):
        shared(certificate, purpose="\U0001f600")
    certificates.revoke(certificate=certificate, by=people.user(), at=AT, reason="冒名顶替")
    with pytest.raises(certificates.NothingToShare):
        shared(certificate)


def test_too_many_open_links_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = issued()
    monkeypatch.setattr("credits.certificates._sharing.SHARES_MOST", 1)
    first = shared(certificate)
    with pytest.raises(certificates.SharedTooOften):
        shared(certificate)

    certificates.end_share(share=first, at=AT)

    assert shared(certificate).pk != first.pk


def test_picture_is_marked_all_over_and_its_code_leads_where_the_link_does() -> None:
    share = shared(issued())

    marked = Image.open(io.BytesIO(certificates.marked_picture(share, token=token_of(share)))).convert("L")

    plain = Image.open(io.BytesIO(certificates.draw_picture(share.certificate.stated))).convert("L")
    differing = ImageChops.difference(marked, plain).point(lambda shade: 255 if shade > 12 else 0)
    width, height = differing.size
    bands = [
        differing.crop((0, height * part // 6, width, height * (part + 1) // 6)).histogram()[255] for part in range(6)
    ]
    assert min(bands) > 1000
    assert [code.text for code in zxingcpp.read_barcodes(marked)] == [certificates.share_address(token_of(share))]
    assert certificates.share_address(token_of(share)).endswith(f"/shared/{token_of(share)}/")


def test_file_names_purpose_and_day_and_bears_neither_seal_nor_statement() -> None:
    share = shared(issued())
    file = certificates.marked_file(share, token=token_of(share))

    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages)
    assert "2026年职称评审" in text
    assert "2026年10月31日" in text
    assert (b"/ByteRange" in file, b"EmbeddedFile" in file) == (False, False)


def far() -> date:
    return timezone.localdate() + timedelta(days=30)


def test_holder_makes_a_link_sees_who_opened_it_and_ends_it() -> None:
    certificate = issued(name="张三")
    holder = signed_in(holder_of(certificate), "zh-hans")
    address = f"/certificates/{certificate.pk}/shares/"

    made = holder.post(address, {"purpose": "2026年职称评审", "until_on": far().isoformat()})
    share = CertificateShare.objects.get()
    link = f"/shared/{token_of(share)}/"
    stranger = Client(
        headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0"}, REMOTE_ADDR="203.0.113.77"
    )
    page = stranger.get(link)
    picture, file = stranger.get(f"{link}picture/"), stranger.get(f"{link}file/")
    holder.get(link)
    listed = holder.get(address).content.decode()

    assert (made.status_code, made["Location"]) == (302, address)
    assert ("2026年职称评审" in page.content.decode(), "张三" in page.content.decode()) == (True, True)
    assert certificate.token not in page.content.decode()
    assert (page["Cache-Control"], page["X-Robots-Tag"], page["Referrer-Policy"]) == (
        "no-store", "noindex, nofollow", "no-referrer",
    )  # fmt: skip
    assert (picture["Content-Type"], file["Content-Type"]) == ("image/png", "application/pdf")
    assert list(ShareOpening.objects.order_by("pk").values_list("what", "place")) == [
        ("PAGE", "203.0.113.0/24"), ("PICTURE", "203.0.113.0/24"), ("FILE", "203.0.113.0/24"),
    ]  # fmt: skip
    assert (link in listed, "Chrome" in listed, "203.0.113.77" in listed) == (True, True, False)

    holder.post(f"{address}{share.pk}/end/")

    after = [stranger.get(f"{link}{part}") for part in ("", "picture/", "file/")]
    assert [one.status_code for one in after] == [404, 404, 404]
    assert "张三" not in after[0].content.decode()
    assert ShareOpening.objects.count() == 3


def test_page_of_many_links_asks_no_more_than_that_of_one() -> None:
    certificate = issued()
    holder, address = signed_in(holder_of(certificate), "zh-hans"), f"/certificates/{certificate.pk}/shares/"
    seen: Any = {"what": OpeningOf.PAGE, "place": "", "at": AT}
    certificates.note_opening(share=shared(certificate), browser="b0.", **seen)
    asked = questions(holder, address)
    for number in range(1, 25):
        certificates.note_opening(share=shared(certificate), browser=f"b{number}.", **seen)

    first = holder.get(address)
    second = holder.get(f"{address}?after={first.context['next_key']}")
    after = holder.get(f"{address}?after={second.context['rows'][-1]['share'].pk}")

    assert questions(holder, address) == questions(holder, f"{address}?after={first.context['next_key']}") == asked
    shown = [
        [number for number in range(25) if f"b{number}." in page.content.decode()] for page in (first, second, after)
    ]
    assert shown == [list(range(5, 25)), list(range(5)), []]
    assert second.context["next_key"] is None


def test_link_that_cannot_be_shown_again_says_so(settings: Any) -> None:
    certificate = issued()
    holder = signed_in(holder_of(certificate), "en")
    link = certificates.share_address(token_of(shared(certificate, until_on=far())))
    CertificateShare.objects.update(seed="")  # as those were that were made before seeds were

    page = holder.get(f"/certificates/{certificate.pk}/shares/").content.decode()

    assert (link in page, "cannot be shown again" in page) == (False, True)
    assert Client().get(link.removeprefix(settings.PUBLIC_URL)).status_code == 200


def test_nobody_shares_or_ends_what_is_somebody_elses() -> None:
    certificate, other = issued(name="张三"), issued(name="李四", key="run:82:1")
    share = shared(certificate)
    client = signed_in(login(other.person), "zh-hans")

    answers = [
        client.get(f"/certificates/{certificate.pk}/shares/"),
        client.post(f"/certificates/{certificate.pk}/shares/", {"purpose": "评审", "until_on": far().isoformat()}),
        client.post(f"/certificates/{certificate.pk}/shares/{share.pk}/end/"),
        client.post(f"/certificates/{other.pk}/shares/{share.pk}/end/"),
    ]

    assert [one.status_code for one in answers] == [404, 404, 404, 404]
    share.refresh_from_db()
    assert (share.ended_at, CertificateShare.objects.count()) == (None, 1)


def test_what_was_seen_of_an_opening_stays() -> None:
    share = shared(issued())
    certificates.note_opening(share=share, what="PAGE", browser="Chrome", place="", at=AT)  # type: ignore[arg-type]

    for change in (lambda: ShareOpening.objects.update(browser=""), lambda: ShareOpening.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
