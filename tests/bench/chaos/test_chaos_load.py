"""What the tool of faults makes of what its load was told."""

from __future__ import annotations

import pytest

from bench.chaos.__main__ import Outcome, line_of
from bench.chaos.chaos_load import Seen, healed_after, may_try_again, worst_status


@pytest.mark.parametrize(
    ("statuses", "worst"),
    [([200, 200], 200), ([200, 429], 429), ([200, 429, 503], 503), ([503, 500, 200], 500), ([503, 0, 500], 0)],
)
def test_the_worst_page_is_none_then_a_fault_then_a_refusal(statuses: list[int], worst: int) -> None:
    seen = Seen(pages=[(float(number), status, 0.1) for number, status in enumerate(statuses)])

    assert worst_status(seen) == worst


def test_healing_lasts_to_the_last_bad_page_and_to_the_next_publish() -> None:
    seen = Seen(
        pages=[(9.0, 200, 0.1), (11.0, 503, 0.5), (12.0, 200, 0.1), (13.0, 503, 2.0), (16.0, 200, 0.1)],
        published=[(9.5, "before"), (14.0, "after")],
    )

    assert list(healed_after(seen, fault=10.0)) == [5.0, 4.0]
    assert list(healed_after(Seen(), fault=10.0)) == [0.0, float("inf")]


def test_only_a_write_under_way_is_tried_again() -> None:
    assert may_try_again(409, b'{"code":"request_under_way"}')
    assert not may_try_again(409, b'{"code":"plan_has_problems"}')


def test_a_line_shows_the_longest_time_and_the_worst_page() -> None:
    outcomes = [Outcome(12, 0, 0, 1.5, 200, rebuilt_alike=True), Outcome(9, 1, 0, 7.25, 503, rebuilt_alike=False)]

    assert " ".join(line_of("kill -9 front", outcomes).split()) == "kill -9 front 2 21 1 0 7.2 503 1 alike"
