"""What a donor could still give: available stock minus what has left it and what is still owed from it, as SQL.

One row per holder and system, in the unit of the latest stock figure. What is committed elsewhere lowers only the low.
Pledges in another unit meet the stock through a sourced conversion; without one there is no headroom.
"""

from functools import partial

from meetings.models import RECIPIENT
from pledges.projections.fact_conditions import VOIDED, not_in_voided
from pledges.projections.interval_sql import Bounds, column, difference, settle_best
from pledges.projections.pledge_spans import join_span
from pledges.projections.stage_sums import ATTRIBUTIONS, ENDS, STATES, select_items

STALE_AFTER = "interval '12 months'"


def optional(name: str) -> Bounds:
    """The bounds of a part of the stock: nothing where no source states one."""
    best, high = (
        f"CASE WHEN s.{name}_low IS NULL THEN 0 ELSE {end} END" for end in (f"s.{name}_best", open_high(name))
    )
    return Bounds(f"coalesce(s.{name}_low, 0)", best, high)


def open_high(name: str) -> str:
    """The upper bound of a column group of the stock, infinite where it is open."""
    return f"coalesce(s.{name}_high, 'Infinity')"


def available() -> Bounds:
    """The total less what is unavailable; what is committed elsewhere lowers the low and leaves no best."""
    total = Bounds("s.total_low", "s.total_best", open_high("total"))
    # Whether what is committed elsewhere is gone no source says, so it lowers only the low.
    held = difference(total, optional("unavailable"))
    low = difference(held, optional("elsewhere")).low
    return settle_best(low, f"CASE WHEN s.elsewhere_low IS NULL THEN {held.best} END", held.high)


def latest_stocks(*, systems: str) -> str:
    """The CTE of the stock figure that counts for each holder and system; what Ukraine holds is no headroom."""
    keys = f"AND s.system_id = ANY({systems})" if systems else ""
    return f"""
        latest_stocks AS MATERIALIZED (
            SELECT DISTINCT ON (s.holder_id, s.system_id) s.*
            FROM pledges_stock AS s
            WHERE s.version_id <= %(known)s AND s.as_of_start <= %(valid_at)s {keys}
              AND s.holder_id IS DISTINCT FROM (SELECT id FROM meetings_donor WHERE code = '{RECIPIENT}')
              AND {not_in_voided("s.id", "stock_id")}
            ORDER BY s.holder_id, s.system_id, s.as_of_start DESC, s.as_of_end, s.version_id DESC, s.position DESC
        )
    """


def draws_on_stock(*, states: str) -> str:
    """The CTE of pledges that draw on a stock (holder is stock owner) or may draw on it (origin not stated)."""
    return f"""
        drawing AS MATERIALIZED (
            SELECT stock.id AS stock_id, stock.unit AS stock_unit, stock.system_id,
                stock.as_of_start, stock.as_of_end, state.pledge_id, state.unit,
                state.promised_low, state.promised_best, coalesce(state.promised_high, 'Infinity') AS promised_high,
                state.shipped_low AS now_low, state.shipped_best AS now_best,
                coalesce(state.shipped_high, 'Infinity') AS now_high,
                coalesce(part.quantity_share, 1) AS share,
                state.promise_has_number,
                part.stock_role = 'owner' AND part.quantity_share IS NOT NULL AS certain,
                state.moved_end > stock.as_of_start - (stock.as_of_start <> stock.as_of_end)::int AS moved
            FROM latest_stocks AS stock
            JOIN meetings_donor AS holder ON holder.id = stock.holder_id
            JOIN {ATTRIBUTIONS} AS part
                ON part.donor_code = holder.code AND part.system_id = stock.system_id AND part.stock_role <> ''
            JOIN {states} AS state ON state.terms_id = part.terms_id
            WHERE state.restates_id IS NULL
        )
    """


def measure_draws() -> str:
    """The CTE of each draw with what had left before the stock's date, and the factor into the stock's unit."""
    before = ", ".join(
        f"coalesce({name}.shipped_low, 0) AS {name}_low,"
        f" CASE WHEN {name}.pledge_id IS NULL THEN 0 ELSE coalesce({name}.shipped_high, 'Infinity') END AS {name}_high,"
        f" CASE WHEN {name}.pledge_id IS NULL THEN 0 ELSE {name}.shipped_best END AS {name}_best"
        for name in ("late", "early")
    )
    factors = ", ".join(
        f"CASE WHEN d.unit = d.stock_unit THEN 1 WHEN down.id IS NOT NULL THEN 1 / down.factor_{opposite}"
        f" ELSE up.factor_{end} END AS factor_{end}"
        for end, opposite in (("low", "high"), ("best", "best"), ("high", "low"))
    )
    # Of a draw that did not move since, nothing earlier is asked.
    earlier = partial(join_span, pledge="d.pledge_id", needed="d.moved")
    return f"""
        measured AS (
            SELECT d.*, {before}, {factors}
            FROM drawing AS d
            {earlier("late", day="least(d.as_of_end, %(valid_at)s)")}
            {earlier("early", day="d.as_of_start - (d.as_of_start <> d.as_of_end)::int")}
            LEFT JOIN pledges_unitconversion AS down
                ON down.system_id = d.system_id AND down.from_unit = d.stock_unit AND down.to_unit = d.unit
            LEFT JOIN pledges_unitconversion AS up
                ON up.system_id = d.system_id AND up.from_unit = d.unit AND up.to_unit = d.stock_unit
        )
    """


