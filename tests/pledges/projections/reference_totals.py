"""Summaries, gaps and headroom, worked out plainly in Python from the reference states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from meetings.choices import SourceGrade
from meetings.models import Coalition, Meeting
from pledges.models import Requirement, Scope, Stock, System
from pledges.values.choices import Kind, Overdue, RequirementBasis
from pledges.values.estimates import Estimate, subtract, total
from tests.pledges.projections.reference import Attribution, Facts, Row, attributions, entries_on, spread_estimate
from tests.pledges.projections.reference_stages import ZERO, estimate_of, progress
from tests.pledges.projections.reference_values import EXACT, VALUES, round_figure

QUANTITIES = ("promised", "delivered", "firm", "announced_only", "withdrawn", "outstanding")
ENDS = ("low", "best", "high")
Bounds = tuple[Decimal | None, ...]


def bounds_of(row: Row, name: str) -> Bounds:
    """Return the three columns of a figure."""
    return tuple(row[f"{name}_{end}"] for end in ENDS)


def stored_estimate(row: Row, name: str) -> Estimate:
    """Return a figure of a row as an estimate."""
    low, best, high = bounds_of(row, name)
    return Estimate("", low or Decimal(0), best, high)


def sum_intervals(name: str, parts: Iterable[Bounds]) -> Row:
    """Return an interval sum with its unbounded parts; a part that is unknown as a whole takes no part."""
    known = [part for part in parts if part[0] is not None]
    lows, bests, highs = ([part[place] for part in known] for place in range(3))
    return {
        f"{name}_low": sum(low for low in lows if low is not None),
        f"{name}_best": None if None in bests else sum(best for best in bests if best is not None),
        f"{name}_high": None if None in highs else sum(high for high in highs if high is not None),
        f"{name}_unbounded": highs.count(None),
    }


def has_number(part: Row, name: str) -> bool:
    """Whether a figure of a part has a number: what was delivered or withdrawn by its own words, or where it is known;
    what became of a promise by the words of that, or where something bounds it.
    """
    _, best, high = bounds_of(part, name)
    if name in ("delivered", "withdrawn"):
        return part[f"{name}_has_number"] or best is not None
    return part["promise_has_number"] or best is not None or high is not None


def sum_stated(name: str, parts: list[Row]) -> Row:
    """Return the interval sum of the parts with a number, and how many have none."""
    numbered = [bounds_of(part, name) for part in parts if has_number(part, name)]
    summed = sum_intervals(f"{name}_stated", numbered)
    del summed[f"{name}_stated_unbounded"]
    return summed | {f"{name}_without_number": len(parts) - len(numbered)}


def divide_state(state: Row, attribution: Attribution) -> Iterator[tuple[str, Row]]:
    """Yield the part of one pledge for each donor that has a known part of it."""
    quantity, value = attribution.quantity, attribution.value
    for code in sorted(quantity.by_code.keys() | value.by_code.keys()):
        has_quantity, has_value = (shares.by_code.get(code) is not None for shares in (quantity, value))
        part = dict(state)
        for names, shares in ((QUANTITIES, quantity), (VALUES, value)):
            for column in (f"{name}_{end}" for name in names for end in ENDS):
                part[column] = shares.part(code, state[column])
        part["unconverted"] = state["unconverted"] and has_value
        part["unvalued"] = state["unvalued"] and has_value
        if has_quantity or has_value:
            yield code, part


def keyed_parts(facts: Facts, states: list[Row]) -> Iterator[tuple[str, str, Row]]:
    """Yield every pledge that counts under each of its keys, as (scope, key, part)."""
    systems = dict(System.objects.values_list("pk", "slug"))
    meetings = dict(Meeting.objects.values_list("pk", "slug"))
    coalitions = dict(Coalition.objects.values_list("pk", "slug"))
    whose = attributions(facts)
    for state in (state for state in states if state["counted"]):
        yield Scope.SYSTEM, systems[state["system_id"]], state
        if state["meeting_id"]:
            yield Scope.MEETING, meetings[state["meeting_id"]], state
        if state["coalition_id"]:
            yield Scope.COALITION, coalitions[state["coalition_id"]], state
        for code, part in divide_state(state, whose[state["pledge_id"]]):
            yield Scope.DONOR, code, part


def summaries(facts: Facts, states: list[Row]) -> list[Row]:
    """Return the rows of every scope: per system and unit, and in money over all systems."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for scope, key, part in keyed_parts(facts, states):
        for system, unit in ((part["system_id"], part["unit"]), (None, "")):
            groups.setdefault((scope, key, part["aid_type"], system, unit), []).append(part)
    return [summary(group, parts) for group, parts in groups.items()]


