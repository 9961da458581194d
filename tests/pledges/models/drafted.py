"""Single rows of drafting, written past the services, so that the database alone can refuse them."""

from __future__ import annotations

import hashlib
from typing import Any

from pledges.models import (
    DraftedRow,
    DraftedText,
    DraftingRun,
    FieldDecision,
    KeptCopy,
    ResidueSentence,
    RowDecision,
)
from tests.pledges import staff_steps
from tests.pledges.models import rows

KEY = hashlib.sha256(b"claim").hexdigest()


def text_columns() -> dict[str, Any]:
    copy = KeptCopy.objects.first() or rows.create_kept_copy()
    return {"copy": copy, "created_by": staff_steps.user("drafter"), "created_at": staff_steps.NOW}


def text() -> DraftedText:
    return DraftedText.objects.first() or DraftedText.objects.create(**text_columns())


def run_columns() -> dict[str, Any]:
    times = {"started_at": staff_steps.NOW, "heartbeat_at": staff_steps.NOW}
    return {"drafted_text": text(), "rule_version": "1", **times}


def create_run(**columns: Any) -> DraftingRun:
    return DraftingRun.objects.create(**{**run_columns(), **columns})


def row_columns() -> dict[str, Any]:
    run = DraftingRun.objects.first() or create_run()
    return {
        "drafted_text": text(), "run": run, "key": KEY, "span_start": 0, "span_end": 7, "rule": "pledge announced",
        "drafted": {"donors": "DEU"}, "cells": {"donors": "DEU"},
    }  # fmt: skip


def create_row(**columns: Any) -> DraftedRow:
    return DraftedRow.objects.create(**{**row_columns(), **columns})


def create_row_in_changeset(**columns: Any) -> DraftedRow:
    changeset = staff_steps.draft([staff_steps.pledge_row()])
    return create_row(changeset_row=changeset.rows.get(), **columns)


def sentence_columns() -> dict[str, Any]:
    return {"drafted_text": text(), "span_start": 0, "span_end": 9}


def create_sentence(**columns: Any) -> ResidueSentence:
    return ResidueSentence.objects.create(**{**sentence_columns(), **columns})


def create_decision(**columns: Any) -> RowDecision:
    row = DraftedRow.objects.first() or create_row()
    said = {"outcome": "accepted", "rule_version": "1", "rule": row.rule, "kind_of_text": "alliance"}
    decided = {"decided_by": staff_steps.user("drafter"), "decided_at": staff_steps.NOW}
    return RowDecision.objects.create(**{"row": row, **said, **decided, **columns})


def field_columns() -> dict[str, Any]:
    decision = RowDecision.objects.first() or create_decision()
    return {"decision": decision, "column": "quantity", "drafted": "2", "accepted": "about 2"}


def create_field(**columns: Any) -> FieldDecision:
    return FieldDecision.objects.create(**{**field_columns(), **columns})
