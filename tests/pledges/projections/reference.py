"""What became of each pledge and whose it is, worked out slowly and plainly in Python, to hold the SQL against.

Nothing here reads the projections or shares code with them: it reads the facts and follows the rules word by word.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from meetings.choices import DatePrecision
from meetings.models import JOINT, Donor
from pledges.choices import COUNTED_STAGES, DEFAULT_BASES, PartyRole, Stage, StatusWord
from pledges.dates import DateWindow, overdue
from pledges.estimates import Estimate, cap_open, maximum, subtract, total
from pledges.models import Entry, Pledge, Requirement, Stock, Terms, TermsParty, UnitConversion, Void

Row = dict[str, Any]
MILLIONTH = Decimal("0.000001")
ZERO = Estimate.exact(0)
OPEN = Estimate("", Decimal(0), None, None)
EXACT = Context(prec=100)
LATER_STAGES = (*COUNTED_STAGES[1:], Stage.WITHDRAWN)


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
        entries=live(Entry.objects.all(), "entry"),
        terms=live(Terms.objects.all(), "terms"),
        requirements=live(Requirement.objects.select_related("system"), "requirement"),
        stocks=live(Stock.objects.all(), "stock"),
        donors={donor.pk: donor.code for donor in Donor.objects.all()},
        parties=parties,
        conversions=list(UnitConversion.objects.all()),
    )


def estimate_of(row: Any, name: str) -> Estimate | None:
    """Return the estimate in three columns, None where there is none."""
    low = getattr(row, f"{name}_low")
    return None if low is None else Estimate("", low, getattr(row, f"{name}_best"), getattr(row, f"{name}_high"))


def seen_on(entry: Entry, stated: Estimate, day: date) -> Estimate:
    """Return an entry's figure: full where its window has ended, else 0 to its high with no best."""
    return stated if entry.occurred_end <= day else Estimate("", Decimal(0), None, stated.high)


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


@dataclass(slots=True)
class Progress:
    """The quantities of one pledge by the reached-stage rule."""

    present: set[str]
    sums: dict[str, Estimate]
    promise: Estimate
    reached: dict[str, Estimate] = field(default_factory=dict)
    parts: dict[str, Estimate] = field(default_factory=dict)


def progress(entries: list[Entry], day: date) -> Progress:
    """Apply the reached-stage rule to the entries that have begun by a day."""
    present = {entry.stage for entry in entries}
    sums = {
        stage: total(
            seen_on(entry, quantity, day)
            for entry in entries
            if entry.stage == stage and (quantity := estimate_of(entry, "quantity"))
        ).estimate
        for stage in Stage
    }
    promised_at = next((stage for stage in COUNTED_STAGES if stage in present), None)
    promise = sums[promised_at] if promised_at else OPEN
    for stage in LATER_STAGES:
        sums[stage] = cap_open(sums[stage], within=promise)
    found = Progress(present, sums, promise)
    following = sums[Stage.DELIVERED]
    for stage in reversed(COUNTED_STAGES):
        following = found.reached[stage] = maximum(sums[stage], following)
    found.parts = parts_of(found)
    return found


def parts_of(found: Progress) -> dict[str, Estimate]:
    """Split the promise into delivered, firm and announced only, after what was withdrawn."""
    sums, reached = found.sums, found.reached
    delivered, withdrawn = reached[Stage.DELIVERED], sums[Stage.WITHDRAWN]
    firm = announced_only = ZERO
    if found.present & {Stage.COMMITTED, Stage.CONTRACTED, Stage.SHIPPED}:
        highest = maximum(maximum(sums[Stage.COMMITTED], sums[Stage.CONTRACTED]), sums[Stage.SHIPPED])
        firm = subtract(highest, delivered)
    if Stage.ANNOUNCED in found.present:
        announced_only = subtract(sums[Stage.ANNOUNCED], reached[Stage.COMMITTED])
    beyond_announced = subtract(withdrawn, announced_only)
    promised = maximum(subtract(reached[Stage.ANNOUNCED], withdrawn), delivered)
    return {
        "signalled": sums[Stage.SIGNALLED],
        "promised": promised,
        "delivered": delivered,
        "firm": subtract(firm, beyond_announced),
        "announced_only": subtract(announced_only, withdrawn),
        "withdrawn": withdrawn,
        "outstanding": subtract(promised, delivered),
        "shipped": reached[Stage.SHIPPED],
        "secured": maximum(subtract(reached[Stage.COMMITTED], beyond_announced), delivered),
    }


