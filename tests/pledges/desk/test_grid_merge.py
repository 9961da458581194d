"""What a posted grid makes of the stored rows."""

import pytest
from django.test import Client
from django.urls import reverse

from pledges.desk.grid_columns import fingerprint, typed_cells
from pledges.intake.drafts import create_changeset
from pledges.intake.row_payload import flat
from pledges.models import ChangeSet
from pledges.values.choices import Origin
from tests.pledges import staff_steps
from tests.pledges.desk.conftest import LogIn
from tests.pledges.desk.posting import FIRST, SECOND, grid_fields, save_grid, start_meeting, words

pytestmark = pytest.mark.django_db
THIRD = {"donors": "Netherlands", "system": "NASAMS", "quantity": "7"}


@pytest.fixture
def draft(drafter: Client) -> ChangeSet:
    """Three stored rows."""
    changeset = start_meeting(drafter)
    save_grid(drafter, changeset, [FIRST, SECOND, THIRD])
    changeset.refresh_from_db()
    return changeset


def fields_of(draft: ChangeSet, place: int, **cells: str) -> dict[str, object]:
    """Return the fields of one stored row as a page read it, with some cells typed over."""
    row = draft.rows.get(position=place)
    read = typed_cells(flat(row.payload), draft.defaults)
    fields: dict[str, object] = {"row": "r1", "r1-id": row.pk, "r1-base": fingerprint(read)}
    return fields | {"edit_version": draft.edit_version} | {f"r1-{name}": cell for name, cell in (read | cells).items()}


def column(draft: ChangeSet, name: str) -> list[str]:
    return [row.payload.get(name, "") for row in draft.rows.order_by("position")]


def test_rows_that_are_not_posted_stay(drafter: Client, draft: ChangeSet) -> None:
    drafter.post(reverse("changeset_save", args=[draft.pk]), fields_of(draft, 2, quantity="6"))

    assert column(draft, "quantity") == ["2", "6", "7"]


def test_row_that_somebody_else_changed_is_no_hindrance_to_another(
    drafter: Client, draft: ChangeSet, log_in: LogIn
) -> None:
    mine, theirs = fields_of(draft, 1, quantity="20"), fields_of(draft, 2, quantity="60")
    log_in("reviewer").post(reverse("changeset_save", args=[draft.pk]), theirs)

    answer = drafter.post(reverse("changeset_save", args=[draft.pk]), mine)

    assert answer.status_code == 302
    assert column(draft, "quantity") == ["20", "60", "7"]


def test_row_that_somebody_else_changed_shows_both_versions(drafter: Client, draft: ChangeSet, log_in: LogIn) -> None:
    mine, theirs = fields_of(draft, 2, quantity="20"), fields_of(draft, 2, quantity="60")
    log_in("reviewer").post(reverse("changeset_save", args=[draft.pk]), theirs)

    answer = drafter.post(reverse("changeset_save", args=[draft.pk]), mine)

    assert answer.status_code == 409
    assert column(draft, "quantity") == ["2", "60", "7"]


def test_row_kept_in_a_browser_is_compared_with_what_it_was_then(drafter: Client, draft: ChangeSet) -> None:
    mine = fields_of(draft, 2, quantity="20")
    drafter.post(reverse("changeset_save", args=[draft.pk]), fields_of(draft, 2, quantity="60"))
    draft.refresh_from_db()

    answer = drafter.post(reverse("changeset_save", args=[draft.pk]), mine | {"edit_version": draft.edit_version})

    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("after", "wanted"),
    [("start", [3, 0, 1, 2]), ("", [0, 1, 2, 3]), ("row 1", [0, 3, 1, 2]), ("nonsense", [0, 1, 2, 3])],
)
def test_new_row_stands_where_it_says(after: str, wanted: list[int], drafter: Client, draft: ChangeSet) -> None:
    donors = [*column(draft, "donors"), "Poland"]
    name = str(draft.rows.get(position=1).pk) if after == "row 1" else after
    fields = {"row": "n1", "n1-after": name, "n1-donors": "Poland", "n1-system": "NASAMS", "n1-quantity": "1"}

    drafter.post(reverse("changeset_save", args=[draft.pk]), fields | {"edit_version": draft.edit_version})

    assert column(draft, "donors") == [donors[place] for place in wanted]


