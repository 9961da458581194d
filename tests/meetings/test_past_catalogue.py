"""The catalogue as it was in an older version, whatever was changed, added or removed since."""

from __future__ import annotations

import pytest
from django.db import connection

from meetings.models import CatalogueVersion, Donor, DonorAlias, Source, SupersededRow
from meetings.past_catalogue import catalogue_tables, create_past_views, drop_past_views, names_of_version
from pledges.models import User
from tests import factories
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")


def catalogue() -> int:
    return CatalogueVersion.objects.get().number


def columns_of(schema: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = %s ORDER BY table_name, ordinal_position",
            [schema],
        )
        for table, column in cursor.fetchall():
            found.setdefault(table, []).append(column)
    return found


def test_every_table_of_the_catalogue_has_a_view_with_all_its_columns() -> None:
    now, past = columns_of("public"), columns_of("past")

    assert past == {table: now[table] for table in catalogue_tables()}
    assert {"meetings_initiative_leads", "meetings_source", "pledges_system", "pledges_user"} <= past.keys()


def test_what_was_changed_added_or_removed_reads_as_it_was() -> None:
    alias = DonorAlias.objects.get()
    versions, seen = [catalogue()], []
    for change in (
        lambda: Donor.objects.filter(code="DEU").update(name="Deutschland"),
        lambda: Donor.objects.create(code="FRA", name="France"),
        lambda: Donor.objects.filter(code="DEU").update(name="Allemagne"),
        alias.delete,
        lambda: Donor.objects.filter(code="FRA").delete(),
    ):
        change()
        versions.append(catalogue())

    for version in versions:
        with names_of_version(version):
            names = dict(Donor.objects.filter(code__in=["DEU", "FRA"]).values_list("code", "name"))
            seen.append((names, DonorAlias.objects.count()))

    assert seen == [
        ({"DEU": "Germany"}, 1),
        ({"DEU": "Deutschland"}, 1),
        ({"DEU": "Deutschland", "FRA": "France"}, 1),
        ({"DEU": "Allemagne", "FRA": "France"}, 1),
        ({"DEU": "Allemagne", "FRA": "France"}, 0),
        ({"DEU": "Allemagne"}, 0),
    ]
    assert Donor.objects.get(code="DEU").name == "Allemagne"


def test_names_of_today_are_read_again_even_after_a_failure() -> None:
    before = catalogue()
    Donor.objects.filter(code="DEU").update(name="Deutschland")

    with pytest.raises(Donor.DoesNotExist), names_of_version(before):
        Donor.objects.get(name="Deutschland")

    assert Donor.objects.get(code="DEU").name == "Deutschland"


def test_a_change_that_changes_nothing_keeps_nothing() -> None:
    kept = SupersededRow.objects.count()

    Donor.objects.filter(code="DEU").update(name="Germany")

    assert SupersededRow.objects.count() == kept


def test_a_new_source_moves_no_version_and_a_changed_one_does() -> None:
    before = catalogue()

    source = factories.create_source("Statement of July")
    added = catalogue()
    Source.objects.filter(pk=source.pk).update(title="Statement of 1 July")

    assert (added, catalogue()) == (before, before + 1)
    with names_of_version(before):
        assert Source.objects.get(pk=source.pk).title == "Statement of July"


def test_of_an_account_only_what_answers_show_is_kept() -> None:
    user = staff_steps.create_user("reviewer")
    before = catalogue()

    User.objects.filter(pk=user.pk).update(password="secret", email="a@example.org")
    unmoved = catalogue()
    User.objects.filter(pk=user.pk).update(first_name="Ada", password="secret again")

    assert (unmoved, catalogue()) == (before, before + 1)
    kept = {"id": user.pk, "username": "reviewer", "first_name": "", "last_name": "", "role": "reviewer"}
    assert SupersededRow.objects.get(relation="pledges_user").row == {**kept, "is_system": False}


def test_a_column_that_came_later_has_its_default() -> None:
    before = catalogue()
    Donor.objects.filter(code="DEU").update(name="Deutschland")
    old = SupersededRow.objects.get(relation="meetings_donor", until=catalogue())
    SupersededRow.objects.filter(pk=old.pk).update(row={name: old.row[name] for name in ("id", "code", "name")})

    with names_of_version(before):
        donor = Donor.objects.get(code="DEU")

    assert (donor.name, donor.kind, donor.iso2) == ("Germany", "country", "")


def test_views_are_dropped_for_migrations_and_made_anew() -> None:
    views = columns_of("past")

    drop_past_views(plan=())
    assert columns_of("past") == views
    drop_past_views(plan=("a migration",))
    assert columns_of("past") == {}
    create_past_views()
    create_past_views()
    assert columns_of("past") == views