def status_of(found: Progress) -> str:
    """Return the status word."""
    promised, delivered = found.parts["promised"], found.parts["delivered"]
    if not found.present & set(COUNTED_STAGES):
        return StatusWord.SIGNALLED if Stage.SIGNALLED in found.present else StatusWord.WITHDRAWN
    if Stage.WITHDRAWN in found.present and found.parts["outstanding"].high == 0 and delivered.high == 0:
        return StatusWord.WITHDRAWN
    if delivered.low >= promised.low > 0:
        return StatusWord.DELIVERED
    if delivered.high is None or delivered.high > 0:
        return StatusWord.IN_DELIVERY
    last = next(stage for stage in reversed(COUNTED_STAGES[:-1]) if stage in found.present)
    return StatusWord(last.value)


def lateness(terms: Terms, found: Progress, day: date) -> str:
    """Return whether what is outstanding is late."""
    window = None
    if terms.due_start or terms.due_end:
        precision = DatePrecision.DEADLINE if terms.due_deadline else DatePrecision.RANGE
        window = DateWindow(terms.due_text, terms.due_start, terms.due_end, precision)
    outstanding = found.parts["outstanding"]
    return overdue(window, on=day, outstanding_low=outstanding.low, outstanding_high=outstanding.high)


def largest(estimates: Iterable[Estimate]) -> Estimate:
    """Return the maximum of several at once, bound by bound."""
    every = list(estimates)
    bests, highs = [one.best for one in every], [one.high for one in every]
    return Estimate(
        "",
        max(one.low for one in every),
        None if None in bests else max(best for best in bests if best is not None),
        None if None in highs else max(high for high in highs if high is not None),
    )


def rounded(number: Decimal | None) -> Decimal | None:
    """Round to the six decimals that figures are kept in."""
    return None if number is None else number.quantize(MILLIONTH, rounding=ROUND_HALF_UP, context=EXACT)


def by_ratio(estimate: Estimate, part: Decimal, whole: Decimal) -> Estimate:
    """Return part / whole of an estimate."""
    ends = [None if end is None else rounded(EXACT.divide(end * part, whole)) for end in estimate.bounds]
    return Estimate("", ends[0] or Decimal(0), *ends[1:])


def up_to(most: Estimate) -> Estimate:
    """Return anything from nothing to the most."""
    return Estimate("", Decimal(0), None, most.high)


def counted_amounts(entries: list[Entry]) -> list[Entry]:
    """Return the entries with an amount on a basis that totals use."""
    return [entry for entry in entries if entry.amount_low is not None and entry.basis in DEFAULT_BASES]


def values_of(entries: list[Entry], found: Progress, day: date) -> dict[str, Estimate] | None:
    """Return the values in euro by stage; None where no counted stage has one."""
    valued = [entry for entry in counted_amounts(entries) if entry.value_eur_low is not None]
    stated = {stage: [one for one in valued if one.stage == stage] for stage in Stage}
    sums = {
        stage: total(seen_on(one, value, day) for one in ones if (value := estimate_of(one, "value_eur"))).estimate
        for stage, ones in stated.items()
    }
    if not any(stated[stage] for stage in COUNTED_STAGES):
        return None
    promised = promised_value(found, stated=stated, sums=sums)
    delivered = delivered_value(found, promised, stated=bool(stated[Stage.DELIVERED]), value=sums[Stage.DELIVERED])
    firm_stages = (Stage.COMMITTED, Stage.CONTRACTED, Stage.SHIPPED)
    firm_stated = any(stated[stage] for stage in firm_stages)
    firm_sum = largest(sums[stage] for stage in firm_stages)
    firm = firm_value(found, promised, delivered, firm_sum=firm_sum if firm_stated else None)
    announced_only = announced_only_value(found, promised, delivered, firm, firm_stated=firm_stated)
    return {
        "value_promised": promised,
        "value_delivered": delivered,
        "value_firm": firm,
        "value_announced_only": announced_only,
    }


def promised_value(found: Progress, *, stated: dict[Stage, list[Entry]], sums: dict[Stage, Estimate]) -> Estimate:
    """Return the largest value stated at any stage, less what was withdrawn and at least what was delivered."""
    highest = largest(sums[stage] for stage in COUNTED_STAGES)
    before, after = found.reached[Stage.ANNOUNCED], found.parts["promised"]
    if Stage.WITHDRAWN not in found.present:
        return highest
    if stated[Stage.WITHDRAWN]:
        kept = subtract(highest, sums[Stage.WITHDRAWN])
    elif before.is_exact and after.is_exact and after.low > 0:
        kept = by_ratio(highest, after.low, before.low)
    else:
        kept = up_to(highest)
    return maximum(kept, sums[Stage.DELIVERED])


def delivered_value(found: Progress, promised: Estimate, *, stated: bool, value: Estimate) -> Estimate:
    """Return what entries state, else by the share of the quantity, else nothing to the promised value."""
    quantity, whole = found.parts["delivered"], found.parts["promised"]
    if stated:
        return value
    if quantity.high == 0:
        return ZERO
    if quantity.is_exact and whole.is_exact and whole.low > 0:
        return by_ratio(promised, quantity.low, whole.low)
    return up_to(promised)


