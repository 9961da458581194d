"""The two letters of donors: one form, and each pair of letters once."""

from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from meetings.models import Donor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("letters", ["de", "D", "D1", "DE"])
def test_letters_have_one_form_and_one_donor(letters: str) -> None:
    Donor.objects.create(code="DEU", name="Germany", iso2="DE")
    Donor.objects.create(code="UN", name="United Nations")
    with pytest.raises(IntegrityError), transaction.atomic():
        Donor.objects.create(code="FTN", name="Fantasia", iso2=letters)
    assert Donor.objects.create(code="EIB", name="European Investment Bank").iso2 == ""


def test_letters_that_do_not_fit_are_mended_or_left_blank_by_the_migration() -> None:
    migration = import_module("meetings.migrations.0011_iso_letters_of_donors").Migration("0011", "meetings")
    *mending, form, unique, _ = migration.operations
    with connection.schema_editor() as editor:
        for operation in (form, unique):
            editor.remove_constraint(Donor, operation.constraint)
    stated = {"DEU": "de", "FTN": "DE", "ATL": "x1", "GBR": "GB", "UN": ""}
    Donor.objects.bulk_create([Donor(code=code, name=code, iso2=iso2) for code, iso2 in stated.items()])
    with connection.schema_editor() as editor:
        for operation in mending:
            editor.execute(operation.sql)
        for operation in (form, unique):
            editor.add_constraint(Donor, operation.constraint)
    found = dict(Donor.objects.order_by("pk").values_list("code", "iso2"))
    assert found == {"DEU": "DE", "FTN": "", "ATL": "", "GBR": "GB", "UN": ""}
