"""Regions are named in the reader's language."""

import pytest
from django.utils import translation

from learning import places


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("江苏省", "Jiangsu Province"),
        ("南京市", "Nanjing"),
        ("六合区", "Luhe District"),
        ("丰县", "Feng County"),
        ("海安市", "Hai’an"),
        ("南京市江宁区", "Jiangning District, Nanjing"),
        ("苏州工业园区", "Suzhou Industrial Park"),
        ("盐城经济技术开发区", "Yancheng Economic and Technological Development Zone"),
        ("石家庄市", "石家庄市"),
        ("", ""),
    ],
)
def test_a_region_is_romanised_where_its_name_is_known(name: str, english: str) -> None:
    with translation.override("en"):
        assert places.said(name) == english
    with translation.override("zh-hans"):
        assert places.said(name) == name
