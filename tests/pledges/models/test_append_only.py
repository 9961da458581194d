"""What the ledger refuses whoever asks: changing, deleting or emptying what is published, and writing into the past."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, InternalError, connection, models, transaction
from django.db.models import F

from meetings.models import Membership
from pledges.models import (
    AccountEvent,
    AssertedTotal,
    ChangeSetEvent,
    Completeness,
    DatasetVersion,
    DuplicateDecision,
    Entry,
    ExternalReference,
    FieldDecision,
    KeptCopy,
    LoadedRate,
    Pledge,
    QuoteAnchor,
    ReconciliationDecision,
    Requirement,
    RowDecision,
    SourceCopy,
    Stock,
    Terms,
    TermsParty,
    Void,
)
from pledges.values.choices import AccountEventKind
from tests.layers import lay_rows
from tests.pledges import staff_steps
from tests.pledges.models import drafted, rows

LEDGER: list[type[models.Model]] = [
    AssertedTotal,
    ChangeSetEvent,
    Completeness,
    DatasetVersion,
    Entry,
    ExternalReference,
    Membership,
    Pledge,
    Requirement,
    Stock,
    Terms,
    TermsParty,
    Void,
]
DECISIONS: list[type[models.Model]] = [DuplicateDecision, FieldDecision, ReconciliationDecision, RowDecision]
RATES: list[type[models.Model]] = [LoadedRate]
COPIES: list[type[models.Model]] = [SourceCopy, QuoteAnchor]
ACCOUNTS: list[type[models.Model]] = [AccountEvent]
DATED: dict[str, Callable[..., models.Model]] = {
    "pledge": rows.create_pledge,
    "terms": rows.create_terms,
    "entry": rows.create_entry,
    "requirement": rows.create_requirement,
    "stock": rows.create_stock,
    "asserted_total": rows.create_asserted_total,
    "completeness": rows.create_completeness,
    "membership": rows.create_membership,
    "void": rows.create_void,
}


def models_with_trigger(trigger: str) -> set[type[models.Model]]:
    """Return the models that carry a trigger of that name."""
    return {
        model for model in apps.get_models() if trigger in {one.name for one in getattr(model._meta, "triggers", [])}
    }


def fill_ledger() -> None:
    """Store a row in every table of the ledger."""
    name = "test:first"
    staff_steps.publish_all(
        [
            staff_steps.pledge_row(external_reference=name, donors="DEU:funder:0.5;NOR:funder:0.5"),
            staff_steps.entry_row(name, external_reference="test:entry"),
            staff_steps.stock_row(),
            staff_steps.requirement_row(),
            staff_steps.membership_row(),
            staff_steps.asserted_total_row(),
            staff_steps.completeness_row(),
        ]
    )
    staff_steps.publish_all([staff_steps.void_row("test:entry")])
    rows.create_duplicate_decision()
    rows.create_reconciliation_decision(asserted_total=AssertedTotal.objects.get())
    LoadedRate.objects.create(currency="USD", day=date(2026, 11, 2), per_euro=1, load=rows.create_rate_load())
    copy = rows.create_kept_copy()
    rows.create_source_copy(copy=copy)
    rows.create_quote_anchor(copy=copy)
    drafted.create_field()
    AccountEvent.objects.create(at=staff_steps.NOW, kind=AccountEventKind.SIGNED_IN, actor_name="drafter")


@pytest.fixture
@lay_rows(fill_ledger)
def full_ledger(catalogue: None) -> None:
    """A row in every table of the ledger, and no way to empty one."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL ramstein.allow_truncate = 'off'")


def test_append_only_tables_are_those_of_the_ledger() -> None:
    append_only = {*LEDGER, *DECISIONS, *RATES, *COPIES, *ACCOUNTS}
    assert models_with_trigger("append_only") == append_only
    # The text of a kept copy is read later, and where it is archived may be mended.
    assert models_with_trigger("no_truncate") == {*append_only, KeptCopy}


def test_open_version_only_tables_are_those_with_facts() -> None:
    facts = {AssertedTotal, Completeness, Entry, Membership, Pledge, Requirement, Stock, Terms, Void}
    assert models_with_trigger("open_version_only") == facts


@pytest.mark.usefixtures("full_ledger")
@pytest.mark.parametrize("model", [*LEDGER, *DECISIONS, *RATES, *COPIES, *ACCOUNTS])
class TestEveryTable:
    def test_update_is_refused(self, model: Any) -> None:
        column = model._meta.concrete_fields[-1].attname
        with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
            model.objects.update(**{column: F(column)})

    def test_delete_is_refused(self, model: Any) -> None:
        count = model.objects.count()
        assert count > 0
        with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
            model.objects.all()._raw_delete("default")
        assert model.objects.count() == count

    def test_truncate_is_refused(self, model: Any) -> None:
        table = connection.ops.quote_name(model._meta.db_table)
        with (
            pytest.raises(IntegrityError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", DATED)
def test_fact_enters_only_the_version_that_its_own_transaction_publishes(kind: str) -> None:
    staff_steps.create_catalogue()
    with transaction.atomic():
        rows.open_version()
        pledge, entry = rows.create_pledge(), rows.create_entry()
        DATED[kind]()
    late = {"terms": {"pledge": pledge}, "entry": {"pledge": pledge}, "void": {"entry": entry}}.get(kind, {})
    with pytest.raises(IntegrityError, match="takes no further facts"):
        DATED[kind](**late)


@pytest.mark.django_db(transaction=True)
def test_fact_without_a_version_is_refused() -> None:
    staff_steps.create_catalogue()
    rows.open_version()
    with pytest.raises(IntegrityError, match="takes no further facts"):
        rows.create_membership(version_id=99)


def test_membership_version_is_a_foreign_key(catalogue: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'membership_version_published'"
        )
        found = cursor.fetchall()
    assert found == [
        ("FOREIGN KEY (version_id) REFERENCES pledges_datasetversion(number) DEFERRABLE INITIALLY DEFERRED",)
    ]


def test_source_of_a_fact_stays(full_ledger: None) -> None:
    source = Entry.objects.order_by("pk")[0].source
    with pytest.raises(models.ProtectedError):
        source.delete()
