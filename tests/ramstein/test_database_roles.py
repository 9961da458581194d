"""The role that serves and works reads and writes, and can switch off none of the ledger's guards."""

from collections.abc import Iterator

import pgtrigger
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from pytest_django import Settings

from pledges import projections
from pledges.intake.publish_preview import leave_aside, preview
from pledges.models import ChangeSet, Entry
from pledges.values.choices import ChangeSetState, Role
from ramstein.database_roles import connect_as_owner, grant_runtime_role
from tests.pledges.staff_steps import NOW, create_catalogue, create_user, draft, plan_anew, pledge_row, publish_all

pytestmark = pytest.mark.django_db

FORBIDDEN = {
    "ALTER TABLE pledges_entry DISABLE TRIGGER ALL": "must be owner of table pledges_entry",
    "ALTER TABLE pledges_entry ADD COLUMN more int": "must be owner of table pledges_entry",
    "SET session_replication_role = replica": "permission denied to set parameter",
    "TRUNCATE pledges_entry CASCADE": "permission denied for table pledges_entry",
    "DROP TABLE pledges_rule_left_aside": "must be owner of table pledges_rule_left_aside",
    "DROP TRIGGER never_committed ON pledges_rule_left_aside": "must be owner of relation pledges_rule_left_aside",
    "CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean"
    " LANGUAGE sql AS 'SELECT true'": "permission denied for schema public",
    "DROP FUNCTION public._pgtrigger_should_ignore(name) CASCADE": r"must be owner of function public\._pgtrigger",
    "CREATE TABLE public.more (id int)": "permission denied for schema public",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())": "permission denied for table",
    "CREATE ROLE more SUPERUSER": "permission denied to create role",
    "COPY (SELECT 1) TO PROGRAM 'true'": "permission denied to COPY to or from an external program",
}


@pytest.fixture
def catalogue() -> None:
    """A small catalogue in the database, and its staff."""
    create_catalogue()


@pytest.fixture
def runtime(settings: Settings) -> Iterator[None]:
    """The rest of the test is done by the role of the runtime."""
    settings.DATABASES["default"]["USER"], before = "ramstein_test_app", settings.DATABASES["default"]["USER"]
    try:
        grant_runtime_role()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE ramstein_test_app")
        yield
    finally:
        settings.DATABASES["default"]["USER"] = before


@pytest.mark.usefixtures("runtime")
@pytest.mark.parametrize(("statement", "problem"), FORBIDDEN.items(), ids=[one[:40] for one in FORBIDDEN])
def test_the_guards_are_out_of_reach(statement: str, problem: str) -> None:
    with pytest.raises(DatabaseError, match=problem), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.usefixtures("catalogue", "runtime")
def test_drafting_previewing_publishing_and_rebuilding_need_no_more() -> None:
    changeset = draft([pledge_row()])
    plan_anew(changeset)
    previewed = preview(changeset=changeset, today=NOW.date(), now=NOW)
    version = publish_all([pledge_row()])
    projections.drain_outbox(today=NOW.date(), now=NOW)
    projections.rebuild(today=NOW.date(), now=NOW)

    assert previewed.movements != []
    assert version.number == 1
    assert projections.differences() == []


@pytest.mark.usefixtures("catalogue")
def test_a_transaction_that_left_rules_aside_is_never_committed() -> None:
    publish_all([pledge_row()])
    entry = Entry.objects.get()
    with connection.cursor() as cursor:
        name = next(trigger.get_pgid(Entry) for _, trigger in pgtrigger.registered("pledges.Entry:append_only"))
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + name + "}"])
        cursor.execute("UPDATE pledges_entry SET quantity_high = 99 WHERE id = %s", [entry.pk])

        with pytest.raises(IntegrityError, match=f"leaves a rule aside can only be rolled back: {name}"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db(transaction=True)
def test_not_even_by_a_commit() -> None:
    user = create_user("drafter", role=Role.DRAFTER)
    changeset = ChangeSet.objects.create(title="Statements", created_by=user, created_at=NOW)

    with pytest.raises(IntegrityError, match="can only be rolled back"):
        discard_without_its_rule(changeset)

    assert ChangeSet.objects.get(pk=changeset.pk).state == ChangeSetState.DRAFT


def test_the_owner_is_another_only_inside(settings: Settings) -> None:
    before = connection.settings_dict
    settings.DATABASE_OWNER = {**before, "USER": "somebody", "PASSWORD": "secret"}
    with connect_as_owner():
        found = (connection.settings_dict["USER"], connection.settings_dict["NAME"])

    assert found == ("somebody", before["NAME"])
    assert connection.settings_dict is before


@transaction.atomic
def discard_without_its_rule(changeset: ChangeSet) -> None:
    leave_aside(["pledges.ChangeSet:state_path"])
    ChangeSet.objects.filter(pk=changeset.pk).update(state=ChangeSetState.DISCARDED)
