"""Accounts of the people who work on the ledger."""

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from pledges.models import User
from pledges.values.choices import Role

STAFF_ROLES = (Role.DRAFTER, Role.REVIEWER, Role.STEWARD, Role.ADMIN)
ROLES_IN_ADMIN_SITE = {Role.STEWARD, Role.ADMIN}


def generate_password() -> str:
    """A password of 96 random bits that survives copying by hand."""
    return "-".join(secrets.token_hex(3) for _ in range(4))


@transaction.atomic
def save_staff_account(username: str, *, role: Role, password: str) -> tuple[User, bool]:
    """Create the account or give the existing one this role and password; say whether it is new.

    :raises ValidationError: the name or the password is not acceptable, or the name is a system account's.
    """
    existing = User.objects.select_for_update().filter(username=username).first()
    user = existing or User(username=username)
    if user.is_system:
        raise ValidationError(f"{username} is a system account, which has no login: choose another name.")
    user.role = role
    user.is_active = True
    user.is_staff = role in ROLES_IN_ADMIN_SITE
    user.is_superuser = role == Role.ADMIN
    validate_password(password, user=user)
    user.set_password(password)
    user.full_clean()
    user.save()
    return user, existing is None


@transaction.atomic
def ensure_first_accounts() -> list[tuple[str, str | None]]:
    """Make a drafter and a reviewer where there is nobody yet; the password comes back only where it was made just now.

    Where people have accounts, none is made: a first account that was renamed or removed does not come back.
    """
    names = [role.value for role in (Role.DRAFTER, Role.REVIEWER)]
    people = User.objects.filter(is_system=False)
    if people.exists():
        there = set(people.filter(username__in=names).values_list("username", flat=True))
        return [(name, None) for name in names if name in there]
    accounts: list[tuple[str, str | None]] = []
    for name in names:
        password = generate_password()
        save_staff_account(name, role=Role(name), password=password)
        accounts.append((name, password))
    return accounts
