"""The rows of a table of systems: the last column is a gap, a debt or none, and every figure opens its pledges."""

import pytest
from django.http import HttpResponse
from django.template import RequestContext, Template
from django.test import RequestFactory

from pledges.answers import StageRow, keyed_summaries, system_summaries
from pledges.answers.filters import parse_moment
from pledges.models import Scope
from tests.pledges import staff_steps
from tests.pledges.sample_ledgers import publish_page_ledger
from tests.pledges.site.reading import Page

pytestmark = pytest.mark.usefixtures("ledger")
CLOCKS = "valid_at=2025-06-05&known_at=v1"


@pytest.fixture
def ledger(catalogue: None) -> None:
    """The sample ledger, on a small catalogue."""
    publish_page_ledger()


def write_rows_on_page(rows: list[StageRow], options: str = "") -> list[Page]:
    """Return the rows as they are written on a page of a past moment."""
    request = RequestFactory().get(f"/?{CLOCKS}")
    template = Template(f"{{% load system_cells %}}{{% system_rows rows {options} %}}")
    html = template.render(RequestContext(request, {"rows": rows}))
    return [Page(HttpResponse(row)) for row in html.split("</tr>")[:-1]]


def systems(slug: str) -> list[StageRow]:
    return [row for row in system_summaries(parse_moment(None, None, now=staff_steps.NOW)) if row.system.slug == slug]


def test_rows_say_what_is_promised_delivered_and_missing_and_keep_the_moment() -> None:
    rows = write_rows_on_page(systems("patriot"))
    batteries = next(row for row in rows if "batteries" in row.text)
    assert batteries.text == "Patriot batteries 4 up to 2 8–10"
    assert batteries.href("Patriot") == f"/systems/patriot/?{CLOCKS}"
    pledges = f"/pledges/?{CLOCKS}&system=patriot&unit=battery&counted=true&aid_type=military"
    assert list(batteries.links)[1:] == [
        pledges,
        f"{pledges}&stage=delivered",
        f"/gaps/?{CLOCKS}#patriot-battery",
    ]


def test_a_unit_without_a_need_has_no_gap_to_open() -> None:
    launchers = next(row for row in write_rows_on_page(systems("patriot")) if "launchers" in row.text)
    assert launchers.text.endswith("no stated need")
    assert not any("/gaps/" in href for href in launchers.links)


def test_rows_of_a_donor_say_what_is_owed_and_open_what_is_attributed_to_it() -> None:
    (germany,) = keyed_summaries(parse_moment(None, None, now=staff_steps.NOW), Scope.DONOR, keys=("DEU",))
    rows = write_rows_on_page(list(germany.systems), "no_gap=True owed=True donor='DEU'")
    assert all("attributed_to=DEU" in href for row in rows for href in list(row.links)[1:])
    words = ("announced", "committed", "contracted", "shipped", "delivery_undisclosed", "in_delivery")
    owed = "&".join(f"status={word}" for word in words)
    assert all(list(row.links)[3].endswith(owed) for row in rows)


def test_rows_of_money_are_in_euro() -> None:
    (money,) = write_rows_on_page(systems("money"), "no_gap=True")
    assert money.text.startswith("Money in euro EUR 50 m")
    assert len(money.links) == 3
