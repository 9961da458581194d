"""A token does what its scopes name, and hears which one is missing."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pledges.access.api_tokens import create_token
from pledges.api.gate import WRONG_TOKENS_FREE
from pledges.values.choices import TokenScope
from tests.pledges import staff_steps

STEPS = {
    ("GET", "/api/v1/changesets/"): "read",
    ("POST", "/api/v1/changesets/"): "draft",
    ("POST", "/api/v1/changesets/999/submit/"): "draft",
    ("POST", "/api/v1/changesets/999/approve/"): "review",
    ("POST", "/api/v1/changesets/999/publish/"): "publish",
    ("POST", "/api/v1/changesets/999/undo/"): "publish",
}


def ask(method: str, path: str, secret: str) -> Any:
    headers = {"authorization": f"Bearer {secret}"}
    return Client().generic(method, path, b"{}", content_type="application/json", headers=headers)


@pytest.mark.django_db
@pytest.mark.parametrize("scope", [*TokenScope])
def test_each_scope_opens_its_own_operations_only(scope: TokenScope) -> None:
    owner = staff_steps.user("reviewer")
    secret = create_token(owner=owner, name="x", lifetime_days=7, scopes=[scope], now=timezone.now())[1]

    answers = {key: ask(*key, secret) for key in STEPS}

    assert {key: answer.status_code != 403 for key, answer in answers.items()} == {
        key: needed == scope for key, needed in STEPS.items()
    }
    for key, answer in answers.items():
        if answer.status_code == 403:
            body = answer.json()
            assert (body["code"], body["scope"]) == ("insufficient_scope", STEPS[key])
            assert answer["Content-Type"].startswith("application/problem+json")
            assert f'scope="{STEPS[key]}"' in answer["WWW-Authenticate"]


@pytest.mark.django_db
def test_many_wrong_tokens_from_one_address_are_told_to_wait_and_good_ones_pass() -> None:
    good = create_token(owner=staff_steps.user("drafter"), name="x", lifetime_days=7, now=timezone.now())[1]

    statuses = [ask("GET", "/api/v1/changesets/", "rms_wrong").status_code for _ in range(WRONG_TOKENS_FREE + 1)]

    assert statuses == [401] * WRONG_TOKENS_FREE + [429]
    assert ask("GET", "/api/v1/changesets/", good).status_code == 200
