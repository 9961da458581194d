"""Tokens: made once, kept as a hash, checked, taken back; the database holds the same rules."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from pledges.access.api_tokens import InvalidTokenError, create_token, find_token, revoke_token
from pledges.ledger import NotAllowed
from pledges.models import ApiToken, User
from pledges.values.choices import Role
from tests.pledges import staff_steps

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def make_token(owner: User | None = None, *, days: int = 30) -> tuple[ApiToken, str]:
    return create_token(
        owner=owner or staff_steps.user("drafter"), name="newsroom", lifetime_days=days, now=staff_steps.NOW
    )


def test_only_the_hash_of_a_token_is_kept() -> None:
    token, secret = make_token()

    stored = ApiToken.objects.values().get()
    assert (secret[:4], len(secret), stored["prefix"]) == ("rms_", 47, secret[:12])
    assert stored["digest"] == hashlib.sha256(secret.encode()).hexdigest()
    assert not any(secret[12:] in str(value) for value in stored.values())
    assert (stored["expires_at"], str(token)) == (staff_steps.NOW + timedelta(days=30), f"newsroom ({secret[:12]}…)")


def test_a_token_leads_to_its_owner_until_it_expires() -> None:
    _, secret = make_token()

    assert find_token(secret, now=staff_steps.NOW + timedelta(days=30) - HOUR).owner.username == "drafter"
    with pytest.raises(InvalidTokenError, match="this token expired on 2025-07-31"):
        find_token(secret, now=staff_steps.NOW + timedelta(days=30))


def test_use_is_noted_once_a_minute() -> None:
    _, secret = make_token()
    moments = [staff_steps.NOW + timedelta(seconds=second) for second in (1, 30, 70)]

    noted = []
    for moment in moments:
        find_token(secret, now=moment)
        noted.append(ApiToken.objects.get().last_used_at)

    assert noted == [moments[0], moments[0], moments[2]]


def test_a_token_is_found_in_one_query(django_assert_num_queries: Any) -> None:
    _, secret = make_token()
    find_token(secret, now=staff_steps.NOW)

    with django_assert_num_queries(1):
        find_token(secret, now=staff_steps.NOW)


@pytest.mark.parametrize(
    ("name", "role", "allowed"),
    [
        ("drafter", Role.DRAFTER, True),
        ("other", Role.DRAFTER, False),
        ("reviewer", Role.REVIEWER, False),
        ("keeper", Role.STEWARD, True),
        ("admin", Role.ADMIN, True),
    ],
)
def test_who_may_revoke(name: str, role: Role, *, allowed: bool) -> None:
    token, secret = make_token()
    actor = User.objects.filter(username=name).first() or staff_steps.create_user(name, role=role)

    if allowed:
        revoke_token(token=token, actor=actor, now=staff_steps.NOW)
        with pytest.raises(InvalidTokenError, match="revoked on 2025-07-01"):
            find_token(secret, now=staff_steps.NOW)
        assert ApiToken.objects.get().revoked_by == actor
    else:
        with pytest.raises(NotAllowed, match="only a steward or an admin"):
            revoke_token(token=token, actor=actor, now=staff_steps.NOW)
        assert find_token(secret, now=staff_steps.NOW) == token


def test_revoking_again_changes_nothing() -> None:
    token, _ = make_token()
    revoke_token(token=token, actor=token.owner, now=staff_steps.NOW)
    revoke_token(token=token, actor=token.owner, now=staff_steps.NOW + HOUR)

    assert ApiToken.objects.get().revoked_at == staff_steps.NOW


def test_readers_and_closed_accounts_get_none() -> None:
    for account in (
        staff_steps.create_user("reader", role=Role.READER),
        User(username="gone", role=Role.ADMIN, is_active=False),
    ):
        with pytest.raises(NotAllowed, match="a token needs an account of the staff"):
            make_token(account)


def test_nobody_gathers_tokens_without_end() -> None:
    for _ in range(50):
        make_token()

    with pytest.raises(NotAllowed, match="has 50 tokens in use"):
        make_token()
    revoke_token(token=ApiToken.objects.earliest("pk"), actor=staff_steps.user("drafter"), now=staff_steps.NOW)
    assert make_token()[0].pk


def test_a_lifetime_is_one_of_those_offered() -> None:
    with pytest.raises(ValueError, match="not 3650"):
        make_token(days=3650)


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("api_token_expires_within_a_year", {"expires_at": staff_steps.NOW + timedelta(days=367)}),
        ("api_token_expires_within_a_year", {"expires_at": staff_steps.NOW}),
        ("api_token_revoked_by_somebody", {"revoked_at": staff_steps.NOW}),
        ("api_token_name_given", {"name": ""}),
        ("api_token_scopes_known", {"scopes": []}),
        ("api_token_scopes_known", {"scopes": ["read", "own"]}),
    ],
)
def test_the_database_holds_the_rules(constraint: str, columns: dict[str, Any]) -> None:
    token, _ = make_token()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(**columns)
