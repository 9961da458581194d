"""Whether a row in other words states what it stated before: spreadsheets write 14.0 for 14, people names for codes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from pledges.intake.catalogue_snapshot import LINKS, Catalogue
from pledges.ledger import FactPlan, Json
from pledges.models import ChangeSetRow
from pledges.values.choices import Action, RateSource

NAMING = ("reference", "target", *LINKS)
VALUES = ("value_eur_low", "value_eur_best", "value_eur_high")
OF_A_RATE = {*VALUES, "eur_rate", "eur_rate_date", "eur_rate_source"}

Before = dict[int, tuple[Json, Json]]
"""By key of a row of a change set: the fact that it wrote, and its cells."""


def load_before(keys: Iterable[int]) -> Before:
    """What rows wrote that stand in the ledger, for those that come again in other words."""
    wanted = list(keys)
    if not wanted:
        return {}
    found = ChangeSetRow.objects.filter(pk__in=wanted).order_by("pk").values_list("pk", "plan__fact", "payload")
    return {key: (fact, payload) for key, fact, payload in found if fact}


def states_the_same(fact: FactPlan, row: Mapping[str, str], before: tuple[Json, Json], catalogue: Catalogue) -> bool:
    """Whether a fact is the one that a row stated before, whatever the words."""
    former, payload = before
    if any(not names_the_same(row.get(name, ""), str(payload.get(name, "")), catalogue) for name in NAMING):
        return False
    return converts_the_same(fact.entry or {}, row, former["entry"] or {}, payload) and describe_fact(
        fact.to_json()
    ) == describe_fact(former)


def converts_the_same(entry: Json, row: Mapping[str, str], former: Json, payload: Json) -> bool:
    """Whether a source states the same value in euro; what is kept of it may be at the rate of the pledge."""
    if as_number(row.get("value_eur", "")) == as_number(str(payload.get("value_eur", ""))):
        return True
    both = {one.get("eur_rate_source") for one in (entry, former)} == {RateSource.STATED.value}
    return both and plain({name: entry.get(name) for name in VALUES}) == plain(
        {name: former.get(name) for name in VALUES}
    )


def as_number(cell: str) -> Decimal | str:
    try:
        return Decimal(cell.strip())
    except InvalidOperation:
        return " ".join(cell.split())


def names_the_same(name: str, former: str, catalogue: Catalogue) -> bool:
    if name.strip() == former.strip():
        return True
    one, other = catalogue.pledges.get(name), catalogue.pledges.get(former)
    return one is not None and other is not None and one.target == other.target


def describe_fact(fact: Json) -> Json:
    """What a planned fact says, without its spelling and without what our rates made of it."""
    entry = {name: value for name, value in (fact["entry"] or {}).items() if name not in OF_A_RATE}
    # System, unit, year and lead of a pledge stay as they were when it was published.
    own = {} if fact["kind"] == Action.PLEDGE.value else fact["columns"]
    parts = {"kind": fact["kind"], "columns": own, "entry": entry}
    parts |= {name: fact[name] for name in ("terms", "parties", "source", "cited")}
    # As the database gives it back: days as text.
    stated: Json = plain(json.loads(json.dumps(parts, default=str)))
    return stated


def plain(value: Any) -> Any:
    """A value without the words as stated, and with single blanks in all others; what is empty is left out."""
    if isinstance(value, dict):
        kept = {name: plain(one) for name, one in value.items() if not name.endswith("_text")}
        return {name: one for name, one in kept.items() if one not in (None, "", {}, [])}
    if isinstance(value, list):
        return sorted((plain(one) for one in value), key=str)
    return " ".join(value.split()) if isinstance(value, str) else value
