"""A form that cannot be taken keeps what was typed."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from pledges.intake.row_limits import LONGEST_CELL, MOST_ROWS
from pledges.models import ChangeSet
from tests.pledges import staff_steps
from tests.pledges.desk.conftest import LogIn
from tests.pledges.desk.posting import FIRST, SECOND, grid_fields, save_grid, start_meeting, words

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-password"


@pytest.fixture
def draft(drafter: Client) -> ChangeSet:
    """An open grid."""
    return start_meeting(drafter)


@pytest.fixture
def strict(draft: ChangeSet) -> Client:
    """A browser whose tokens are looked at, with the session of a drafter."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff_steps.user("drafter"))
    return client


def post_grid(client: Client, draft: ChangeSet, **headers: str) -> HttpResponse:
    """Post one row of the grid."""
    address = reverse("changeset_save", args=[draft.pk])
    answer: HttpResponse = client.post(address, grid_fields(draft, [FIRST]), headers=headers)  # type: ignore[assignment] -- the client adds attributes to it
    return answer


@pytest.mark.parametrize("header", [{"HX-Request": "true"}, {"X-Requested-With": "fetch"}])
@pytest.mark.parametrize("name", ["changeset_save", "changeset_row_save", "changeset_preview", "changeset_rows_read"])
def test_script_without_a_session_gets_401(name: str, header: dict[str, str], draft: ChangeSet) -> None:
    address = reverse(name, args=[draft.pk])

    answer = Client().post(address, headers=header)

    assert (answer.status_code, answer.content.decode()) == (
        401,
        "Your session has ended. Log in here: your rows are kept, and saving goes on.",
    )


def test_form_posted_without_a_session_is_offered_again_after_the_login(draft: ChangeSet) -> None:
    user = staff_steps.user("drafter")
    user.set_password(PASSWORD)
    user.save()
    client = Client()

    answer = post_grid(client, draft)

    fields = dict(answer.context["kept"].fields)  # type: ignore[attr-defined] -- of the test client
    assert (answer.status_code, fields["r1-system"]) == (401, "Patriot")
    kept = {"kept": answer.context["kept"].as_text, "kept_path": answer.context["kept"].path}  # type: ignore[attr-defined] -- of the test client
    wrong = client.post(reverse("login"), {"username": "drafter", "password": "no", **kept})
    assert 'name="kept" value="' in words(wrong)
    again = client.post(reverse("login"), {"username": "drafter", "password": PASSWORD, **kept})
    assert again.context["kept"].path == f"/staff/changesets/{draft.pk}/save/"

    client.post(again.context["kept"].path, dict(again.context["kept"].fields))
    assert list(draft.rows.values_list("payload__system", flat=True)) == ["Patriot"]


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("https://example.org/staff/", "[]"),
        ("//example.org/", "[]"),
        ("/staff/logout/", "[]"),
        ("/staff/changesets/1/save/", "{"),
        ("/staff/changesets/1/save/", '[["row"]]'),
        ("/staff/changesets/1/save/", "[1]"),
    ],
)
def test_login_carries_along_only_forms_of_staff(path: str, kept: str, draft: ChangeSet) -> None:
    user = staff_steps.user("drafter")
    user.set_password(PASSWORD)
    user.save()
    fields = {"username": "drafter", "password": PASSWORD, "kept": kept, "kept_path": path}

    answer = Client().post(reverse("login"), fields)

    assert (answer.status_code, answer["Location"]) == (302, "/staff/")


def test_wrong_token_keeps_the_rows(strict: Client, draft: ChangeSet) -> None:
    answer = post_grid(strict, draft, Origin="http://testserver")

    page = words(answer)
    assert answer.status_code == 403
    assert "Nothing of it is lost." in page
    assert '<input type="hidden" name="r1-system" value="Patriot" />' in page
    assert 'name="csrfmiddlewaretoken"' in page
    assert draft.rows.count() == 0


@pytest.mark.parametrize("headers", [{"Origin": "https://example.org"}, {"Sec-Fetch-Site": "cross-site"}, {}])
def test_form_of_another_site_is_not_offered(headers: dict[str, str], strict: Client, draft: ChangeSet) -> None:
    answer = post_grid(strict, draft, **headers)

    assert answer.status_code == 403
    assert "Patriot" not in words(answer)


