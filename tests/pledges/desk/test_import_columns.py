"""Choosing what the headers of a table mean: by hand, remembered, changed; and rows that are left out."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from pledges.desk.import_columns import COLUMN_GROUPS
from pledges.intake.row_columns import ALL_COLUMNS
from pledges.models import ChangeSet, ImportJob, ImportLayout
from pledges.values.choices import ImportState
from tests.pledges import staff_steps
from tests.pledges.desk.posting import words
from tests.pledges.desk.test_import_pages import BAD, GOOD, HEADER, download_table, upload
from tests.pledges.intake.importers.lookalikes import R18_HEADER, as_csv, grid, kiel_row

pytestmark = pytest.mark.django_db

FOREIGN = """Land;Waffe;Einheit;Anzahl;Datum;Titel der Quelle;Stand der Quelle;Bearbeiter
Germany;Patriot;battery;2;2025-06-01;Statement;2025-06-02;Meier
Norway;NASAMS;;about 5;2025-06-01;Statement;2025-06-02;Meier
"""
CHOSEN = ("donors", "system", "unit", "quantity", "occurred", "source_title", "source_published", "-")


def choose(client: Client, job: ImportJob, chosen: tuple[str, ...]) -> HttpResponse:
    """Choose a column for each header in turn."""
    fields = {f"column-{place}": column for place, column in enumerate(chosen)}
    answer: HttpResponse = client.post(reverse("import_columns", args=[job.pk]), fields)  # type: ignore[assignment] -- the client adds attributes to it
    return answer


def test_every_column_can_be_chosen() -> None:
    assert {name for _, columns in COLUMN_GROUPS for name, _ in columns} == ALL_COLUMNS


def test_file_with_unknown_headers_asks_for_their_columns(drafter: Client) -> None:
    job = upload(drafter, FOREIGN)

    page = words(drafter.get(reverse("import_detail", args=[job.pk]), follow=True))
    assert (job.state, ChangeSet.objects.count()) == (ImportState.ASKING, 0)
    assert "8 headers are not understood." in page
    assert '<span class="sample">about 5</span>' in page


def test_chosen_columns_are_read_and_the_rest_is_left_out(drafter: Client) -> None:
    job = upload(drafter, FOREIGN, title="From abroad")

    answer = choose(drafter, job, CHOSEN)

    job.refresh_from_db()
    rows = ChangeSet.objects.get().rows.order_by("position")
    assert answer.status_code == 302
    assert (job.state, job.title, bytes(job.content)) == (ImportState.DONE, "From abroad", b"")
    assert [row.payload["donors"] for row in rows] == ["Germany", "Norway"]
    assert [row.plan["action"] for row in rows] == ["create", "create"]
    assert [row.line for row in rows] == [2, 3]
    assert "Meier" not in str([row.payload for row in rows])


def test_choice_is_remembered_for_the_same_header_row(drafter: Client) -> None:
    choose(drafter, upload(drafter, FOREIGN), CHOSEN)

    job = upload(drafter, FOREIGN.replace("about 5", "about 6"))

    page = words(drafter.get(reverse("import_columns", args=[job.pk])))
    assert "As somebody chose for an earlier file with this header row." in page
    assert page.count('<span class="tag quiet">remembered</span>') == len(CHOSEN)
    assert '<option value="donors" selected>' in page


def test_remembered_choice_can_be_changed(drafter: Client) -> None:
    choose(drafter, upload(drafter, FOREIGN), CHOSEN)
    job = upload(drafter, FOREIGN)

    choose(drafter, job, (*CHOSEN[:-1], "note"))

    assert ImportLayout.objects.get().mapping["Bearbeiter"] == "note"
    newest = ChangeSet.objects.order_by("-pk")[0]
    assert [row.payload["note"] for row in newest.rows.order_by("position")] == ["Meier", "Meier"]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (("", *CHOSEN[1:]), "Choose a column, or leave this one out."),
        (("system", *CHOSEN[1:]), "“Land” and “Waffe” cannot both be system"),
        (("weapon", *CHOSEN[1:]), "no column is called “weapon”"),
        (("-",) * len(CHOSEN), "no header was given a column"),
    ],
)
def test_choice_that_cannot_be_right_is_refused(chosen: tuple[str, ...], said: str, drafter: Client) -> None:
    job = upload(drafter, FOREIGN)

    answer = choose(drafter, job, chosen)

    job.refresh_from_db()
    assert (answer.status_code, job.state) == (422, ImportState.ASKING)
    assert said in words(answer)
    assert not ImportLayout.objects.exists()


def test_file_that_asks_can_be_given_up(drafter: Client) -> None:
    job = upload(drafter, FOREIGN)

    drafter.post(reverse("import_detail", args=[job.pk]), {"cancel": "1"})

    job.refresh_from_db()
    assert (job.state, bytes(job.content)) == (ImportState.CANCELLED, b"")


def test_known_headers_are_not_asked_for(drafter: Client) -> None:
    assert upload(drafter, GOOD).state == ImportState.DONE
    assert upload(drafter, GOOD.replace(",2,", ",3,")).state == ImportState.DONE


def test_columns_of_a_finished_import_lead_to_its_page(drafter: Client) -> None:
    job = upload(drafter, GOOD)

    answer = drafter.get(reverse("import_columns", args=[job.pk]))

    assert answer["Location"] == reverse("import_detail", args=[job.pk])


MIXED = BAD + "NOR,nasams,battery,3,announced,2025-06-01,Statement,2025-06-02\n"


def test_rows_with_problems_are_left_out_by_a_button_and_stay_listed(drafter: Client) -> None:
    job = upload(drafter, MIXED)

    drafter.post(reverse("import_detail", args=[job.pk]), {"leave_out": "1"})

    changeset = ChangeSet.objects.get()
    page = words(drafter.get(reverse("import_detail", args=[job.pk])))
    table = download_table(drafter, "import_left_out", job).splitlines()
    assert [(row.position, row.payload["donors"]) for row in changeset.rows.all()] == [(1, "NOR")]
    assert changeset.events.order_by("-pk")[0].detail == "2 rows with problems left out"
    assert "1 row · no problem · 2 rows left out" in page
    assert "no system is called “patroit”" in page
    assert table[0].startswith("row of the file,what is wrong,donors,system,unit,quantity,stage,occurred,")
    assert table[1].startswith("2,")
    assert table[1].endswith(",DEU,patroit,battery,2,announced,2025-06-01,2025-06-02,Statement")


def test_left_out_rows_come_back_mended(drafter: Client) -> None:
    job = upload(drafter, MIXED, without_problem_rows="on")
    table = download_table(drafter, "import_left_out", job)

    again = upload(drafter, table.replace(",patroit,", ",patriot,"))

    assert again.state == ImportState.DONE
    rows = ChangeSet.objects.order_by("-pk")[0].rows.order_by("position")
    assert [row.plan["action"] for row in rows] == ["create", "conflict"]


def test_rows_are_left_out_at_once_where_asked(drafter: Client) -> None:
    job = upload(drafter, MIXED, without_problem_rows="on")

    assert (job.left_out_rows, ChangeSet.objects.get().rows.count()) == (2, 1)


def test_rows_that_name_a_pledge_of_a_left_out_row_go_with_it(drafter: Client) -> None:
    pledge, entry = staff_steps.pledge_row(system="patroit"), None
    entry = staff_steps.entry_row(pledge["external_reference"])
    columns = list(dict.fromkeys([*pledge, *entry]))
    lines = [",".join(columns), *(",".join(row.get(name, "") for name in columns) for row in (pledge, entry))]

    job = upload(drafter, "\n".join(lines) + "\n", without_problem_rows="on")

    assert (job.left_out_rows, ChangeSet.objects.get().rows.count()) == (2, 0)


def test_problems_are_those_of_the_draft_as_it_is(drafter: Client) -> None:
    job = upload(drafter, f"{HEADER}\nDEU,patroit,battery,2,announced,2025-06-01,Statement,2025-06-02\n")
    row = ChangeSet.objects.get().rows.get()
    path = reverse("changeset_row", args=[row.changeset_id, row.position])

    drafter.post(path, {**row.payload, "system": "patriot", "edit_version": "1", "save": "1"})

    page = words(drafter.get(reverse("import_detail", args=[job.pk])))
    assert "1 row · no problem" in page
    assert len(download_table(drafter, "import_problems", job).splitlines()) == 1


def test_renamed_headers_of_a_release_are_asked_for_by_name_and_remembered(drafter: Client) -> None:
    names = {"Announcement Date": "dato", "Countries": "giver", "Allocated Total in EUR (redistributed)": "verdi_eur"}
    header = [names.get(name, name) for name in R18_HEADER]
    row = grid([kiel_row(eur=1000, allocated=1000, allocated_eur=1000)])[1]
    text = as_csv([header, row], delimiter=";").decode()
    job = upload(drafter, text, release=18)

    page = words(drafter.get(reverse("import_columns", args=[job.pk])))
    assert (
        "Not found in the header row: Countries · Announcement Date · Allocated Total in EUR (redistributed)." in page
    )
    asked = job.report["asking"]
    meant = {"dato": "announced", "giver": "donor", "verdi_eur": "redistributed"}
    chosen = tuple(meant.get(one["header"], one["column"] or "-") for one in asked)
    refused = choose(drafter, job, tuple("-" if one == "donor" else one for one in chosen))
    assert (refused.status_code, "Still without a column: donor" in words(refused)) == (422, True)
    choose(drafter, job, chosen)

    rows = ChangeSet.objects.get().rows.order_by("position")
    assert [(one.payload["donors"], one.payload["value_eur"]) for one in rows] == [("DEU:funder", "1000")]
    again = upload(drafter, text, release=18)
    assert again.state == ImportState.DONE
    assert ChangeSet.objects.count() == 2


def test_column_per_donor_can_be_chosen(drafter: Client) -> None:
    job = upload(drafter, "system;Germany;Norway\nPatriot;2;\nNASAMS;;about 3\n", same_stage="announced")
    choose(drafter, job, ("system", "donors:quantity", "donors:quantity"))
    rows = ChangeSet.objects.get().rows.order_by("position")
    assert [(one.payload["donors"], one.payload["quantity"], one.payload["stage"]) for one in rows] == [
        ("Germany", "2", "announced"),
        ("Norway", "about 3", "announced"),
    ]


def test_template_can_be_downloaded_and_is_linked(drafter: Client) -> None:
    answer = drafter.get(reverse("import_template"))
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    assert reverse("import_template") in words(drafter.get(reverse("import_new")))
