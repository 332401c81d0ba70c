"""Lines: every sign counts as one wide here, so a test says where a line ends without a font."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.lettering import wrapped


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("特此证明。", 5, ["特此证明。"]),
        # A lone sign takes one of the line before it for company.
        ("已达到年度要求，特此证明。", 11, ["已达到年度要求，特此", "证明。"]),
        ("已达到年度要求，特此证明。", 10, ["已达到年度要求，特此", "证明。"]),
        # A Latin word is not parted for that.
        ("依照规则general好", 11, ["依照规则general", "好"]),
        # There is nothing to take from a line of one.
        ("好好", 1, ["好", "好"]),
        ("好 好 ", 2, ["好", "好"]),
        # Company that does not fit stays where it is.
        ("学A，学学", 3, ["学A，", "学学"]),
        ("学学学学", 2, ["学学", "学学"]),
        # Nor is a line begun with a closing sign for it, where a long word was broken.
        ("学校abcdefgh，好", 11, ["学校abcdefgh，", "好"]),
    ],
)
def test_no_text_ends_in_a_lone_sign(text: str, width: float, lines: list[str]) -> None:
    assert [line.rstrip() for line in wrapped(text, width=width, measure=len)] == lines


@given(text=st.text("学时证明，。（）A1 -", max_size=60), width=st.integers(1, 12))
def test_lines_lose_no_sign_and_are_no_wider_than_allowed(text: str, width: int) -> None:
    lines = wrapped(text, width=width, measure=len)

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(len(line.rstrip()) <= width for line in lines)