def test_password_is_never_put_into_a_page(strict: Client) -> None:
    fields = {"username": "drafter", "password": PASSWORD}

    answer = strict.post(reverse("login"), fields, headers={"Origin": "http://testserver"})

    assert answer.status_code == 403
    assert PASSWORD not in answer.content.decode()


def test_only_rows_that_were_typed_in_are_shown(drafter: Client, draft: ChangeSet) -> None:
    save_grid(drafter, draft, [FIRST])
    page = drafter.get(reverse("changeset_detail", args=[draft.pk]))
    base = page.context["grid"][0].base

    answer = Client().post(
        reverse("changeset_save", args=[draft.pk]), grid_fields(draft, [FIRST, SECOND], **{"r1-base": base})
    )

    assert [dict(row)["Donor, role"] for row in answer.context["kept"].grid_rows] == ["Norway"]


def test_file_is_not_offered_again(draft: ChangeSet) -> None:
    file = SimpleUploadedFile("rows.csv", b"donors,system")

    answer = Client().post(reverse("import_new"), {"file": file, "title": "June"})

    page = words(answer)
    assert answer.status_code == 401
    assert 'name="kept"' not in page
    assert 'name="next" value="/staff/import/"' in page


def test_script_logs_in_again(strict: Client, catalogue: None) -> None:
    user = staff_steps.user("drafter")
    user.set_password(PASSWORD)
    user.save()
    client, header = Client(), {"X-Requested-With": "fetch"}

    wrong = client.post(reverse("login"), {"username": "drafter", "password": "no"}, headers=header)
    right = client.post(reverse("login"), {"username": "drafter", "password": PASSWORD}, headers=header)
    once_more = client.post(reverse("login"), headers=header)

    assert [wrong.status_code, right.status_code, once_more.status_code] == [422, 204, 204]


def test_edit_of_another_account_is_not_taken_for_ones_own(draft: ChangeSet, log_in: LogIn) -> None:
    account = str(staff_steps.user("drafter").pk)

    answer = save_grid(log_in("reviewer"), draft, [FIRST], account=account, save="1")

    assert answer.status_code == 422
    assert "Another account opened this page; now reviewer is logged in." in words(answer)
    assert draft.rows.count() == 0


def test_grid_that_somebody_sent_to_review_keeps_the_rows(drafter: Client, draft: ChangeSet) -> None:
    save_grid(drafter, draft, [FIRST], submit="1")

    answer = save_grid(drafter, draft, [FIRST, SECOND], save="1")

    assert answer.status_code == 422
    assert '<input type="hidden" name="r2-system" value="NASAMS" />' in words(answer)


def test_too_many_rows_and_too_long_cells_are_refused_as_a_whole_everywhere(drafter: Client, draft: ChangeSet) -> None:
    marks = [f"n{number}" for number in range(MOST_ROWS + 1)]
    many = save_grid(drafter, draft, [], row=marks, save="1")
    long = save_grid(drafter, draft, [FIRST, {**SECOND, "quote": "x" * (LONGEST_CELL + 1)}], save="1")
    script = drafter.post(
        reverse("changeset_row_save", args=[draft.pk]),
        grid_fields(draft, [{**SECOND, "quote": "x" * (LONGEST_CELL + 1)}]),
        headers={"X-Requested-With": "fetch"},
    )

    assert (many.status_code, long.status_code, script.status_code) == (422, 422, 422)
    assert "There are 5,001 rows, and a change set takes 5,000" in words(many)
    assert "row 2: quote has 2,001 characters" in words(long)
    assert "row 1: quote has 2,001 characters" in script.content.decode()
    assert draft.rows.count() == 0


def test_kept_fields_are_plain_text(draft: ChangeSet) -> None:
    answer = post_grid(Client(), draft)

    assert [name for name, _ in json.loads(answer.context["kept"].as_text)][:2] == ["edit_version", "row"]  # type: ignore[attr-defined] -- of the test client
