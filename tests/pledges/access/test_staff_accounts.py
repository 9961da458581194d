"""Accounts of the people who work on the ledger."""

import pytest
from django.core.exceptions import ValidationError

from pledges.access.staff_accounts import ensure_first_accounts, generate_password, save_staff_account
from pledges.models import User
from pledges.values.choices import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "in_admin_site", "superuser"),
    [
        (Role.DRAFTER, False, False),
        (Role.REVIEWER, False, False),
        (Role.STEWARD, True, False),
        (Role.ADMIN, True, True),
    ],
)
def test_save_staff_account_gives_what_the_role_needs(role: Role, *, in_admin_site: bool, superuser: bool) -> None:
    user, created = save_staff_account("maria", role=role, password="correct-horse-battery")

    stored = User.objects.get(username="maria")
    assert (user, created) == (stored, True)
    assert (stored.role, stored.is_staff, stored.is_superuser) == (role, in_admin_site, superuser)
    assert stored.check_password("correct-horse-battery")


def test_save_staff_account_takes_rights_away_with_the_role() -> None:
    save_staff_account("maria", role=Role.ADMIN, password=generate_password())

    user, created = save_staff_account("maria", role=Role.DRAFTER, password=generate_password())

    assert (created, user.role, user.is_staff, user.is_superuser) == (False, "drafter", False, False)


@pytest.mark.parametrize(
    ("username", "password", "message"),
    [
        ("maria", "short", "This password is too short. It must contain at least 12 characters."),
        ("ma ria", "correct-horse-battery", "Enter a valid username."),
        ("system:starter", "correct-horse-battery", "Enter a valid username."),
    ],
)
def test_save_staff_account_refuses(username: str, password: str, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        save_staff_account(username, role=Role.DRAFTER, password=password)

    assert message in " ".join(caught.value.messages)
    assert not User.objects.filter(username=username, is_system=False).exists()


def test_save_staff_account_leaves_system_accounts_alone() -> None:
    User.objects.update_or_create(username="system:starter", defaults={"is_system": True, "is_active": False})

    with pytest.raises(ValidationError) as caught:
        save_staff_account("system:starter", role=Role.ADMIN, password=generate_password())

    assert caught.value.messages == ["system:starter is a system account, which has no login: choose another name."]


def test_ensure_first_accounts_tells_each_password_once() -> None:
    first = ensure_first_accounts()
    second = ensure_first_accounts()

    assert [name for name, _ in first] == ["drafter", "reviewer"]
    assert all(User.objects.get(username=name).check_password(password or "") for name, password in first)
    assert second == [("drafter", None), ("reviewer", None)]


def test_first_account_that_was_renamed_does_not_come_back() -> None:
    ensure_first_accounts()
    User.objects.filter(username="drafter").update(username="olena")

    assert ensure_first_accounts() == [("reviewer", None)]
    assert sorted(User.objects.filter(is_system=False).values_list("username", flat=True)) == ["olena", "reviewer"]
