"""The command that creates and updates staff accounts."""

import io

import pytest
from django.core.management import CommandError, call_command

from pledges.models import User

pytestmark = pytest.mark.django_db


def test_staff_user_prints_the_generated_password() -> None:
    output = io.StringIO()

    call_command("staff_user", "olena", "--role=steward", stdout=output)

    said, password = output.getvalue().splitlines()
    assert said == "Created olena, role steward."
    assert User.objects.get(username="olena").check_password(password.removeprefix("Password: "))


def test_staff_user_reads_the_password_and_does_not_print_it(monkeypatch: pytest.MonkeyPatch) -> None:
    output = io.StringIO()
    call_command("staff_user", "olena", "--role=drafter", stdout=io.StringIO())
    monkeypatch.setattr("sys.stdin", io.StringIO("from a safe place\n"))

    call_command("staff_user", "olena", "--role=reviewer", "--password-stdin", stdout=output)

    user = User.objects.get(username="olena")
    assert output.getvalue() == "Updated olena, role reviewer.\n"
    assert (user.role, user.check_password("from a safe place")) == ("reviewer", True)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("", "No password on standard input."),
        ("123456789012\n", "This password is entirely numeric."),
    ],
)
def test_staff_user_refuses_a_weak_password(monkeypatch: pytest.MonkeyPatch, given: str, message: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(given))

    with pytest.raises(CommandError) as caught:
        call_command("staff_user", "olena", "--role=drafter", "--password-stdin")

    assert str(caught.value) == message
    assert not User.objects.filter(username="olena").exists()


def test_staff_user_refuses_a_role_without_account() -> None:
    with pytest.raises(CommandError) as caught:
        call_command("staff_user", "olena", "--role=reader")

    assert "invalid choice: 'reader'" in str(caught.value)


def test_staff_user_refuses_the_name_of_a_system_account() -> None:
    User.objects.create(username="system:starter", is_system=True, is_active=False)

    with pytest.raises(CommandError) as caught:
        call_command("staff_user", "system:starter", "--role=drafter")

    assert str(caught.value) == "system:starter is a system account, which has no login: choose another name."


def test_staff_user_refuses_a_name_that_only_system_accounts_bear() -> None:
    with pytest.raises(CommandError):
        call_command("staff_user", "system:other", "--role=drafter", stdout=io.StringIO())

    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        ("drafter", {"is_staff": False, "is_superuser": False}),
        ("reviewer", {"is_staff": False, "is_superuser": False}),
        ("steward", {"is_staff": True, "is_superuser": False}),
        ("admin", {"is_staff": True, "is_superuser": True}),
    ],
)
def test_staff_user_opens_the_admin_site_to_stewards_and_admins_only(role: str, rights: dict[str, bool]) -> None:
    call_command("staff_user", "olena", "--role=admin", stdout=io.StringIO())
    User.objects.update(is_active=False)

    call_command("staff_user", "olena", f"--role={role}", stdout=io.StringIO())

    assert User.objects.values("is_active", "is_staff", "is_superuser").get() == {"is_active": True, **rights}
