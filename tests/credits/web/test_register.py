"""The register: found only by those whose region and sector it is, opened for a purpose only, each look on record."""

import pytest
from django.db import DatabaseError, transaction

from credits.models import RecordLook
from credits.web import register
from learning.accounts import people
from learning.accounts.enums import FactKind, Sector
from learning.accounts.models import Region
from tests.credits.web import builders

pytestmark = pytest.mark.django_db

NANJING, SUZHOU, XUANWU, PROVINCE = "320100", "320500", "320102", "320000"


def test_search_finds_by_whole_number_and_by_name_with_last_four():
    zhang = builders.person()
    client = builders.signed_in(builders.regulator())

    for text in ("G10001234", "张三 1234", "张 1234"):
        page = client.post("/register/", {"text": text})
        assert [row["pk"] for row in page.context["found"]] == [zhang.pk]
        assert "G10001234" not in page.content.decode().replace('value="G10001234"', "")


def test_search_keeps_numbers_out_of_addresses():
    page = builders.signed_in(builders.regulator()).get("/register/?text=G10001234")

    assert page.context["found"] is None
    assert 'method="post"' in page.content.decode()


def test_search_does_not_tell_of_people_elsewhere():
    builders.person(region=SUZHOU)

    page = builders.signed_in(builders.regulator()).post("/register/", {"text": "G10001234"})

    assert page.context["found"] == []
    assert "Nobody of your regions was found" in page.content.decode()


def test_search_finds_behind_any_number_of_namesakes_elsewhere():
    for place in range(register.FOUND_AT_MOST + 1):
        builders.person(number=f"G{place:04}1234", region=SUZHOU)
    zhang = builders.person(number="G90001234")

    page = builders.signed_in(builders.regulator()).post("/register/", {"text": "张三 1234"})

    assert [row["pk"] for row in page.context["found"]] == [zhang.pk]


def test_search_of_a_sector_finds_its_series_only_and_the_province_whoever_lives_nowhere():
    nurse = builders.person(number="G20001234", series="cme", region=None)
    builders.person(number="G30001234", region=None)
    builders.person(number="G40001234", series="cme", region=NANJING)
    of_all = builders.signed_in(builders.regulator(region=PROVINCE, sector=Sector.HEALTH))
    of_nanjing = builders.signed_in(builders.regulator(sector=Sector.HEALTH, mobile="+8613900000002"))

    found = [row["pk"] for row in of_all.post("/register/", {"text": "张三 1234"}).context["found"]]

    assert nurse.pk in found
    assert len(found) == 2
    assert nurse.pk not in [row["pk"] for row in of_nanjing.post("/register/", {"text": "张三 1234"}).context["found"]]


@pytest.mark.parametrize(
    "of, region, sector, status",
    [
        (NANJING, NANJING, Sector.GENERAL, 200),
        (NANJING, PROVINCE, Sector.GENERAL, 200),
        (XUANWU, NANJING, Sector.GENERAL, 200),
        (NANJING, XUANWU, Sector.GENERAL, 404),
        (SUZHOU, NANJING, Sector.GENERAL, 404),
        (NANJING, NANJING, Sector.HEALTH, 404),
        (None, PROVINCE, Sector.GENERAL, 200),
        (None, NANJING, Sector.GENERAL, 404),
    ],
)
def test_record_opens_within_region_and_sector_only(of, region, sector, status):
    zhang = builders.person(region=of)

    assert (
        builders.signed_in(builders.regulator(region=region, sector=sector)).get(f"/register/{zhang.pk}/").status_code
        == status
    )


def test_record_of_a_nurse_is_the_health_sectors_too():
    nurse = builders.person(series="cme")

    assert builders.signed_in(builders.regulator(sector=Sector.HEALTH)).get(f"/register/{nurse.pk}/").status_code == 200


def test_record_of_somebody_who_moved_is_the_new_citys():
    zhang = builders.person()
    suzhou = Region.objects.get(code=SUZHOU)
    people.state_fact(person=zhang, kind=FactKind.REGION, region=suzhou, since=builders.TODAY, by=None, at=builders.NOW)
    old, new = builders.regulator(), builders.regulator(region=SUZHOU, mobile="+8613900000002")

    assert builders.signed_in(old).get(f"/register/{zhang.pk}/?on=2020-01-01").status_code == 404
    assert builders.signed_in(new).get(f"/register/{zhang.pk}/").status_code == 200


def test_record_stays_shut_until_a_purpose_is_stated():
    zhang = builders.person()
    builders.line(zhang, title="集成电路研修班")
    client = builders.signed_in(builders.regulator())

    page = client.get(f"/register/{zhang.pk}/").content.decode()

    assert "集成电路研修班" not in page
    assert not RecordLook.objects.exists()


@pytest.mark.parametrize("purpose", ["", "   "])
def test_record_stays_shut_for_an_empty_purpose(purpose):
    zhang = builders.person()
    builders.line(zhang, title="集成电路研修班")
    client = builders.signed_in(builders.regulator())

    page = client.post(f"/register/{zhang.pk}/", {"purpose": purpose}).content.decode()

    assert "集成电路研修班" not in page
    assert not RecordLook.objects.exists()