def is_split_exactly(found: Progress) -> bool:
    """Whether promised, firm and delivered quantities are all known."""
    parts = found.parts
    return parts["promised"].low > 0 and all(parts[name].is_exact for name in ("promised", "firm", "delivered"))


def firm_value(found: Progress, promised: Estimate, delivered: Estimate, *, firm_sum: Estimate | None) -> Estimate:
    """Return what firm stages state less what is delivered, else by the share of the quantity."""
    firm, whole = found.parts["firm"], found.parts["promised"]
    if firm_sum is not None and Stage.WITHDRAWN not in found.present:
        return subtract(firm_sum, delivered)
    if firm.high == 0:
        return ZERO
    if is_split_exactly(found) and found.parts["announced_only"].high == 0:
        return subtract(promised, delivered)
    if is_split_exactly(found):
        return by_ratio(promised, firm.low, whole.low)
    return up_to(subtract(promised, delivered))


def announced_only_value(
    found: Progress, promised: Estimate, delivered: Estimate, firm: Estimate, *, firm_stated: bool
) -> Estimate:
    """Return what remains of the promised value."""
    only, whole = found.parts["announced_only"], found.parts["promised"]
    if only.high == 0 and not firm_stated:
        return ZERO
    if not (is_split_exactly(found) or firm_stated) and whole.is_exact and whole.low > 0 and only.is_exact:
        return by_ratio(promised, only.low, whole.low)
    return subtract(promised, total((delivered, firm)).estimate)


def spread(name: str, estimate: Estimate | None) -> Row:
    """Return an estimate as three columns."""
    bounds = (None, None, None) if estimate is None else estimate.bounds
    return {f"{name}_{end}": bound for end, bound in zip(("low", "best", "high"), bounds, strict=True)}


CARRIED = (
    "aid_type", "beneficiary_id", "meeting_id", "coalition_id", "initiative_id", "package_id", "restates_id",
    "due_text", "due_start", "due_end", "due_precision", "due_deadline",
)  # fmt: skip
VALUES = ("value_promised", "value_delivered", "value_firm", "value_announced_only")


def dates_of(entries: list[Entry]) -> Row:
    """Return when the pledge was promised first, and from when to when it was delivered."""
    counted = [entry for entry in entries if entry.stage in COUNTED_STAGES] or entries
    delivered = [entry for entry in entries if entry.stage == Stage.DELIVERED]
    return {
        "announced_start": min(entry.occurred_start for entry in counted),
        "announced_end": min(entry.occurred_end for entry in counted),
        "delivered_start": min((entry.occurred_start for entry in delivered), default=None),
        "delivered_end": max((entry.occurred_end for entry in delivered), default=None),
    }


def state_of(facts: Facts, pledge: Pledge) -> Row | None:
    """Return the row of one pledge; None where none of its entries or terms stands."""
    entries, terms = entries_on(facts, pledge.pk, facts.day), terms_on(facts, pledge)
    if not entries or terms is None:
        return None
    found = progress(entries, facts.day)
    values = values_of(entries, found, facts.day) or dict.fromkeys(VALUES)
    amounts = counted_amounts(entries)
    row: Row = {
        "pledge_id": pledge.pk,
        "system_id": pledge.system_id,
        "unit": pledge.unit,
        **{name: getattr(terms, name) for name in CARRIED},
        **dates_of(entries),
        "counted": bool(found.present & set(COUNTED_STAGES))
        and terms.restates_id is None
        and facts.donors[terms.beneficiary_id] == "UKR",
        "status": status_of(found),
        "overdue": lateness(terms, found, facts.day),
        "unannounced": found.promise.high is not None and found.parts["delivered"].low > found.promise.high,
        "unconverted": any(entry.value_eur_low is None for entry in amounts),
        "unvalued": not amounts,
    }
    for name, estimate in (found.parts | values).items():
        row |= spread(name, estimate)
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
            return rounded(whole * share)
        return whole - sum(rounded(whole * (other or 0)) or 0 for key, other in self.by_code.items() if key != code)


def shares_of(parties: list[tuple[str, Decimal | None]]) -> Shares:
    """Give each party its share; a sole one without a share has the whole, and JOINT has what nobody has."""
    if not parties:
        return Shares({JOINT: Decimal(1)})
    if len(parties) == 1 and parties[0][1] is None:
        return Shares({parties[0][0]: Decimal(1)})
    rest = 1 - sum(share or 0 for _, share in parties)
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
    return {
        pledge.pk: attribution_of(facts, terms) for pledge in facts.pledges if (terms := terms_on(facts, pledge))
    }
