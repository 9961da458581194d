"""What became of each pledge and whose it is, worked out slowly and plainly in Python, to hold the SQL against.

Nothing here reads the projections or shares code with them: it reads the facts and follows the rules word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from meetings.models import JOINT, Donor
from pledges.models import (
    AssertedTotal,
    Completeness,
    Entry,
    Pledge,
    Requirement,
    Stock,
    Terms,
    TermsParty,
    UnitConversion,
    Void,
)
from pledges.values.choices import TERMS_WORDS, PartyRole, Stage
from pledges.values.estimates import Estimate
from pledges.values.recipient_words import NAMES, NEAR
from pledges.values.stages import COUNTED_STAGES
from tests.pledges.projections import reference_lateness
from tests.pledges.projections.reference_stages import progress, status_of
from tests.pledges.projections.reference_values import MILLIONTH, VALUES, counted_amounts, round_figure, values_of

Row = dict[str, Any]
RECIPIENT_WORDS = re.compile(NAMES.replace(r"\y", r"\b"), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the ledger holds, voids included, and what stood on a day as far as a version knew."""

    known: int
    day: date
    pledges: list[Pledge]
    entries: list[Entry]
    terms: list[Terms]
    requirements: list[Requirement]
    stocks: list[Stock]
    donors: dict[int, str]
    parties: dict[int, list[TermsParty]]
    conversions: list[UnitConversion]
    totals: list[AssertedTotal]
    lists: list[Completeness]


def read_facts(*, known: int, day: date) -> Facts:
    """Read the facts that stand as far as a version knew."""
    voids = [void for void in Void.objects.all() if void.version_id <= known]
    lifted = {void.lifted_void_id for void in voids}
    standing = [void for void in voids if void.pk not in lifted]

    def live(facts: Iterable[Any], name: str) -> list[Any]:
        voided = {getattr(void, f"{name}_id") for void in standing}
        return [fact for fact in facts if fact.version_id <= known and fact.pk not in voided]

    parties: dict[int, list[TermsParty]] = {}
    for party in TermsParty.objects.all():
        parties.setdefault(party.terms_id, []).append(party)
    return Facts(
        known=known,
        day=day,
        pledges=list(Pledge.objects.filter(version__lte=known).order_by("pk")),
        entries=live(Entry.objects.select_related("source"), "entry"),
        terms=live(Terms.objects.select_related("source"), "terms"),
        totals=live(AssertedTotal.objects.select_related("source"), "asserted_total"),
        lists=live(Completeness.objects.select_related("source"), "completeness"),
        requirements=live(Requirement.objects.select_related("system", "source", "same_wish_as"), "requirement"),
        stocks=live(Stock.objects.all(), "stock"),
        donors={donor.pk: donor.code for donor in Donor.objects.all()},
        parties=parties,
        conversions=list(UnitConversion.objects.all()),
    )


def terms_on(facts: Facts, pledge: Pledge) -> Terms | None:
    """Return the last terms that have taken effect; where none has, those published last."""
    own = [terms for terms in facts.terms if terms.pledge_id == pledge.pk]
    begun = [terms for terms in own if terms.effective_start <= facts.day]
    if begun:
        return max(begun, key=lambda terms: (terms.effective_start, terms.version_id, terms.position))
    return max(own, key=lambda terms: (terms.version_id, terms.position), default=None)


def entries_on(facts: Facts, pledge_id: int, day: date) -> list[Entry]:
    """Return the entries of a pledge whose window has begun."""
    return [entry for entry in facts.entries if entry.pledge_id == pledge_id and entry.occurred_start <= day]


def spread_estimate(name: str, estimate: Estimate | None) -> Row:
    """Return an estimate as three columns."""
    bounds = (None, None, None) if estimate is None else estimate.bounds
    return {f"{name}_{end}": bound for end, bound in zip(("low", "best", "high"), bounds, strict=True)}


CARRIED = (
    *TERMS_WORDS, "beneficiary_id", "meeting_id", "coalition_id", "initiative_id", "package_id", "restates_id",
    "due_text", "due_start", "due_end", "due_precision", "due_deadline",
)  # fmt: skip


def dates_of(entries: list[Entry]) -> Row:
    """Return when the pledge was promised first, and from when to when it was delivered."""
    counted = [entry for entry in entries if entry.stage in COUNTED_STAGES] or entries
    delivered = [entry for entry in entries if entry.stage == Stage.DELIVERED]
    return {
        "announced_start": min(entry.occurred_start for entry in counted),
        "announced_end": min(entry.occurred_end for entry in counted),
        "delivered_start": min((entry.occurred_start for entry in delivered), default=None),
        "delivered_end": max((entry.occurred_end for entry in delivered), default=None),
        "moved_end": max(entry.occurred_end for entry in entries),
    }


def reported_of(entries: list[Entry], terms: Terms) -> Row:
    """Return how the pledge was reported: whether words name the recipient, and when sources were published."""
    counted = [entry for entry in entries if entry.stage in COUNTED_STAGES] or entries
    begun, ended = (min(getattr(entry, name) for entry in counted) for name in ("occurred_start", "occurred_end"))
    promising = [entry for entry in entries if entry.stage in COUNTED_STAGES]
    first = min((entry.source.published for entry in promising if entry.source.published), default=None)
    near = first is not None and (ended - begun).days < NEAR
    return {
        "names_recipient": any(RECIPIENT_WORDS.search(one.quote) is not None for one in (*entries, terms)),
        "heard_on": max((entry.source.published for entry in entries if entry.source.published), default=None),
        "delay_days": max((first - ended).days, 0) if first and near else None,
    }