def test_record_is_shown_and_the_look_is_kept():
    zhang = builders.person()
    builders.line(zhang, title="集成电路研修班")
    officer = builders.regulator()

    page = builders.opened(officer, zhang).get(f"/register/{zhang.pk}/").content.decode()

    assert "集成电路研修班" in page
    look = RecordLook.objects.get()
    assert (look.person, look.user, look.purpose, look.organisation.name) == (
        zhang,
        officer,
        "职称评审",
        "南京市GENERAL",
    )


def test_look_cannot_be_changed_or_taken_away():
    builders.opened(builders.regulator(), builders.person())

    for deed in (lambda: RecordLook.objects.update(purpose="别的"), lambda: RecordLook.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_look_of_a_colleague_opens_nothing():
    zhang = builders.person()
    builders.opened(builders.regulator(), zhang)
    colleague = builders.signed_in(builders.regulator(mobile="+8613900000002"))

    assert "Say what you look at this record for" in colleague.get(f"/register/{zhang.pk}/").content.decode()


def test_look_is_shown_to_the_person():
    zhang = builders.person()
    builders.opened(builders.regulator(), zhang)

    page = builders.signed_in(builders.login(zhang)).get("/hours/looks/").content.decode()

    assert "职称评审" in page
    assert "南京市GENERAL" in page


def test_looks_at_others_are_not_shown():
    zhang, li = builders.person(), builders.person(name="李四", number="G30005678")
    builders.opened(builders.regulator(), li)

    page = builders.signed_in(builders.login(zhang)).get("/hours/looks/").content.decode()

    assert "职称评审" not in page
    assert "Nobody has looked at your record" in page


def test_record_as_of_a_day_leaves_out_what_came_later():
    zhang = builders.person()
    builders.line(zhang, title="昨天登记的研修班")
    client = builders.opened(builders.regulator(), zhang)

    then = client.get(f"/register/{zhang.pk}/?on={builders.YEAR - 1}-06-30").content.decode()
    today = client.get(f"/register/{zhang.pk}/").content.decode()

    assert "昨天登记的研修班" not in then
    assert "昨天登记的研修班" in today


@pytest.mark.parametrize("on", ["2026-02-30", "abc", "", "9999-12-31", "0001-01-01", "٢٠٢٦-٠١-٠١x"])
def test_record_of_an_impossible_day_says_so_and_shows_today(on):
    zhang = builders.person()
    client = builders.opened(builders.regulator(), zhang)

    page = client.get(f"/register/{zhang.pk}/", {"on": on})

    assert page.status_code == 200
    assert page.context["form"].errors
    assert page.context["on"] == builders.TODAY


def test_entry_of_a_record_asks_for_the_purpose_first():
    zhang = builders.person()
    line = builders.line(zhang)
    officer = builders.regulator()

    assert builders.signed_in(officer).get(f"/register/{zhang.pk}/entries/{line.pk}/").status_code == 302
    assert builders.opened(officer, zhang).get(f"/register/{zhang.pk}/entries/{line.pk}/").status_code == 200


def test_entry_of_another_record_is_not_in_this_one():
    zhang, li = builders.person(), builders.person(name="李四", number="G30005678", region=SUZHOU)
    line = builders.line(li)

    assert (
        builders.opened(builders.regulator(), zhang).get(f"/register/{zhang.pk}/entries/{line.pk}/").status_code == 404
    )


@pytest.mark.parametrize("address", ["/register/", "/register/1/", "/compliance/"])
def test_register_does_not_exist_for_professionals(address):
    zhang = builders.person()

    assert builders.signed_in(builders.login(zhang)).get(address).status_code == 404


def test_search_asks_as_many_questions_for_three_people_as_for_one():
    client = builders.signed_in(builders.regulator())
    builders.person()

    one = builders.questions(client, "/register/", {"text": "张三 1234"})
    for place in (2, 3):
        builders.person(number=f"G{place}0001234")

    assert builders.questions(client, "/register/", {"text": "张三 1234"}) == one


def test_record_asks_as_many_questions_for_three_lines_as_for_one():
    zhang = builders.person()
    client = builders.opened(builders.regulator(), zhang)
    builders.line(zhang)

    one = builders.questions(client, f"/register/{zhang.pk}/")
    for place in (2, 3):
        builders.line(zhang, key=f"run:{place}")

    assert builders.questions(client, f"/register/{zhang.pk}/") == one


def test_standing_asks_as_many_questions_for_three_lines_as_for_one():
    zhang = builders.person()
    client = builders.opened(builders.regulator(), zhang)
    asked = []
    for places in ((1,), (2, 3)):
        for place in places:
            builders.line(zhang, key=f"run:{place}", title=f"研修班{place}")
        # Whoever is under no duty has no standing left after a posting.
        row = builders.standing(zhang)
        asked.append(builders.questions(client, f"/register/{zhang.pk}/standings/{row.pk}/"))

    assert asked[0] == asked[1] < 30


def test_standing_of_another_record_is_not_in_this_one():
    zhang, li = builders.person(), builders.person(name="李四", number="G30005678", region=SUZHOU)
    row = builders.standing(li, region=SUZHOU)

    answer = builders.opened(builders.regulator(), zhang).get(f"/register/{zhang.pk}/standings/{row.pk}/")

    assert answer.status_code == 404