def in_stock_unit() -> str:
    """The select items of what left and what is owed, the holder's part in the unit of the stock."""
    items = []
    for name in ("left", "owed"):
        low, best, high = (f"round({name}_{end} * share * factor_{end}, 6)" for end in ("low", "best", "high"))
        items += [
            f"CASE WHEN certain THEN {low} ELSE 0 END AS {name}_low",
            f"CASE WHEN {name}_high = 0 THEN 0 WHEN certain THEN {best} END AS {name}_best",
            f"CASE WHEN {name}_high = 0 THEN 0 ELSE coalesce({high}, 'Infinity') END AS {name}_high",
        ]
    return ", ".join(items)


def sum_draws() -> str:
    """The CTEs of what left a stock since its date and what is still owed, summed per stock."""
    now = column("now")
    # The stock was counted on an unknown day of its window: at least what left after its end, at most since its
    # start.
    since_late, since_early = difference(now, column("late")), difference(now, column("early"))
    # Where both bounds meet, what left is known before it is brought into another unit, and not only after.
    left = settle_best(
        f"CASE WHEN moved THEN least({since_late.low}, {since_early.high}) ELSE 0 END",
        f"CASE WHEN NOT moved THEN 0 WHEN as_of_start = as_of_end THEN {since_late.best} END",
        f"CASE WHEN moved THEN {since_early.high} ELSE 0 END",
    )
    parts = [(name, name, "") for name in ("left", "owed")]
    parts += [(name, f"{name}_stated", f" FILTER (WHERE NOT {name}_none)") for name in ("left", "owed")]
    sums = ", ".join(
        f"coalesce(sum({name}_low){of}, 0) AS {made}_low, coalesce(sum({name}_high){of}, 0) AS {made}_high,"
        f" CASE WHEN count({name}_best){of} = count(*){of} THEN coalesce(sum({name}_best){of}, 0) END AS {made}_best"
        for name, made, of in parts
    )
    sums += "".join(
        f", count(*) FILTER (WHERE {none}) AS {name}_without_number"
        for name, none in {"left": "left_none", "owed": "owed_none", "headroom": "left_none OR owed_none"}.items()
    )
    return f"""
        moved AS (
            SELECT stock_id, unit, stock_unit, share, certain, promise_has_number, factor_low, factor_best, factor_high,
                {left.select("left")}, {difference(column("promised"), now).select("owed")}
            FROM measured
        ),
        converted AS (
            SELECT stock_id, unit <> stock_unit AS other_unit, factor_low, left_high > 0 OR owed_high > 0 AS matters,
                NOT promise_has_number AND left_high = 'Infinity' AS left_none,
                NOT promise_has_number AND owed_high = 'Infinity' AS owed_none, {in_stock_unit()}
            FROM moved
        ),
        draws AS (
            SELECT stock_id, bool_or(matters AND factor_low IS NULL) AS units_differ,
                bool_or(matters AND other_unit AND factor_low IS NOT NULL) AS converted, {sums}
            FROM converted WHERE matters
            GROUP BY stock_id
        )
    """


def room_left(left: str, owed: str) -> Bounds:
    """What is available without what left and what is owed; none where units differ."""
    gone = Bounds(*(f"({left}_{end} + {owed}_{end})" for end in ENDS))
    room = difference(column("available"), gone)
    return Bounds(*(f"CASE WHEN NOT units_differ THEN {end} END" for end in room))


def headroom_query(*, states: str = STATES, systems: str = "") -> str:
    """One row per holder and system with a stock figure, in the columns of HeadroomSummary."""
    none = "d.stock_id IS NULL"
    drew = {
        f"{name}_{end}": f"CASE WHEN {none} THEN 0 ELSE d.{name}_{end} END AS {name}_{end}"
        for name in ("left", "owed", "left_stated", "owed_stated")
        for end in ("low", "best", "high")
    }
    counts = {
        f"{name}_without_number": f"coalesce(d.{name}_without_number, 0)" for name in ("left", "owed", "headroom")
    }
    return f"""
        WITH {VOIDED}, {latest_stocks(systems=systems)}, {draws_on_stock(states=states)},
        {measure_draws()},
        {sum_draws()},
        held AS (
            SELECT s.holder_id, s.system_id, s.unit, s.id AS stock_id, {available().select("available")},
                {", ".join(drew.values())}, {select_items(counts)},
                coalesce(d.units_differ, false) AS units_differ, coalesce(d.converted, false) AS converted,
                s.as_of_end < %(valid_at)s::date - {STALE_AFTER} AS stale
            FROM latest_stocks AS s LEFT JOIN draws AS d ON d.stock_id = s.id
        )
        SELECT holder_id, system_id, unit, stock_id, {column("available").select_finished("available")},
            {column("left").select_finished("left")}, {column("owed").select_finished("owed")},
            {column("left_stated").select_finished("left_stated")},
            {column("owed_stated").select_finished("owed_stated")}, {", ".join(counts)},
            {room_left("left", "owed").select_finished("headroom")},
            {room_left("left_stated", "owed_stated").select_finished("headroom_stated")},
            units_differ, converted, stale
        FROM held
    """
