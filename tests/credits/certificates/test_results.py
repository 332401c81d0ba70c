"""The result (结业结论) that a certificate of completion states; those from before state none, and are worth what they were."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from credits import certificates, ledger, seals
from credits.certificates import Settled, _designs, _pdf
from credits.certificates._kinds import _completion
from credits.certificates._statements import Signed
from credits.enums import CertificateKind, CompletionResult, DesignStatus
from credits.models import Certificate, CertificateDesign, CertificateOrder
from tests.credits import builders as people
from tests.credits.certificates import builders
from tests.credits.certificates.builders import AT, issued, order
from tests.credits.certificates.test_checking import redrawn
from tests.credits.certificates.test_file import text_of
from tests.credits.web.builders import regulator, signed_in

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=3)
ROWS = ["title", "activity", "approval_number", "span", "hours", "host", "organiser"]
WORDS = {"PASSED": ("合格", "passed"), "COMPLETED": ("准予结业", "completed")}


def former_design(*, by: Any = None) -> CertificateDesign:
    """Put in use what was published, by somebody or with the product, before a result had to be placed."""
    body = {**_designs.published("COMPLETION")[0].body, "rows": ROWS}
    return CertificateDesign.objects.create(
        kind="COMPLETION",
        number=2,
        name="旧样式",
        status=DesignStatus.PUBLISHED,
        body=body,
        digest=_designs.digest(body, b""),
        edited_at=AT,
        published_at=AT,
        published_by=by,
    )


def former(monkeypatch: pytest.MonkeyPatch) -> Certificate:
    """Issue a certificate as they were issued before any result was stated."""

    def without(facts: Any) -> dict[str, Any]:
        return {name: value for name, value in _completion.stated(facts).items() if name != "result"}

    former_design()
    with monkeypatch.context() as then:
        then.setitem(certificates.KINDS, CertificateKind.COMPLETION, _kind(stated=without))
        certificate = issued()
    assert "result" not in certificate.stated
    return certificate


def _kind(**changes: Any) -> Any:
    return type(_completion.KIND)(**{**vars(_completion.KIND), **changes})


def page_of(certificate: Certificate, language: str = "zh-hans") -> str:
    answer = Client().get(f"/verify/{certificate.token}/", headers={"accept-language": language})
    return answer.content.decode()


@pytest.mark.parametrize("result", CompletionResult)
def test_the_result_is_signed_and_stands_on_the_paper(result: CompletionResult) -> None:
    certificate = issued(more={"result": str(result)})

    text = text_of(builders.file_of(certificate))

    zh, _en = WORDS[result]
    assert certificate.stated["result"] == result
    assert f"结业结论{zh}" in text or f"结业结论Result{zh}" in text or f"{zh}Result" in text, text
    told = Client().get(f"/verify/{certificate.token}/statement/").json()
    assert told["statement"]["result"] == result
    assert f"<dt>结业结论</dt><dd>{zh}</dd>" in "".join(page_of(certificate).split())


@pytest.mark.parametrize("result", CompletionResult)
def test_both_languages_have_words_for_every_result(result: CompletionResult) -> None:
    stated = {**certificates.specimen("COMPLETION", "usual"), "result": str(result)}

    said = [_completion.said(stated, language)["result"] for language in ("zh", "en")]

    assert tuple(said) == WORDS[result]


def test_an_order_from_before_states_that_its_holder_completed_it() -> None:
    certificate = issued()

    assert "result" not in certificate.order.facts
    assert certificate.stated["result"] == "COMPLETED"


def test_statement_from_before_is_as_good_as_it_was_and_says_nothing_of_a_result(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    certificate = former(monkeypatch)
    content = builders.file_of(certificate)

    found = certificates.check_file(content, roots=seals.roots(), at=timezone.now())

    assert (found.is_valid, found.differing) == (True, [])
    assert certificates.examine_all().faults == []
    assert ledger.encoding(certificate.stated)
    assert content.startswith(_pdf.draw(builders.signed(certificate)))
    assert "结业结论" not in text_of(content)
    assert "结业结论" not in page_of(certificate)
    assert "结业结论" not in builders.dropped(content)


def test_statement_from_before_is_drawn_alike_in_a_design_that_places_the_result(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    certificate = former(monkeypatch)
    signed = builders.signed(certificate)

    assert _pdf.draw(signed, _designs.shipped("COMPLETION")) == _pdf.draw(signed)


def test_another_result_in_a_file_stands_beside_the_true_one() -> None:
    certificate = issued(more={"result": "COMPLETED"})
    forged = redrawn(certificate, result="PASSED")

    page = builders.dropped(forged)

    found = certificates.check_file(forged, roots=seals.roots(), at=timezone.now())
    assert found.differing == ["result"]
    assert (page.count("beside-differs"), "合格" in page, "准予结业" in page) == (1, True, True)


@pytest.mark.parametrize("odd", ["优秀", ["PASSED"], {"a": 1}, 5])
def test_what_somebody_wrote_in_place_of_a_result_comes_out_as_text(odd: Any) -> None:
    stated = {**issued().stated, "result": odd}
    design = _designs.shipped("COMPLETION")
    rows = tuple(name for name in design.rows if name != "result")
    drawn = _pdf.draw(Signed(stated=stated, digest="", signature=""), _without(design, rows))

    assert "beside-differs" in builders.dropped(drawn)


def _without(design: Any, rows: tuple[str, ...]) -> Any:
    return type(design)(**{**vars(design), "rows": rows})


def test_what_names_no_result_is_not_replaced_for_that_alone() -> None:
    old = issued()
    due = order(old.person, more={"result": "COMPLETED"})
    settled: dict[str, Any] = {"key": "run:81:1", "by": people.user(), "at": LATER, "reason": "复核"}

    assert certificates.settle(due=due, **settled) == Settled.NOTHING
    again = order(old.person, more={"result": "COMPLETED"}, title="另一名称")
    assert certificates.settle(due=again, **settled) == Settled.REPLACED
    certificates.issue_due(at=LATER)
    assert Certificate.objects.get(replaces=old).order.facts["result"] == "COMPLETED"


def test_another_result_is_stated_anew_and_a_reissue_keeps_it() -> None:
    old = issued(more={"result": "COMPLETED"})
    due = order(old.person, more={"result": "PASSED"})

    settled = certificates.settle(key="run:81:1", due=due, by=people.user(), at=LATER, reason="复核")
    certificates.issue_due(at=LATER)
    new = builders.reissued(Certificate.objects.get(replaces=old), at=LATER + timedelta(days=1))

    assert (settled, new.stated["result"]) == (Settled.REPLACED, "PASSED")


def test_published_design_without_a_result_stays_in_use_and_a_draft_of_it_is_asked_for_one() -> None:
    by = people.user()
    design = former_design(by=by)
    certificate = issued(more={"result": "PASSED"})
    row = certificates.begin_design(kind="COMPLETION", by=by, at=AT)

    assert (certificates.install_designs(at=AT), certificate.stated["design"]) == ([], str(design))
    assert "结业结论" not in text_of(builders.file_of(certificate))
    assert certificate.stated["result"] == "PASSED"
    with pytest.raises(certificates.NotPublishable, match=r"结业结论.*\{result\}"):
        certificates.publish_design(draft=row, seen=0, by=by, at=AT)
    body = {**row.body, "rows": [*ROWS, "result"]}
    row = certificates.save_design(draft=row, seen=0, name="新", body=body, logo=b"", by=by, at=AT)
    assert certificates.publish_design(draft=row, seen=1, by=by, at=AT).number == 3


def test_shipped_design_that_nobody_changed_is_followed_by_the_one_that_ships_now_once() -> None:
    former_design()

    came = certificates.install_designs(at=AT)

    assert [str(row) for row in came] == ["COMPLETION/3"]
    assert "result" in _designs.present("COMPLETION", at=AT).rows
    assert certificates.install_designs(at=AT) == []


def test_the_sentence_may_name_the_result_in_place_of_a_row() -> None:
    design = _designs.shipped("COMPLETION")
    words = _designs.Words(
        zh="{holder}（{document}）参加“{title}”{run}学习，考核结论：{result}。", en="Result: {result}."
    )
    told = type(design)(**{**vars(design), "sentence": words, "rows": tuple(ROWS)})
    stated = {**certificates.specimen("COMPLETION", "usual"), "result": "PASSED"}

    assert certificates.faults(told) == []
    assert told.sentence_of(stated, "zh").endswith("考核结论：合格。")
    assert told.sentence_of(stated, "en") == "Result: passed."


def test_the_editor_offers_the_result_and_says_that_it_is_missing() -> None:
    former_design()
    client = signed_in(regulator(region="320000"))
    client.post("/certificate-designs/new/", {"kind": "COMPLETION"})
    row = CertificateDesign.objects.get(status="DRAFT")

    page = client.get(f"/certificate-designs/{row.pk}/").content.decode()

    assert 'value="result"' in page
    assert "{result}" in page
    assert "结业结论" in page


def test_english_pages_say_the_result_in_english() -> None:
    certificate = issued(more={"result": "PASSED"})
    client = Client()
    client.cookies["django_language"] = "en"

    page = "".join(client.get(f"/verify/{certificate.token}/").content.decode().split())

    assert "<dt>Result</dt><dd>passed</dd>" in page
    assert CertificateOrder.objects.count() == 1