def summary(group: tuple[Any, ...], parts: list[Row]) -> Row:
    """Return one summary row; over all systems there are no quantities, only how many were unbounded."""
    row = dict(zip(("scope", "key", "aid_type", "system_id", "unit"), group, strict=True))
    row["pledges"] = len(parts)
    for name in (*QUANTITIES, *VALUES):
        row |= sum_intervals(name, (bounds_of(part, name) for part in parts))
        row |= sum_stated(name, parts) if name in QUANTITIES else {}
        if row["system_id"] is None and name in QUANTITIES:
            row |= dict.fromkeys(f"{one}_{end}" for one in (name, f"{name}_stated") for end in ENDS)
    for word in Overdue:
        row[f"overdue_{word.value}"] = sum(part["overdue"] == word for part in parts)
    for name in ("unconverted", "unvalued"):
        row[name] = sum(part[name] for part in parts)
    return row


def moved_after(facts: Facts, pledge_id: int, day: date) -> bool:
    """Whether something happened to the pledge, or may have, after a day and up to now."""
    return any(entry.occurred_end > day for entry in entries_on(facts, pledge_id, facts.day))


def latest_requirements(facts: Facts) -> list[Requirement]:
    """Return the requirement that counts of each system and unit; money is no quantity.

    The latest by date counts, an unverified one where there is no other, and another count of a wish where that wish is
    not stated.
    """
    latest: dict[tuple[int, str], Requirement] = {}
    stated = [one for one in facts.requirements if one.stated_start <= facts.day and one.system.kind != Kind.MONEY]
    wishes = {(one.system_id, one.unit) for one in stated if one.same_wish_as is None}
    own = [one for one in stated if one.same_wish_as is None or (one.system_id, one.same_wish_as.unit) not in wishes]
    for one in sorted(own, key=order_of_requirement):
        latest[one.system_id, one.unit] = one
    return list(latest.values())


def order_of_requirement(one: Requirement) -> tuple[Any, ...]:
    verified = one.source.grade != SourceGrade.UNVERIFIED
    return verified, one.stated_end, one.stated_start, one.version_id, one.position


def taken_by_pledge(facts: Facts, requirement: Requirement, state: Row) -> Estimate:
    """Return what one pledge takes off a requirement, for certain or in its high alone."""
    secured = stored_estimate(state, "secured")
    promised_after = state["announced_start"] is not None and state["announced_start"] > requirement.stated_end
    if requirement.basis == RequirementBasis.TOTAL or promised_after:
        return secured
    day = min(requirement.stated_end, facts.day)
    if moved_after(facts, state["pledge_id"], day):
        earlier = progress(entries_on(facts, state["pledge_id"], day), day)
        high = subtract(secured, Estimate.exact(earlier.parts["delivered"].low)).high
    else:
        # What went may all have gone by then, so that only what is firm beyond it can still be an answer.
        gone = stored_estimate(state, "delivered").high
        high = Decimal(0) if gone is None else subtract(secured, Estimate.exact(gone)).high
    return Estimate("", Decimal(0), Decimal(0) if high == 0 else None, high)


def gaps(facts: Facts, states: list[Row]) -> list[Row]:
    """Return what is missing of each latest requirement."""
    rows = []
    for requirement in latest_requirements(facts):
        key = requirement.system_id, requirement.unit
        counted = [one for one in states if one["counted"] and (one["system_id"], one["unit"]) == key]
        gains = [(taken_by_pledge(facts, requirement, state), state) for state in counted]
        secured = total(gain for gain, _ in gains).estimate
        known = [gain for gain, state in gains if state["promise_has_number"] or gain.high is not None]
        stated = total(known).estimate
        required = estimate_of(requirement, "quantity") or ZERO
        rows.append(
            {"system_id": key[0], "unit": key[1], "requirement_id": requirement.pk}
            | spread_estimate("required", required)
            | spread_estimate("secured", secured)
            | spread_estimate("gap", subtract(required, secured))
            | spread_estimate("secured_stated", stated)
            | spread_estimate("gap_stated", subtract(required, stated))
            | {"secured_without_number": len(gains) - len(known)}
        )
    return rows


def latest_stocks(facts: Facts) -> list[Stock]:
    """Return the latest stock figure of each holder and system; of equals the one with the narrower date."""
    latest: dict[tuple[int, int], Stock] = {}
    stated = [stock for stock in facts.stocks if stock.as_of_start <= facts.day]
    for one in sorted(
        stated, key=lambda one: (one.as_of_start, -one.as_of_end.toordinal(), one.version_id, one.position)
    ):
        latest[one.holder_id, one.system_id] = one
    return list(latest.values())


def available(stock: Stock) -> Estimate:
    """Return the total without what is unavailable; only the low also without what is committed elsewhere."""
    held = subtract(estimate_of(stock, "total") or ZERO, estimate_of(stock, "unavailable") or ZERO)
    elsewhere = estimate_of(stock, "elsewhere")
    if elsewhere is None:
        return held
    return Estimate("", subtract(held, elsewhere).low, None, held.high)


def left_since(facts: Facts, stock: Stock, state: Row) -> Estimate:
    """Return what was shipped since the date of the stock figure, which may itself be a window."""
    single_day = stock.as_of_start == stock.as_of_end
    before_it = stock.as_of_end if single_day else stock.as_of_start - timedelta(days=1)
    if not moved_after(facts, state["pledge_id"], before_it):
        return ZERO
    now = stored_estimate(state, "shipped")
    late_day = min(stock.as_of_end, facts.day)
    late, early = (
        subtract(now, progress(entries_on(facts, state["pledge_id"], day), day).parts["shipped"])
        for day in (late_day, before_it)
    )
    if early.high is not None and early.high < late.low:
        late = early
    return Estimate("", late.low, late.best if single_day else None, early.high)


