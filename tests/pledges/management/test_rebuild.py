"""`manage.py rebuild`: checks that the projections are those of the ledger, and mends them."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from pledges import projections
from pledges.models import Summary
from tests.pledges import staff_steps
from tests.pledges.projections import ledgers

pytestmark = pytest.mark.usefixtures("catalogue")


@pytest.fixture(autouse=True)
def _project_catalogue(catalogue: None) -> None:
    ledgers.publish([staff_steps.pledge_row(quantity="2"), staff_steps.pledge_row(system="nasams")], now=timezone.now())
    projections.drain_outbox(today=timezone.now().date(), now=timezone.now())


def tamper() -> None:
    """Change a summary row behind the back of the ledger."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pledges_summary SET promised_low = 1 WHERE scope = 'system' AND key = 'patriot'")
        cursor.execute("DELETE FROM pledges_summary WHERE scope = 'donor' AND system_id IS NULL")


def check() -> tuple[str, int]:
    """Return what the check prints, and its exit code."""
    output = io.StringIO()
    try:
        call_command("rebuild", "--check", stdout=output)
    except CommandError as error:
        return output.getvalue(), error.returncode
    return output.getvalue(), 0


def test_check_is_silent_where_nothing_differs() -> None:
    assert check() == ("", 0)


def test_check_prints_the_rows_that_differ_and_fails() -> None:
    tamper()

    output, code = check()

    lines = sorted(line.partition(": ")[0] for line in output.splitlines())
    assert code == 1
    assert lines == [
        "pledges_summary, rebuilt only",
        "pledges_summary, rebuilt only",
        "pledges_summary, rebuilt only",
        "pledges_summary, stored only",
        "pledges_summary, stored only",
    ]
    assert "'key': 'patriot'" in output
    assert "'key': 'DEU'" in output


def test_check_changes_nothing() -> None:
    tamper()
    check()

    assert Summary.objects.get(scope="system", key="patriot", system__slug="patriot").promised_low == 1


def test_rebuild_mends_what_differs() -> None:
    tamper()
    output = io.StringIO()

    call_command("rebuild", stdout=output)

    assert output.getvalue() == f"rebuilt version 1 for {timezone.now().date()}\n"
    assert Summary.objects.get(scope="system", key="patriot", system__slug="patriot").promised_low == 2
    assert check() == ("", 0)
