"""What a pledge is worth in euro: as stated per stage, else by the share of the quantity.

Each step is a query around the one before. Most pledges state no amount, so the first case of every value is NULL.
"""

from pledges.projections.interval_sql import (
    ZERO,
    Bounds,
    add_columns,
    choose,
    column,
    difference,
    maximum,
    scale_bounds,
    settle_best,
)
from pledges.projections.stage_aliases import STAGE_LETTERS

WITHOUT_VALUE = ("(nv_a + nv_c + nv_k + nv_h + nv_d > 0) IS NOT TRUE", Bounds(*["NULL::numeric"] * 3))
EXACT_SPLIT = "exact_p AND firm_low = firm_high AND dc_low = dc_high"
PROMISED, DELIVERED, FIRM = column("value_promised"), column("value_delivered"), column("value_firm")


def value_sums() -> str:
    """Return the query that sums the values in euro per pledge and stage, for the few pledges that state an amount."""
    items = ["bool_or(not_converted) AS unconverted", "false AS unvalued"]
    for stage, letter in STAGE_LETTERS.items():
        at = f"FILTER (WHERE stage = '{stage}')"
        known = f"count(value_low) {at} = count(value_best) {at}"
        items += [
            f"count(value_low) {at} AS nv_{letter}",
            f"coalesce(sum(value_low) {at}, 0) AS v{letter}_low",
            f"CASE WHEN {known} THEN coalesce(sum(value_best) {at}, 0) END AS v{letter}_best",
            f"coalesce(sum(value_high) {at}, 0) AS v{letter}_high",
        ]
    return f"SELECT pledge_id, {', '.join(items)} FROM live_entries WHERE has_amount GROUP BY pledge_id"


def add_euro_values(query: str) -> str:
    """Return the query that adds the four values in euro to the quantities of each pledge; reads the CTE `amounts`."""
    query = add_columns(
        f"SELECT * FROM ({query}) AS quantities LEFT JOIN amounts USING (pledge_id)",
        choose([WITHOUT_VALUE], maximum(*(column(f"v{letter}") for letter in "ackhd"))).select("pv0"),
        choose([WITHOUT_VALUE], maximum(*(column(f"v{letter}") for letter in "ckh"))).select("cv"),
        "nv_c + nv_k + nv_h AS nv_firm",
        "(promised_low = promised_high AND promised_low > 0) AS exact_p",
    )
    query = add_columns(query, value_after_withdrawals().select("kept_value"))
    query = add_columns(query, promised_value().select("value_promised"))
    query = add_columns(query, delivered_value().select("value_delivered"))
    query = add_columns(query, firm_value().select("value_firm"))
    return add_columns(query, announced_only_value().select("value_announced_only"))


def share_of(figure: str, whole: str = "promised_low") -> str:
    """Return the ratio of two exact quantities."""
    return f"({figure} / NULLIF({whole}, 0))"


def value_after_withdrawals() -> Bounds:
    """Return what is left of the promised value after withdrawals."""
    promised = column("pv0")
    cases = [
        WITHOUT_VALUE,
        ("n_w = 0", promised),
        ("nv_w > 0", difference(promised, column("vw"))),
        ("exact_p AND from_a_low = from_a_high", scale_bounds(promised, share_of("promised_low", "from_a_low"))),
    ]
    return choose(cases, settle_best("0", "NULL", "pv0_high"))


def promised_value() -> Bounds:
    """Return the promised value: never less than what was delivered."""
    kept = column("kept_value")
    return choose([WITHOUT_VALUE, ("n_w = 0", kept)], maximum(kept, column("vd")))


def delivered_value() -> Bounds:
    """Return the delivered value: as stated, else by the delivered share of exact quantities, else 0 to the promise."""
    cases = [
        WITHOUT_VALUE,
        ("nv_d > 0", column("vd")),
        ("dc_high = 0", ZERO),
        ("exact_p AND dc_low = dc_high", scale_bounds(PROMISED, share_of("dc_low"))),
    ]
    return choose(cases, settle_best("0", "NULL", "value_promised_high"))


def firm_value() -> Bounds:
    """Return the value of what is firm and not delivered."""
    left = difference(PROMISED, DELIVERED)
    cases = [
        WITHOUT_VALUE,
        ("nv_firm > 0 AND n_w = 0", difference(column("cv"), DELIVERED)),
        ("firm_high = 0", ZERO),
        (f"{EXACT_SPLIT} AND announced_only_high = 0", left),
        (EXACT_SPLIT, scale_bounds(PROMISED, share_of("firm_low"))),
    ]
    return choose(cases, settle_best("0", "NULL", left.high))


def announced_only_value() -> Bounds:
    """Return the value of what is only announced: with the other two it makes up the promise."""
    both = Bounds(*(f"({one} + {two})" for one, two in zip(DELIVERED, FIRM, strict=True)))
    rest = difference(PROMISED, both)
    cases = [
        WITHOUT_VALUE,
        ("announced_only_high = 0 AND nv_firm = 0", ZERO),
        (f"{EXACT_SPLIT} OR nv_firm > 0", rest),
        (
            "exact_p AND announced_only_low = announced_only_high",
            scale_bounds(PROMISED, share_of("announced_only_low")),
        ),
    ]
    return choose(cases, rest)
