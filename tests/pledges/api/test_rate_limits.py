"""Quotas, counted in a real Valkey for all processes together."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, override_settings
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from pledges.access.client_addresses import client_address
from pledges.api.rate_limits import Allowance, Limiter, LonelyCounts, Quota, parse_quota
from tests.pledges.api.write.programs import Program, problem, secret_of

START = 1_760_000_000.0
FIVE_A_MINUTE = Quota(5, 60)


def take_request(limiter: Limiter, *, now: float, who: str = "reader", quota: Quota = FIVE_A_MINUTE) -> Allowance:
    return limiter.take(policy="address", who=who, quota=quota, now=now)


@pytest.fixture
def limiter() -> Limiter:
    return Limiter(settings.RATE_LIMIT_URL)


def test_a_whole_quota_passes_at_once_and_then_as_much_as_flows_back(limiter: Limiter) -> None:
    burst = [take_request(limiter, now=START) for _ in range(6)]
    later = [take_request(limiter, now=START + wait) for wait in (11.9, 12.1, 12.2)]

    assert [(one.allowed, one.remaining) for one in burst] == [
        *((True, left) for left in (4, 3, 2, 1, 0)),
        (False, 0),
    ]
    assert [one.full_s for one in burst] == [12, 24, 36, 48, 60, 60]
    assert (burst[5].retry_after_s, burst[5].headers()) == (
        12,
        {"RateLimit-Policy": '"address";q=5;w=60', "RateLimit": '"address";r=0;t=60'},
    )
    assert [one.allowed for one in later] == [False, True, False]
    assert take_request(limiter, now=START + 3600).remaining == 4


def test_who_goes_on_asking_is_let_in_again_as_early_as_who_waits(limiter: Limiter) -> None:
    for _ in range(5):
        take_request(limiter, now=START)
    refused = [take_request(limiter, now=START + second / 10) for second in range(119)]

    assert not any(one.allowed for one in refused)
    assert take_request(limiter, now=START + 12.01).allowed


def test_clients_do_not_take_from_each_other(limiter: Limiter) -> None:
    for _ in range(5):
        take_request(limiter, now=START, who="one")

    assert not take_request(limiter, now=START, who="one").allowed
    assert take_request(limiter, now=START, who="other").allowed


def test_of_many_at_once_exactly_the_quota_passes() -> None:
    quota, barrier = Quota(40, 60), threading.Barrier(8)

    def ask(_: int) -> int:
        own = Limiter(settings.RATE_LIMIT_URL)  # as another process would
        barrier.wait(timeout=60)
        passed = sum(take_request(own, now=START, quota=quota).allowed for _ in range(20))
        own.client.close()
        return passed

    with ThreadPoolExecutor(max_workers=8) as pool:
        assert sum(pool.map(ask, range(8))) == 40


def test_one_request_is_one_round_trip_and_leaves_nothing_for_ever(limiter: Limiter) -> None:
    take_request(limiter, now=START)
    before = limiter.client.info("stats")["total_commands_processed"]
    take_request(limiter, now=START)
    after = limiter.client.info("stats")["total_commands_processed"]
    (key,) = limiter.client.keys("ramstein:limit:*")

    assert after - before == 4  # the script, its GET and its SET, and the question itself
    assert 0 < limiter.client.pttl(key) <= 24_000


def test_without_valkey_each_process_counts_alone_and_the_log_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    alone = Limiter("redis://127.0.0.1:1/0")
    with caplog.at_level(logging.WARNING):
        asked = [alone.take(policy="address", who="x", quota=FIVE_A_MINUTE, now=START) for _ in range(7)]
        other = alone.take(policy="address", who="y", quota=FIVE_A_MINUTE, now=START)

    assert [(one.allowed, one.remaining) for one in asked] == [
        *((True, remaining) for remaining in (4, 3, 2, 1, 0)),
        *((False, 0), (False, 0)),
    ]
    assert (other.allowed, asked[-1].retry_after_s) == (True, 12)
    assert [record.message[:45] for record in caplog.records] == ["Each process counts requests alone for 5 s: E"]


@given(steps=st.lists(st.tuples(st.integers(0, 20), st.sampled_from("ab")), max_size=40))
@examples(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_process_alone_counts_as_valkey_does(limiter: Limiter, steps: list[tuple[int, str]]) -> None:
    limiter.client.flushdb()
    alone, now = LonelyCounts(), START
    for seconds, who in steps:
        now += seconds
        together = limiter.take_together(f"ramstein:limit:{who}", FIVE_A_MINUTE, now)
        assert alone.take(f"ramstein:limit:{who}", FIVE_A_MINUTE, now) == together


@pytest.mark.parametrize(
    ("stated", "quota"), [("1200/60", Quota(1200, 60)), (" 5 / 1 ", Quota(5, 1)), ("off", None), ("OFF", None)]
)
def test_a_quota_is_read_from_the_settings(stated: str, quota: Quota | None) -> None:
    assert parse_quota(stated) == quota


@pytest.mark.parametrize("stated", ["", "5", "0/60", "5/0", "-1/60", "5/60/2", "many", "٥/60"])
def test_a_quota_that_cannot_be_read_stops_the_start(stated: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="as in 1200/60, or off"):
        parse_quota(stated)


@pytest.mark.parametrize(
    ("address", "forwarded", "proxies", "counted"),
    [
        ("203.0.113.7", "", 0, "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", 0, "203.0.113.7"),
        ("10.0.0.1", "198.51.100.1", 1, "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1", 1, "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2", 2, "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1", 2, "10.0.0.1"),
        ("10.0.0.1", "", 1, "10.0.0.1"),
        ("10.0.0.1", "nonsense", 1, "unknown"),
        ("2001:db8:1:2:3::4", "", 0, "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "", 0, "203.0.113.7"),
        ("", "", 0, "unknown"),
    ],
)
def test_the_address_is_that_which_trusted_proxies_saw(
    address: str, forwarded: str, proxies: int, counted: str
) -> None:
    meta = {"REMOTE_ADDR": address, "HTTP_X_FORWARDED_FOR": forwarded}

    assert client_address(meta, trusted_proxies=proxies) == counted


@pytest.mark.usefixtures("catalogue")
@override_settings(RATE_LIMIT_ADDRESS="3/3600", RATE_LIMIT_TOKEN="5/3600")
def test_addresses_and_tokens_have_limits_of_their_own() -> None:
    reader, program = Client(), Program(secret_of("drafter"))
    read: list[Any] = [reader.get("/api/v1/pledges/") for _ in range(4)]
    written: list[Any] = [program.get("changesets/") for _ in range(6)]

    assert [one.status_code for one in read] == [200, 200, 200, 429]
    assert [one.status_code for one in written] == [200, 200, 200, 200, 200, 429]
    assert [one["RateLimit"].split(";t=")[0] for one in read] == [f'"address";r={left}' for left in (2, 1, 0, 0)]
    assert written[0]["RateLimit-Policy"] == '"token";q=5;w=3600'
    refused = problem(read[3], 429)
    assert (refused["code"], 1190 <= int(read[3]["Retry-After"]) <= 1200) == ("rate_limited", True)
    assert "With a token the limit is higher." in refused["errors"][0]["hint"]
    assert read[3]["Access-Control-Allow-Origin"] == "*"


@pytest.mark.usefixtures("catalogue")
@override_settings(RATE_LIMIT_ADDRESS="2/3600")
def test_tokens_that_give_no_access_count_for_their_address() -> None:
    answers = [Program("rms_made-up").get("pledges/").status_code for _ in range(3)]

    assert answers == [401, 401, 429]
    assert Program("").get("pledges/").status_code == 429


@pytest.mark.usefixtures("catalogue")
@override_settings(RATE_LIMIT_ADDRESS="1/3600")
def test_an_answer_of_304_counts_and_pages_do_not() -> None:
    client = Client()
    etag = client.get("/api/v1/systems/")["ETag"]

    assert client.get("/api/v1/systems/", headers={"if-none-match": etag}).status_code == 429
    assert client.get("/systems/").status_code == 200
    assert "RateLimit" not in client.get("/systems/").headers


@pytest.mark.usefixtures("catalogue")
@override_settings(RATE_LIMIT_URL="redis://127.0.0.1:1/0", RATE_LIMIT_ADDRESS="1/3600")
def test_readers_and_writers_go_on_without_valkey() -> None:
    program = Program(secret_of("drafter"))
    answers = [Client().get("/api/v1/systems/").status_code for _ in range(3)]

    assert answers == [200, 429, 429]  # this process counts alone
    assert program.post("changesets/", {"title": "x", "rows": []}).status_code == 201


@pytest.mark.usefixtures("catalogue")
@override_settings(RATE_LIMIT_ADDRESS="off", RATE_LIMIT_TOKEN="off")
def test_limits_can_be_switched_off() -> None:
    answer = Client().get("/api/v1/systems/")

    assert (answer.status_code, "RateLimit" in answer.headers) == (200, False)
