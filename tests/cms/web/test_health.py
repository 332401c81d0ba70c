"""How the site is, for whoever watches it."""

import pytest
from django.urls import reverse

from cms.search import _engines
from tests.cms import builders

pytestmark = pytest.mark.django_db


def test_postgresql_answers_and_says_what_waits(client, settings):
    settings.ELASTICSEARCH_URL = ""
    builders.public(builders.base(name="苏州大学"), title="统计方法")

    found = client.get(reverse("health")).json()

    assert found["database"] == "answers"
    assert found["search"]["engine"] == "postgresql"
    assert found["search"]["lacks"] == {}


def test_a_cluster_that_is_left_alone_is_told_without_its_address(client, settings):
    settings.ELASTICSEARCH_URL = "http://search.internal:9200"
    for _time in range(3):
        _engines.breaker.failed(ConnectionError("search.internal refused"))

    answer = client.get(reverse("health"))
    _engines.breaker.reset()

    assert answer.status_code == 200
    assert answer.json()["search"] | {"waits_seconds": 0} == {
        "engine": "postgresql",
        "breaker": "open",
        "reason": "ConnectionError",
        "waits_seconds": 0,
        "lacks": {},
    }
    assert "internal" not in answer.content.decode()
