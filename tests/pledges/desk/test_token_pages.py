"""The page on which tokens are made, shown once, and revoked."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pledges.access.api_tokens import create_token
from pledges.models import ApiToken
from pledges.values.choices import Role
from tests.pledges import staff_steps
from tests.pledges.desk.conftest import LogIn
from tests.pledges.desk.posting import words

PAGE = "/staff/tokens/"


def made_by(client: Client, **fields: str) -> str:
    """Make a token on the page and return its secret."""
    page = words(client.post(PAGE, {"name": "Newsroom", "days": "90"} | fields))
    found = re.search(r'value="(rms_[\w-]+)"', page)
    assert found is not None, page
    return found[1]


def test_a_token_is_shown_once_and_works(drafter: Client) -> None:
    secret = made_by(drafter)
    again = drafter.get(PAGE)

    assert secret not in again.content.decode()
    assert secret[:12] in again.content.decode()
    assert again["Cache-Control"] == "no-store, private"
    header = {"authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/changesets/", headers=header).json()["results"] == []
    token = ApiToken.objects.get()
    assert (token.owner.username, token.expires_at - token.created_at) == ("drafter", timedelta(days=90))


def test_a_revoked_token_gives_no_access_and_stays_in_the_list(drafter: Client) -> None:
    secret = made_by(drafter)
    token = ApiToken.objects.get()

    page = words(drafter.post(reverse("token_revoke", args=[token.pk]), follow=True))

    assert "“Newsroom” is revoked: it gives no access from now on." in page
    assert '<span class="tag quiet">revoked</span>' in page
    assert Client().get("/api/v1/systems/", headers={"authorization": f"Bearer {secret}"}).status_code == 401


@pytest.mark.parametrize(
    "fields", [{"name": ""}, {"name": "x" * 101}, {"days": "3650"}, {"days": "x"}, {"name": "a\0b"}]
)
def test_a_form_that_is_wrong_says_so_and_makes_nothing(drafter: Client, fields: dict[str, str]) -> None:
    answer = drafter.post(PAGE, {"name": "Newsroom", "days": "90"} | fields)

    assert (answer.status_code, ApiToken.objects.count()) == (422, 0)
    assert 'class="problem"' in words(answer)


def test_others_are_seen_and_revoked_by_keepers_only(drafter: Client, log_in: LogIn, reviewer: Client) -> None:
    made_by(drafter)
    token = ApiToken.objects.get()
    staff_steps.create_user("keeper", role=Role.STEWARD)
    keeper = log_in("keeper")

    refused = reviewer.post(reverse("token_revoke", args=[token.pk]), follow=True)
    seen = words(reviewer.get(f"{PAGE}?owner=all"))
    everybody = words(keeper.get(f"{PAGE}?owner=all"))
    revoked = keeper.post(reverse("token_revoke", args=[token.pk]), {"owner": "all"})

    assert "Newsroom" not in seen
    assert "Only a steward or an admin revokes the tokens of others" in words(refused)
    assert ("drafter" in everybody, "Newsroom" in everybody) == (True, True)
    assert revoked["Location"] == f"{PAGE}?owner=all"
    token.refresh_from_db()
    assert token.revoked_by is not None
    assert token.revoked_by.username == "keeper"


def test_every_state_has_its_word(drafter: Client) -> None:
    day = timezone.now() - timedelta(days=20)
    create_token(owner=staff_steps.user("drafter"), name="Old", lifetime_days=7, now=day)
    made_by(drafter)

    page = words(drafter.get(PAGE))

    assert '<span class="tag quiet">expired</span>' in page
    assert '<span class="tag delivered">in use</span>' in page
    assert page.count(">Revoke</button>") == 1


def test_readers_and_strangers_stay_out(log_in: LogIn) -> None:
    staff_steps.create_user("reader", role=Role.READER)

    assert log_in("reader").get(PAGE).status_code == 403
    assert Client().get(PAGE)["Location"] == f"/staff/login/?next={PAGE}"
    assert log_in("reviewer").get("/staff/tokens/1/revoke/").status_code == 405
    assert log_in("reviewer").post("/staff/tokens/999999/revoke/").status_code == 404


def test_every_form_of_the_page_carries_its_token(drafter: Client) -> None:
    made_by(drafter)

    forms = words(drafter.get(PAGE)).split("<form")[1:]

    assert all('name="csrfmiddlewaretoken" value="' in form for form in forms if 'method="post"' in form.split(">")[0])
