"""The command that loads the catalogue."""

import io

import pytest
from django.core.management import call_command

from pledges.models import Pledge, System

pytestmark = pytest.mark.django_db


def test_load_catalogue_says_what_there_is_and_loads_no_pledge() -> None:
    first, second = io.StringIO(), io.StringIO()
    call_command("load_catalogue", stdout=first)
    call_command("load_catalogue", stdout=second)
    assert first.getvalue() == second.getvalue()
    assert first.getvalue().startswith("catalogue: ")
    assert f"{System.objects.count()} systems" in first.getvalue()
    assert Pledge.objects.count() == 0
