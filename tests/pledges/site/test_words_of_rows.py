"""Rows of single pledges: what is stated in words stays in words, and no column says nothing in every row."""

import pytest
from django.test import Client

from tests import factories
from tests.pledges import staff_steps
from tests.pledges.site.reading import Page


@pytest.mark.usefixtures("catalogue")
def test_pledge_without_a_number_reads_in_the_words_of_its_source(client: Client) -> None:
    factories.publish_rows(
        staff_steps.pledge_row(quantity="dozens", external_reference="row:a"),
        staff_steps.pledge_row(quantity="undisclosed", external_reference="row:b"),
        staff_steps.entry_row("row:b", quantity="24"),
    )
    factories.project()
    listed = Page(client.get("/pledges/")).text
    assert "dozens of Patriot batteries 2025-DEU-001" in listed
    assert "≥ 24 Patriot batteries 2025-DEU-002" in listed
    page = Page(client.get("/pledges/2025-DEU-001/")).text
    assert "dozens of Patriot batteries" in page
    assert "batteries promised dozens delivered 0 still outstanding ≥ 24" not in page


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(("due", "shown"), [(None, False), ("by 2099-01-01", False), ("by 2025-06-10", True)])
def test_passed_due_dates_have_a_column_where_there_are_some(client: Client, due: str | None, *, shown: bool) -> None:
    factories.publish_rows(staff_steps.pledge_row(meeting="udcg-28", due=due))
    factories.project()
    for path in ("/meetings/", "/donors/", "/pledges/?group_by=donor"):
        heads = [cell for cell in client.get(path).text.split("<th") if "Due date passed" in cell.partition("</th>")[0]]
        assert bool(heads) == shown, path
