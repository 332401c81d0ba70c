"""A breaker: when it opens, when it asks again."""

import pytest

from cms.search._breaker import FAILURES, SECONDS, Breaker, State

TROUBLE = TimeoutError("too late")


@pytest.fixture
def clock():
    return [0.0]


@pytest.fixture
def breaker(clock):
    return Breaker(name="the cluster", clock=lambda: clock[0])


def test_it_opens_after_some_failures_in_a_row(breaker):
    for _time in range(FAILURES - 1):
        breaker.failed(TROUBLE)
    breaker.succeeded()
    for _time in range(FAILURES - 1):
        breaker.failed(TROUBLE)
    almost = breaker.state
    breaker.failed(TROUBLE)

    assert (almost, breaker.state) == (State.CLOSED, State.OPEN)
    assert not breaker.lets_through()
    assert breaker.reason == "TimeoutError: too late"


def test_one_finds_out_whether_it_is_back(breaker, clock):
    for _time in range(FAILURES):
        breaker.failed(TROUBLE)
    clock[0] += SECONDS

    assert [breaker.lets_through(), breaker.lets_through()] == [True, False]

    breaker.succeeded()

    assert breaker.state == State.CLOSED
    assert breaker.lets_through()


def test_a_probe_in_vain_doubles_the_pause(breaker, clock):
    for _time in range(FAILURES):
        breaker.failed(TROUBLE)
    clock[0] += SECONDS
    breaker.lets_through()
    breaker.failed(TROUBLE)
    clock[0] += 1.5 * SECONDS

    assert not breaker.lets_through()

    clock[0] += SECONDS

    assert breaker.lets_through()
