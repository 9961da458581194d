"""Who may see the staff pages, and what others are told."""

import pytest
from django.test import Client
from django.urls import reverse

from pledges.values.choices import Role
from tests.pledges import staff_steps
from tests.pledges.desk.conftest import LogIn
from tests.pledges.desk.posting import words

PAGES = [
    "changeset_list",
    "review_list",
    "import_new",
    "reconciliation_list",
    "meeting_new",
    "record_index",
    "staff_home",
]


@pytest.mark.parametrize("name", PAGES)
def test_page_asks_for_login(name: str, catalogue: None) -> None:
    answer = Client().get(reverse(name))

    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('login')}?next={reverse(name)}")


@pytest.mark.parametrize("name", PAGES)
def test_page_refuses_reader(name: str, catalogue: None) -> None:
    client = Client()
    client.force_login(staff_steps.create_user("reader", role=Role.READER))

    answer = client.get(reverse(name))

    assert answer.status_code == 403
    assert "this page needs the role<strong>drafter</strong>" in words(answer)


@pytest.mark.parametrize("name", PAGES)
def test_page_opens_for_drafter(name: str, drafter: Client) -> None:
    answer = drafter.get(reverse(name))

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("name", ["approve", "publish", "reject", "undo", "approve_others"])
def test_step_of_reviewer_refuses_drafter(name: str, drafter: Client) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row()])

    answer = drafter.post(reverse(f"changeset_{name}", args=[changeset.pk]))

    assert answer.status_code == 403
    assert staff_steps.state_of(changeset) == "submitted"


@pytest.mark.parametrize("name", ["submit", "approve", "publish", "note", "save", "row_save"])
def test_step_takes_no_get(name: str, reviewer: Client) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row()])

    answer = reviewer.get(reverse(f"changeset_{name}", args=[changeset.pk]))

    assert (answer.status_code, answer["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    "address", ["/staff/changesets/99/", "/staff/changesets/9999999999999999999999/", "/staff/import/7/"]
)
def test_unknown_thing_is_not_found(address: str, drafter: Client) -> None:
    assert drafter.get(address).status_code == 404


def test_step_needs_csrf_token(catalogue: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff_steps.user("drafter"))
    changeset = staff_steps.draft([staff_steps.pledge_row()])

    answer = client.post(reverse("changeset_submit", args=[changeset.pk]))

    assert answer.status_code == 403
    assert staff_steps.state_of(changeset) == "draft"


def test_navigation_counts_what_waits_for_review(log_in: LogIn) -> None:
    staff_steps.submit_rows([staff_steps.pledge_row()])
    staff_steps.submit_rows([staff_steps.pledge_row()])

    assert "Review<strong>2</strong>" in words(log_in("reviewer").get(reverse("changeset_list")))


def test_login_and_logout(catalogue: None) -> None:
    user = staff_steps.create_user("olha", role=Role.DRAFTER)
    user.set_password("a-long-password")
    user.save()
    client = Client()

    wrong = client.post(reverse("login"), {"username": "olha", "password": "no"})
    right = client.post(reverse("login"), {"username": "olha", "password": "a-long-password"})
    out = client.post(reverse("logout"))

    assert "Name and password do not fit together" in words(wrong)
    assert (right.status_code, right["Location"]) == (302, "/staff/")
    assert (out.status_code, client.get(reverse("changeset_list")).status_code) == (302, 302)


def test_every_form_carries_its_token(log_in: LogIn) -> None:
    client = log_in("reviewer")
    states = [
        staff_steps.draft([staff_steps.pledge_row()]),
        staff_steps.submit_rows([staff_steps.pledge_row()]),
        staff_steps.approve_rows([staff_steps.pledge_row()]),
        staff_steps.publish_all([staff_steps.pledge_row()]).changeset,
    ]
    addresses = [reverse("changeset_detail", args=[one.pk]) for one in states]
    addresses += [
        reverse("changeset_row", args=[states[0].pk, 1]),
        reverse("record", args=["stock"]),
        reverse("import_new"),
    ]

    for address in addresses:
        forms = words(client.get(address)).split("<form")[1:]
        posting = [form.split("</form>")[0] for form in forms if 'method="post"' in form.split(">")[0]]
        assert posting, address
        assert all("csrfmiddlewaretoken" in form for form in posting), address
