"""What publishing would move: totals, places among donors and gaps, before and after; nothing of it stays."""

import pytest
from django.test import Client
from django.urls import reverse

from pledges import ledger
from pledges.intake.publish_preview import preview
from pledges.models import DatasetVersion, Pledge, ProjectionState
from pledges.projections import drain_outbox
from tests.pledges import staff_steps
from tests.pledges.desk.posting import words

pytestmark = pytest.mark.django_db


def money_row(donors: str, amount: str) -> staff_steps.Row:
    """Return a row that promises money."""
    return staff_steps.pledge_row(
        donors=donors, system="money", unit="lot", quantity="1", amount=amount, currency="EUR", value_eur=amount
    )


def preview_of(client: Client, rows: list[staff_steps.Row]) -> str:
    """Return the page that says what a draft of these rows would move."""
    return words(client.get(reverse("changeset_preview", args=[staff_steps.draft(rows).pk])))


def row_of(page: str, heading: str, name: str) -> str:
    """Return the table row of a name below a heading."""
    return page.split(f"<h3>{heading}</h3>")[1].split(f'<th scope="row">{name}')[1].split("</tr>", maxsplit=1)[0]


def test_first_change_set_moves_an_empty_ledger(drafter: Client) -> None:
    page = preview_of(drafter, [staff_steps.pledge_row(quantity="3")])

    row = page.split('<th scope="row">Patriot')[1].split("</tr>")[0]
    assert ("none" in row, '<span class="figure">3</span>' in row) == (True, True)
    assert (DatasetVersion.objects.count(), Pledge.objects.count(), ProjectionState.objects.count()) == (0, 0, 0)


def test_overtaking_moves_both_donors(drafter: Client) -> None:
    staff_steps.publish_all([money_row("DEU", "500"), money_row("NOR", "300"), money_row("POL", "100")])
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)

    page = preview_of(drafter, [money_row("NOR", "400")])

    places = "Places among donors"
    assert '<td class="number">2</td><td class="number">1</td>' in row_of(page, places, "Norway")
    assert "moves up" in row_of(page, places, "Norway")
    assert '<td class="number">1</td><td class="number">2</td>' in row_of(page, places, "Germany")
    assert "is overtaken" in row_of(page, places, "Germany")
    assert "Poland" not in page


def test_donor_without_euro_has_no_place(drafter: Client) -> None:
    staff_steps.publish_all([money_row("DEU", "500")])
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)

    assert "Places among donors" not in preview_of(drafter, [staff_steps.pledge_row(donors="NOR", system="nasams")])
    assert "new" in row_of(preview_of(drafter, [money_row("NOR", "400")]), "Places among donors", "Norway")


def test_promises_of_money_are_not_counted_by_the_piece(drafter: Client) -> None:
    page = preview_of(drafter, [money_row("NOR", "400")])

    assert "promised in EUR" in page
    assert "lot" not in page.split("<tbody>")[1].split("</tbody>")[0]


def test_what_is_published_has_nothing_left_to_move(drafter: Client) -> None:
    there = staff_steps.publish_all([money_row("NOR", "400")]).changeset

    answer = drafter.get(reverse("changeset_preview", args=[there.pk]))

    assert answer.headers["Location"] == reverse("changeset_detail", args=[there.pk])


def test_new_and_closed_gaps_are_said(drafter: Client) -> None:
    opened = preview_of(drafter, [staff_steps.requirement_row()])
    assert "new gap" in row_of(opened, "Gaps", "Patriot")

    staff_steps.publish_all([staff_steps.requirement_row()])
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    shrunk = preview_of(drafter, [staff_steps.pledge_row(quantity="4", stage="committed")])
    assert "−4" in row_of(shrunk, "Gaps", "Patriot")
    closed = preview_of(drafter, [staff_steps.pledge_row(donors="NOR", quantity="10", stage="committed")])
    assert "closed" in row_of(closed, "Gaps", "Patriot")


def test_change_set_that_somebody_publishes_meanwhile_moves_nothing_more(catalogue: None) -> None:
    changeset = staff_steps.approve_rows([staff_steps.pledge_row()])
    ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)

    # As a request that read the change set before it was published.
    found = preview(changeset=changeset, today=staff_steps.TODAY, now=staff_steps.NOW)

    assert (found.movements, found.gaps, DatasetVersion.objects.count()) == ([], [], 1)
