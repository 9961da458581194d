"""The key of a chart carries the period and the scale, and reads back as it was written."""

from datetime import date

import pytest

from pledges.charts.chart_keys import ChartKey, parse_chart_key

KEYS = {
    "patriot": ChartKey("patriot"),
    "patriot.launcher": ChartKey("patriot.launcher"),
    "patriot~2024-01-01": ChartKey("patriot", date(2024, 1, 1)),
    "patriot~~2024-06-30": ChartKey("patriot", None, date(2024, 6, 30)),
    "patriot~2024-01-01~2024-06-30~share": ChartKey("patriot", date(2024, 1, 1), date(2024, 6, 30), share=True),
    "patriot~~~share": ChartKey("patriot", share=True),
}


@pytest.mark.parametrize(("words", "key"), KEYS.items())
def test_a_key_reads_back_as_it_was_written(words: str, key: ChartKey) -> None:
    assert parse_chart_key(words) == key
    assert str(key) == words


@pytest.mark.parametrize("words", ["patriot~soon", "patriot~~~half", "patriot~2024-01-01~~share~more", "a~2024-13-01"])
def test_what_is_no_period_is_no_key(words: str) -> None:
    assert parse_chart_key(words) is None
