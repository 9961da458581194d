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