def test_form_that_comes_twice_is_stored_once(drafter: Client) -> None:
    draft = start_meeting(drafter)
    fields = grid_fields(draft, [FIRST, SECOND], newest="0", save="1")
    address = reverse("changeset_save", args=[draft.pk])

    answers = [drafter.post(address, fields).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert column(draft, "donors") == ["Germany", "Norway"]


def test_what_stands_on_top_reaches_rows_of_other_pages(drafter: Client, draft: ChangeSet) -> None:
    top = {"has-defaults": "1", "all-occurred": "2025-06-05", "all-source_title": "Minutes"}

    drafter.post(reverse("changeset_save", args=[draft.pk]), fields_of(draft, 1) | top)

    assert column(draft, "source_title") == ["Minutes"] * 3
    assert column(draft, "occurred") == ["2025-06-05"] * 3


def test_cell_with_several_lines_is_not_changed_by_looking_at_it(drafter: Client, draft: ChangeSet) -> None:
    row = draft.rows.get(position=1)
    row.payload = {**row.payload, "quote": "two\nlines", "source_title": ""}
    row.save()

    drafter.post(reverse("changeset_save", args=[draft.pk]), fields_of(draft, 1, quantity="3"))

    row.refresh_from_db()
    assert (row.payload["quote"], row.payload["quantity"]) == ("two\nlines", "3")
    assert row.payload["source_publisher"] == "Ministry of Defence"


def test_selected_rows_are_deleted_by_a_plain_form(drafter: Client, draft: ChangeSet) -> None:
    save_grid(drafter, draft, [FIRST, SECOND, THIRD], pick=["r1", "r3"], drop="1")

    assert column(draft, "donors") == ["Norway"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["2", "about 5", "7"]),
        ("find=nasams", ["about 5", "7"]),
        ("sort=donors", ["2", "7", "about 5"]),
        ("sort=-donors", ["about 5", "7", "2"]),
        ("show=problems", []),
        ("show=nonsense&sort=nonsense", ["2", "about 5", "7"]),
    ],
)
def test_grid_is_filtered_and_sorted_without_scripts(
    query: str, shown: list[str], drafter: Client, draft: ChangeSet
) -> None:
    answer = drafter.get(f"{reverse('changeset_detail', args=[draft.pk])}?{query}")

    cells = [cell.typed for row in answer.context["grid"] if row.key for cell in row.cells]
    assert [cell for cell in cells if cell in ("2", "about 5", "7")] == shown


def test_problems_of_an_import_are_mended_in_the_grid(drafter: Client, catalogue: None) -> None:
    rows = [
        staff_steps.pledge_row(initiative="iaad"),
        staff_steps.pledge_row(system="Patroit", initiative="iaad", external_reference="kiel:7"),
    ]
    draft = create_changeset(
        title="A file",
        origin=Origin.TABLE,
        rows=rows,
        author=staff_steps.user("drafter"),
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )
    address = reverse("changeset_detail", args=[draft.pk])
    assert 'href="?as=grid"' in words(drafter.get(address))
    page = drafter.get(f"{address}?as=grid&show=problems")
    assert [row.mark for row in page.context["grid"]] == ["r2"]

    answer = drafter.post(
        reverse("changeset_save", args=[draft.pk]),
        fields_of(draft, 2, system="Patriot") | {"at": "as=grid&show=problems&page=1&evil=1", "save": "1"},
    )

    row = draft.rows.get(position=2)
    assert answer["Location"] == f"{address}?as=grid&show=problems"
    assert row.plan["problems"] == []
    assert (row.payload["system"], row.payload["initiative"], row.payload["external_reference"]) == (
        "Patriot",
        "iaad",
        "kiel:7",
    )