def state_of(facts: Facts, pledge: Pledge) -> Row | None:
    """Return the row of one pledge; None where none of its entries or terms stands."""
    row, terms = progress_of(facts, pledge), terms_on(facts, pledge)
    if row is None or terms is None:
        return None
    found = progress(entries_on(facts, pledge.pk, facts.day), facts.day)
    last = reference_lateness.witnessed_to(facts, pledge, terms)
    late = reference_lateness.lateness(terms, found, facts.day, witnessed_to=last)
    return row | {"witness_end": last, "overdue": late}


def progress_of(facts: Facts, pledge: Pledge) -> Row | None:
    """Return the row of one pledge but for its lateness, which depends on the others."""
    entries, terms = entries_on(facts, pledge.pk, facts.day), terms_on(facts, pledge)
    if not entries or terms is None:
        return None
    found = progress(entries, facts.day)
    values = values_of(entries, found, facts.day) or dict.fromkeys(VALUES)
    amounts = counted_amounts(entries)
    row: Row = {
        "pledge_id": pledge.pk,
        "system_id": pledge.system_id,
        "terms_id": terms.pk,
        "unit": pledge.unit,
        **{name: getattr(terms, name) for name in CARRIED},
        **dates_of(entries),
        "counted": bool(found.present & set(COUNTED_STAGES))
        and terms.restates_id is None
        and facts.donors[terms.beneficiary_id] == "UKR",
        "status": status_of(found),
        "unannounced": found.promise.high is not None and found.parts["delivered"].low > found.promise.high,
        **found.numbers,
        **reported_of(entries, terms),
        "unconverted": any(entry.value_eur_low is None for entry in amounts),
        "unvalued": not amounts,
    }
    for name, estimate in (found.parts | values).items():
        row |= spread_estimate(name, estimate)
    return row


def states(facts: Facts) -> list[Row]:
    """Return one row for every pledge that has standing entries and terms."""
    return [row for pledge in facts.pledges if (row := state_of(facts, pledge)) is not None]


@dataclass(frozen=True, slots=True)
class Shares:
    """Who has which part of a measure of one pledge; None is a part that nobody stated."""

    by_code: dict[str, Decimal | None]

    @property
    def largest(self) -> str | None:
        """The party with the largest known share, the first by code among equals."""
        known = {code: share for code, share in self.by_code.items() if share is not None}
        return min(known, key=lambda code: (-known[code], code), default=None)

    def part(self, code: str, whole: Decimal | None) -> Decimal | None:
        """Return the part of one party, rounded once; the largest takes what rounding leaves."""
        share = self.by_code.get(code)
        if share is None:
            return Decimal(0)
        if whole is None:
            return None
        if code != self.largest:
            return round_figure(whole * share)
        return whole - sum(
            round_figure(whole * (other or 0)) or 0 for key, other in self.by_code.items() if key != code
        )


def shares_of(parties: list[tuple[str, Decimal | None]]) -> Shares:
    """Give each party its share; a sole one without a share has the whole, and JOINT has what nobody has."""
    if not parties:
        return Shares({JOINT: Decimal(1)})
    if len(parties) == 1 and parties[0][1] is None:
        return Shares({parties[0][0]: Decimal(1)})
    rest = 1 - sum((share or Decimal(0) for _, share in parties), start=Decimal(0))
    return Shares(dict(parties) | ({JOINT: rest} if rest >= MILLIONTH else {}))


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose the quantities and the money of one pledge are, and how they relate to a stock."""

    quantity: Shares
    value: Shares
    owners: frozenset[str]
    possible_owners: frozenset[str]


def attribution_of(facts: Facts, terms: Terms) -> Attribution:
    """Quantities go to stock owners, else to funders; money goes to funders, else to stock owners."""
    by_role: dict[str, list[tuple[str, Decimal | None]]] = {}
    for party in facts.parties.get(terms.pk, []):
        by_role.setdefault(party.role, []).append((facts.donors[party.donor_id], party.share))
    owners, funders = by_role.get(PartyRole.STOCK_OWNER, []), by_role.get(PartyRole.FUNDER, [])
    origin_known = bool(by_role.keys() & {PartyRole.STOCK_OWNER, PartyRole.SUPPLIER, PartyRole.PRODUCER})
    return Attribution(
        quantity=shares_of(owners or funders),
        value=shares_of(funders or owners),
        owners=frozenset(code for code, _ in owners),
        possible_owners=frozenset() if origin_known else frozenset(code for code, _ in funders),
    )


def attributions(facts: Facts) -> dict[int, Attribution]:
    """Return the attribution of every pledge with standing terms."""
    return {pledge.pk: attribution_of(facts, terms) for pledge in facts.pledges if (terms := terms_on(facts, pledge))}


def attribution_rows(facts: Facts) -> list[Row]:
    """Return one row for every pledge that has a state and party of it, JOINT included."""
    rows = []
    shown = {row["pledge_id"]: row for row in states(facts)}
    for pledge_id, whose in attributions(facts).items():
        if pledge_id not in shown:
            continue
        for code in whose.quantity.by_code.keys() | whose.value.by_code.keys():
            owner, possible = code in whose.owners, code in whose.possible_owners
            rows.append(
                {
                    "pledge_id": pledge_id,
                    "terms_id": shown[pledge_id]["terms_id"],
                    "system_id": shown[pledge_id]["system_id"],
                    "donor_code": code,
                    "quantity_share": whose.quantity.by_code.get(code),
                    "quantity_rest": code == whose.quantity.largest,
                    "value_share": whose.value.by_code.get(code),
                    "value_rest": code == whose.value.largest,
                    "stock_role": "owner" if owner else "unknown_origin" if possible else "",
                }
            )
    return rows
