"""A pledge has one rate to euro in a currency, whoever writes its entries."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from pledges.models import Entry, Pledge
from tests.pledges.models import rows

pytestmark = pytest.mark.usefixtures("catalogue")


def create_entry(pledge: Pledge, rate: int | None, **columns: Any) -> Entry:
    """Write an entry of five dollars whose source states its value."""
    amount = {**rows.exactly("amount", 20), "currency": "USD", "basis": "contract"}
    worth = None if rate is None else 20 // rate
    value = {f"value_eur_{end}": worth for end in ("low", "best", "high")}
    source = {"eur_rate": rate, "eur_rate_date": date(2025, 6, 1), "eur_rate_source": "stated"}
    return rows.create_entry(pledge=pledge, **{**amount, **value, **source, **columns})


def is_refused(create: Any, *args: Any, **columns: Any) -> bool:
    """Return whether the database refuses it as another rate."""
    try:
        with transaction.atomic():
            create(*args, **columns)
    except IntegrityError as error:
        return "one rate: " in str(error)
    return False


def test_an_entry_at_another_rate_than_the_first_is_refused() -> None:
    pledge = rows.create_pledge()
    create_entry(pledge, 2)
    assert is_refused(create_entry, pledge, 4)
    assert not is_refused(create_entry, pledge, 2)
    assert not is_refused(create_entry, pledge, 4, currency="GBP")
    assert not is_refused(create_entry, pledge, None)
    assert not is_refused(create_entry, rows.create_pledge(), 4)


def test_entries_of_one_statement_are_compared_with_each_other() -> None:
    pledge = rows.create_pledge()
    first, second = create_entry(pledge, None), create_entry(pledge, None)
    value = {"value_eur_low": 5, "eur_rate_source": "stated", "value_eur_best": None, "value_eur_high": None}
    for entry, rate in ((first, 4), (second, 2)):
        entry.pk, entry.position, entry.eur_rate = None, entry.position + 10_000, rate
        for name, one in value.items():
            setattr(entry, name, one)
    assert is_refused(Entry.objects.bulk_create, [first, second])


def test_what_is_taken_back_no_longer_fixes_the_rate() -> None:
    pledge = rows.create_pledge()
    rows.create_void(entry=create_entry(pledge, 2))
    assert not is_refused(create_entry, pledge, 4)
    assert is_refused(create_entry, pledge, 2)


def test_an_entry_cannot_stand_again_at_another_rate() -> None:
    pledge = rows.create_pledge()
    void, same = (rows.create_void(entry=create_entry(pledge, 2)) for _ in range(2))
    after = create_entry(pledge, 4)
    assert is_refused(rows.create_void, lifted_void=void)
    rows.create_void(entry=after)
    assert not is_refused(rows.create_void, lifted_void=same)
    assert not is_refused(rows.create_void, lifted_void=void)
