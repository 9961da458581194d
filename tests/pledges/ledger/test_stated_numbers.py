"""Whether a quantity has a number is fixed when it is published, and was read once from what stood before."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import IntegrityError, InternalError

from pledges.models import AssertedTotal, Entry, Requirement, Stock
from tests.pledges import staff_steps
from tests.pledges.projections.shown import project, summary

pytestmark = pytest.mark.usefixtures("catalogue")


def publish_words() -> None:
    project(
        staff_steps.pledge_row(quantity="91"),
        staff_steps.pledge_row(quantity="at least 2"),
        staff_steps.pledge_row(quantity="several"),
        staff_steps.requirement_row(quantity="dozens"),
        staff_steps.asserted_total_row(quantity="more than 3"),
        staff_steps.stock_row(quantity="at least 50"),
        staff_steps.stock_row(quantity="hundreds", donors="NOR"),
    )


def said() -> dict[str, bool]:
    words = {Entry: "quantity_text", Requirement: "quantity_text", AssertedTotal: "quantity_text", Stock: "total_text"}
    return {text: known for fact, name in words.items() for text, known in fact.objects.values_list(name, "has_number")}


STATED = {"91": True, "at least 2": True, "several": False, "dozens": False, "more than 3": True}
STATED |= {"at least 50": True, "hundreds": False}


def test_publishing_fixes_which_quantities_have_a_number() -> None:
    publish_words()

    assert said() == STATED
    shown = summary("system", "patriot")
    assert (shown.promised_low, shown.promised_unbounded) == (95, 2)
    assert (shown.promised_stated_low, shown.promised_stated_high, shown.promised_without_number) == (93, None, 1)


def test_the_migration_reads_the_words_of_what_stands_and_leaves_the_ledger_closed() -> None:
    publish_words()
    with connection.cursor() as cursor:
        # What the versions of the facts wait for would hold the tables else.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in (Entry, Requirement, Stock):
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
            model.objects.update(has_number=True)
            cursor.execute(f"ALTER TABLE {model._meta.db_table} ENABLE TRIGGER USER")
    with connection.schema_editor() as editor:
        for migration in ("0033_stated_numbers", "0037_parts_of_sums"):
            import_module(f"pledges.migrations.{migration}").read_words(apps, editor)

    assert said() == STATED
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        Entry.objects.update(has_number=True)
