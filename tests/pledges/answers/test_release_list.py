"""Releases: what each version wrote, who let it in, and which one it takes back."""

from datetime import UTC, datetime, timedelta

import pytest

from pledges import ledger
from pledges.answers import Person, release, releases
from pledges.answers.filters import parse_moment
from pledges.answers.keyset_pages import PagePlace
from pledges.models import ChangeSet, User
from tests import factories
from tests.pledges import staff_steps

NOW = datetime(2025, 8, 1, tzinfo=UTC)


@pytest.fixture
def undone(catalogue: None) -> None:
    """Version 1 promises, version 2 takes that back."""
    factories.publish_rows(staff_steps.pledge_row(), staff_steps.stock_row())
    User.objects.filter(username="drafter").update(first_name="Olena", last_name="Koval")
    first = ChangeSet.objects.get(version__number=1)
    reviewer, now = staff_steps.user("second"), staff_steps.NOW + timedelta(hours=1)
    ledger.undo(changeset=first, reviewer=reviewer, reason="a mistake", now=now)
    factories.project()


@pytest.mark.usefixtures("undone")
def test_versions_come_newest_first_with_what_they_take_back() -> None:
    as_of = parse_moment(None, None, now=NOW)

    found = releases(as_of)

    assert [(one.version, one.origin, one.undoes, one.undone_by) for one in found.rows] == [
        (2, "undo", 1, ()),
        (1, "entry", None, (2,)),
    ]
    assert [{name: count for name, count in one.facts.items() if count} for one in found.rows] == [
        {"void": 3},
        {"pledge": 1, "entry": 1, "terms": 1, "stock": 1},
    ]
    assert [one.version for one in releases(as_of, PagePlace(key=("2",))).rows] == [1]
    assert [one.version for one in releases(as_of, PagePlace(key=("1",), backwards=True)).rows] == [2]


@pytest.mark.usefixtures("undone")
def test_people_are_named_only_as_they_wish() -> None:
    found = release(1, parse_moment(None, None, now=NOW))

    assert found is not None
    assert (found.author, found.approver, found.publisher) == (
        Person("Olena Koval", "drafter", is_system=False),
        Person("", "reviewer", is_system=False),
        Person("", "reviewer", is_system=False),
    )


@pytest.mark.usefixtures("undone")
def test_an_earlier_moment_knows_neither_later_versions_nor_that_they_undo_it() -> None:
    as_of = parse_moment(None, "v1", now=NOW)

    assert [(one.version, one.undone_by) for one in releases(as_of).rows] == [(1, ())]
    assert release(2, as_of) is None