def factor(facts: Facts, stock: Stock, unit: str) -> Estimate | None:
    """Return how many units of the stock one unit of a pledge is; None where no source says."""
    if unit == stock.unit:
        return Estimate.exact(1)
    of_system = [one for one in facts.conversions if one.system_id == stock.system_id]
    for one in of_system:
        if (one.from_unit, one.to_unit) == (stock.unit, unit):
            best = None if one.factor_best is None else EXACT.divide(Decimal(1), one.factor_best)
            low, high = (EXACT.divide(Decimal(1), end) for end in (one.factor_high or one.factor_low, one.factor_low))
            return Estimate("", low, best, high)
    for one in of_system:
        if (one.from_unit, one.to_unit) == (unit, stock.unit):
            return estimate_of(one, "factor")
    return None


def drawn_bounds(estimate: Estimate, *, share: Decimal | None, ratio: Estimate | None, certain: bool) -> Bounds:
    """Return a figure of a pledge as what it means for the stock, in the unit of the stock."""
    if estimate.high == 0:
        return Decimal(0), Decimal(0), Decimal(0)
    if ratio is None:
        return Decimal(0), None, None
    ends = [
        None
        if end is None or by is None
        else round_figure(EXACT.multiply(EXACT.multiply(end, Decimal(1) if share is None else share), by))
        for end, by in zip(estimate.bounds, ratio.bounds, strict=True)
    ]
    return tuple(ends) if certain else (Decimal(0), None, ends[2])


def draws(facts: Facts, stock: Stock, states: list[Row]) -> list[Row]:
    """Return what each pledge that draws, or may draw, on a stock takes from it."""
    holder, whose = facts.donors[stock.holder_id], attributions(facts)
    rows = []
    for state in states:
        attribution = whose[state["pledge_id"]]
        owned, possibly = holder in attribution.owners, holder in attribution.possible_owners
        if state["system_id"] != stock.system_id or state["restates_id"] or not (owned or possibly):
            continue
        left = left_since(facts, stock, state)
        owed = subtract(stored_estimate(state, "promised"), stored_estimate(state, "shipped"))
        if left.high == 0 and owed.high == 0:
            continue
        share, ratio = attribution.quantity.by_code[holder], factor(facts, stock, state["unit"])
        certain = owned and share is not None
        rows.append(
            {
                "left": drawn_bounds(left, share=share, ratio=ratio, certain=certain),
                "owed": drawn_bounds(owed, share=share, ratio=ratio, certain=certain),
                "left_vague": not state["promise_has_number"] and left.high is None,
                "owed_vague": not state["promise_has_number"] and owed.high is None,
                "units_differ": ratio is None,
                "converted": ratio is not None and state["unit"] != stock.unit,
            }
        )
    return rows


def minus_a_year(day: date) -> date:
    """Return the same day twelve months before; the last of February for 29 February."""
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else date(day.year - 1, 2, 28)


def room_left(stock: Stock, sums: dict[str, Row], *names: str) -> Estimate:
    """Return what is available without what left and what is owed."""
    return subtract(available(stock), total(stored_estimate(sums[name], name) for name in names).estimate)


def headroom(facts: Facts, states: list[Row]) -> list[Row]:
    """Return what each holder could still give."""
    rows = []
    for stock in latest_stocks(facts):
        taken = draws(facts, stock, states)
        sums = {name: sum_intervals(name, [draw[name] for draw in taken]) for name in ("left", "owed")}
        units_differ = any(draw["units_differ"] for draw in taken)
        room = room_left(stock, sums, "left", "owed")
        numbered = {
            f"{name}_stated": sum_intervals(
                f"{name}_stated", [draw[name] for draw in taken if not draw[f"{name}_vague"]]
            )
            for name in ("left", "owed")
        }
        stated_room = room_left(stock, numbered, "left_stated", "owed_stated")
        sums |= numbered
        rows.append(
            {"holder_id": stock.holder_id, "system_id": stock.system_id, "unit": stock.unit, "stock_id": stock.pk}
            | spread_estimate("available", available(stock))
            | {f"{name}_{end}": sums[name][f"{name}_{end}"] for name in sums for end in ENDS}
            | spread_estimate("headroom", None if units_differ else room)
            | spread_estimate("headroom_stated", None if units_differ else stated_room)
            | {f"{name}_without_number": sum(draw[f"{name}_vague"] for draw in taken) for name in ("left", "owed")}
            | {
                "headroom_without_number": sum(draw["left_vague"] or draw["owed_vague"] for draw in taken),
                "units_differ": units_differ,
                "converted": any(draw["converted"] for draw in taken),
                "stale": stock.as_of_end < minus_a_year(facts.day),
            }
        )
    return rows
