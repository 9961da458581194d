"""What was drawn is kept: pages wait for nothing, a new version draws only what it changed, an emptied cache heals."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings
from pytest_django import DjangoAssertNumQueries

from pledges.answers import AsOf, current_as_of
from pledges.charts import Form, card_of, claim_drawing, draw_current, file_of
from pledges.charts.chart_catalogue import shown_on_pages
from pledges.charts.drawing_cache import AT_ONCE
from tests import factories
from tests.pledges import staff_steps


def test_kept_cards_and_files_ask_the_database_nothing(
    as_of: AsOf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = card_of("system_donors", "patriot", as_of)
    drawn = file_of("system_donors", "patriot", as_of, Form.PAGE, "svg")
    with django_assert_num_queries(0):
        assert card_of("system_donors", "patriot", as_of) == first
        assert file_of("system_donors", "patriot", as_of, Form.PAGE, "svg") == drawn
    cache.clear()
    assert file_of("system_donors", "patriot", as_of, Form.PAGE, "svg") == drawn


def test_new_version_keeps_the_drawings_that_it_did_not_change(as_of: AsOf) -> None:
    before = {key: card_of("system_donors", key, as_of) for key in ("patriot", "patriot.launcher")}
    factories.publish_rows(staff_steps.pledge_row(donors="USA", quantity="3"))
    factories.project()
    now = current_as_of(now=staff_steps.NOW)
    after = {key: card_of("system_donors", key, now) for key in before}
    assert {key: before[key] == after[key] for key in before} == {"patriot": False, "patriot.launcher": True}


def test_chart_without_anything_to_draw_has_no_file(as_of: AsOf) -> None:
    card = card_of("gap_waterfall", "patriot.launcher", as_of)
    assert card is not None
    assert card.sizes == {}
    assert file_of("gap_waterfall", "patriot.launcher", as_of, Form.PAGE, "svg") is None
    assert file_of("no_such_chart", "patriot.launcher", as_of, Form.PAGE, "svg") is None


def test_charts_of_the_current_version_are_drawn_bit_by_bit(
    as_of: AsOf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert claim_drawing(now=staff_steps.NOW)
    start: int | None = 0
    visits = []
    while start is not None:
        visits.append(start)
        start = draw_current(start=start, now=staff_steps.NOW)
    assert visits == list(range(0, len(visits) * AT_ONCE, AT_ONCE))
    assert not claim_drawing(now=staff_steps.NOW)
    every = list(shown_on_pages(as_of))
    with django_assert_num_queries(0):
        files = [file_of(name, key, as_of, Form.PHONE, "svg") for name, key in every]
    assert sum(file is not None for file in files) > 10


def test_new_version_and_an_emptied_cache_wait_to_be_drawn(as_of: AsOf) -> None:
    draw_current(start=10_000, now=staff_steps.NOW)
    assert not claim_drawing(now=staff_steps.NOW)
    cache.clear()
    assert claim_drawing(now=staff_steps.NOW)
    draw_current(start=10_000, now=staff_steps.NOW)
    factories.publish_rows(staff_steps.pledge_row(donors="USA", quantity="3"))
    factories.project()
    assert claim_drawing(now=staff_steps.NOW)


def test_drawing_is_asked_for_once_and_not_where_nothing_is_kept(as_of: AsOf) -> None:
    assert [claim_drawing(now=staff_steps.NOW) for _ in range(3)] == [True, False, False]
    cache.clear()
    with override_settings(CACHES={"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}):
        assert not claim_drawing(now=staff_steps.NOW)
    assert claim_drawing(now=staff_steps.NOW)


@pytest.mark.usefixtures("catalogue")
def test_empty_ledger_draws_nothing() -> None:
    assert draw_current(start=0, now=staff_steps.NOW) is None
