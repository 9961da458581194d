"""What earlier imports of Kiel's tables left standing in the ledger, and which of it a new release still has."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from pledges.intake.catalogue_snapshot import facts_of
from pledges.intake.importers.kiel.kiel_releases import SCHEME, Release, release_number
from pledges.ledger import is_undone
from pledges.models import ChangeSet, ExternalReference
from pledges.values.choices import Stage

Payload = dict[str, str]
DELIVERED = "/delivered"
PART = f"{DELIVERED}/"
"""In the name of a line that is a part of such a number; it goes where a newer release states the number anew."""

ENOUGH = 3
DAY = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")


@dataclass(slots=True)
class Previous:
    """Standing rows by external reference: of this very release, and of older ones; and the newest release there is."""

    own: dict[str, Payload] = field(default_factory=dict)
    older: dict[str, Payload] = field(default_factory=dict)
    newest: int = 0


@dataclass(slots=True)
class Matched:
    """The older row that each row of the new release replaces, what it has no more, and parts of what it says anew."""

    pairs: dict[str, str] = field(default_factory=dict)
    vanished: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)


def load_previous(release: Release) -> Previous:
    """What stands in the ledger from Kiel's tables; undone imports are as if they had not been."""
    undone = [one.pk for one in ChangeSet.objects.filter(undone_by__isnull=False).distinct() if is_undone(one)]
    references = list(
        ExternalReference.objects.filter(scheme__startswith=SCHEME)
        .exclude(version__changeset__in=undone)
        .select_related("row")
        .order_by("version", "pk")
    )
    standing = facts_of({reference.row_id for reference in references})
    previous = Previous()
    for reference in references:
        number = release_number(reference.scheme)
        if number is None or reference.row_id not in standing:
            continue
        previous.newest = max(previous.newest, number)
        kept = previous.own if number == release.number else previous.older
        kept[f"{reference.scheme}:{reference.value}"] = reference.row.payload
    return previous


def match(payloads: list[Payload], previous: Previous) -> Matched:
    """Pair the rows of a new release with those of older ones, the best candidates first.

    Kiel's package names change their meaning between releases, so a pair needs the same donor, item, system and unit,
    and scores by date, quantity or amount, and name.
    """
    new_by_key: dict[tuple[str, ...], list[Payload]] = defaultdict(list)
    old_by_key: dict[tuple[str, ...], list[tuple[str, Payload]]] = defaultdict(list)
    for payload in payloads:
        if payload["external_reference"] not in previous.own and not is_delivery(payload):
            new_by_key[key_of(payload["external_reference"], payload)].append(payload)
    for name, payload in previous.older.items():
        if not name.endswith(DELIVERED):
            old_by_key[key_of(name, payload)].append((name, payload))
    matched = Matched()
    taken: set[str] = set()
    for key, candidates in new_by_key.items():
        scored = [
            # The place decides among equal points, then the names: the same files pair the same way every time.
            (score(new, old, name), -place, new["external_reference"], name)
            for place, new in enumerate(candidates)
            for name, old in old_by_key.get(key, [])
        ]
        for points, _, new_name, old_name in sorted(scored, reverse=True):
            if points >= ENOUGH and new_name not in matched.pairs and old_name not in taken:
                matched.pairs[new_name] = old_name
                taken.add(old_name)
    pair_deliveries(matched, previous)
    gone = previous.older.keys() - set(matched.pairs.values())
    replaced = set(matched.pairs.values())
    matched.parts = sorted(name for name in gone if PART in name and name.partition(PART)[0] in replaced)
    matched.vanished = sorted(gone - set(matched.parts))
    return matched


def pair_deliveries(matched: Matched, previous: Previous) -> None:
    """Let the delivery of a paired item replace the older delivery."""
    for new, old in list(matched.pairs.items()):
        if old + DELIVERED in previous.older:
            matched.pairs[new + DELIVERED] = old + DELIVERED


def is_delivery(payload: Payload) -> bool:
    return payload["external_reference"].endswith(DELIVERED)


def key_of(name: str, payload: Payload) -> tuple[str, ...]:
    """What two rows of the same promise share: action, donor, item, system and unit, and whether it was taken back."""
    # kiel-r18:package/allocation/item/1: the item is the last but one.
    item = name.rsplit("/", 2)[-2]
    donor = payload.get("donors", "").split(":", 1)[0]
    cut = str(payload.get("stage") == Stage.WITHDRAWN.value)
    return payload.get("action", "pledge"), donor, item, payload.get("system", ""), payload.get("unit", ""), cut


def score(new: Payload, old: Payload, old_name: str) -> int:
    """How well two rows fit: up to 3 for the date, 2 for the quantity, 3 for the amount, 1 for the name."""
    points = date_points(new.get("occurred", ""), old.get("occurred", ""))
    if new.get("quantity") == old.get("quantity") and new.get("system") != "money":
        points += 2
    points += amount_points(new.get("value_eur", ""), old.get("value_eur", ""))
    return points + (new["external_reference"].split(":", 1)[1] == old_name.split(":", 1)[1])


def date_points(new: str, old: str) -> int:
    """3 for the same words, 2 for days within a month, 1 within four months."""
    if new == old:
        return 3
    days = [day for words in (new, old) if (day := last_day(words))]
    apart = abs((days[0] - days[1]).days) if len(days) == 2 else 9999
    return 2 if apart <= 31 else 1 if apart <= 124 else 0


def last_day(words: str) -> date | None:
    """The last day that an announcement names, the first of the month for a month."""
    found = DAY.findall(words)
    if not found:
        return None
    return date.fromisoformat(found[-1] if len(found[-1]) == 10 else f"{found[-1]}-01")


def amount_points(new: str, old: str) -> int:
    """3 for values within one per cent, for money announced at different times worth as much as the date."""
    try:
        first, second = Decimal(new), Decimal(old)
    except InvalidOperation:
        return 0
    return 3 if abs(first - second) <= max(first, second) / 100 else 0
