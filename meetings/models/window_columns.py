"""Column groups and triggers that facts of both applications share: date windows, estimates and append-only tables."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q

from meetings.choices import DatePrecision
from meetings.models.vocabulary_field import VocabularyField


def quantity_column(*, null: bool = True) -> models.DecimalField[Any, Any]:
    """A column for one bound of a number: up to 24 digits, six of them decimals."""
    return models.DecimalField(max_digits=24, decimal_places=6, null=null, blank=null)


def window_columns(*, required: bool = False) -> tuple[models.Field[Any, Any], ...]:
    """The four columns of a date window: text, start, end, precision.

    A missing start or end means that side is open or unknown; the words as stated are kept in text.
    """
    return (
        models.CharField(max_length=200, blank=True),
        models.DateField(null=not required, blank=not required),
        models.DateField(null=not required, blank=not required),
        VocabularyField(max_length=12, choices=DatePrecision, blank=True),
    )


def window_order(model: str, name: str) -> models.CheckConstraint:
    """The constraint that a window does not end before it starts."""
    return models.CheckConstraint(
        name=f"{model}_{name}_order",
        condition=Q(**{f"{name}_start__lte": F(f"{name}_end")})
        | Q(**{f"{name}_start__isnull": True})
        | Q(**{f"{name}_end__isnull": True}),
        violation_error_message=f"The {name} window ends before it starts.",
    )


def estimate_columns(*, required: bool = True) -> tuple[models.Field[Any, Any], ...]:
    """The four columns of an estimate: text, low, best (NULL = unknown), high (NULL = no upper bound)."""
    return (
        models.CharField(max_length=200, blank=True),
        quantity_column(null=not required),
        quantity_column(),
        quantity_column(),
    )


def estimate_order(model: str, name: str) -> models.CheckConstraint:
    """The constraint 0 <= low <= best <= high; bounds that are not known do not take part."""
    low, best = F(f"{name}_low"), F(f"{name}_best")
    no_best, no_high = Q(**{f"{name}_best__isnull": True}), Q(**{f"{name}_high__isnull": True})
    some_bound_without_low = Q(**{f"{name}_low__isnull": True}) & ~(no_best & no_high)
    return models.CheckConstraint(
        name=f"{model}_{name}_order",
        condition=~some_bound_without_low
        & (Q(**{f"{name}_low__gte": 0}) | Q(**{f"{name}_low__isnull": True}))
        & (no_best | Q(**{f"{name}_best__gte": low}))
        & (no_high | (Q(**{f"{name}_high__gte": low}) & (no_best | Q(**{f"{name}_high__gte": best})))),
        violation_error_message=f"The {name} must keep the order low, best, high, and none is negative.",
    )


def append_only() -> list[pgtrigger.Trigger]:
    """The triggers of a ledger table: no UPDATE, no DELETE, no TRUNCATE, no late INSERT into a closed version.

    A test database may set `ramstein.allow_truncate` to 'on' so that it can be emptied between tests.
    """
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="no_truncate",
            level=pgtrigger.Statement,
            operation=pgtrigger.Truncate,
            when=pgtrigger.Before,
            func="""
                IF current_setting('ramstein.allow_truncate', true) IS DISTINCT FROM 'on' THEN
                    RAISE EXCEPTION 'the ledger is append-only: % cannot be truncated', TG_TABLE_NAME
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NULL;
            """,
        ),
    ]


def open_version_only() -> pgtrigger.Trigger:
    """The trigger that lets facts enter only the dataset version which this very transaction publishes."""
    return pgtrigger.Trigger(
        name="open_version_only",
        level=pgtrigger.Statement,
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(new="new_facts"),
        func="""
            IF EXISTS (
                SELECT FROM (SELECT DISTINCT version_id FROM new_facts) AS fact
                LEFT JOIN pledges_datasetversion AS version ON version.number = fact.version_id
                WHERE version.transaction_id IS DISTINCT FROM pg_current_xact_id()::text::bigint
            ) THEN
                RAISE EXCEPTION 'a published version takes no further facts: % writes into a closed one', TG_TABLE_NAME
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NULL;
        """,
    )
