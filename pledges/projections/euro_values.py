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
from pledges.values.choices import Stage
from pledges.values.stages import COUNTED_STAGES, FIRM_STAGES

WITHOUT_VALUE = (
    f"({' + '.join(f'n_value_{stage.value}' for stage in COUNTED_STAGES)} > 0) IS NOT TRUE",
    Bounds(*["NULL::numeric"] * 3),
)
# Money follows the quantity only where no quantity is in doubt; a share of an interval would be a guess.
EXACT_SPLIT = "exact_promise AND firm_low = firm_high AND capped_delivered_low = capped_delivered_high"
PROMISED, DELIVERED, FIRM = column("value_promised"), column("value_delivered"), column("value_firm")


def value_sums() -> str:
    """The query that sums the values in euro per pledge and stage, for the few pledges that state an amount."""
    items = ["bool_or(not_converted) AS unconverted", "false AS unvalued"]
    for stage in Stage.values:
        at = f"FILTER (WHERE stage = '{stage}')"
        known = f"count(value_low) {at} = count(value_best) {at}"
        items += [
            f"count(value_low) {at} AS n_value_{stage}",
            f"coalesce(sum(value_low) {at}, 0) AS value_sum_{stage}_low",
            f"CASE WHEN {known} THEN coalesce(sum(value_best) {at}, 0) END AS value_sum_{stage}_best",
            f"coalesce(sum(value_high) {at}, 0) AS value_sum_{stage}_high",
        ]
    return f"SELECT ask, {', '.join(items)} FROM live_entries WHERE has_amount GROUP BY ask"


def add_euro_values(query: str) -> str:
    """The query that adds the four values in euro to the quantities of each pledge; reads the CTE `amounts`."""
    stated = [column(f"value_sum_{stage.value}") for stage in COUNTED_STAGES]
    firm = [column(f"value_sum_{stage}") for stage in FIRM_STAGES]
    query = add_columns(
        f"SELECT * FROM ({query}) AS quantities LEFT JOIN amounts USING (ask)",
        choose([WITHOUT_VALUE], maximum(*stated)).select("value_before_withdrawal"),
        choose([WITHOUT_VALUE], maximum(*firm)).select("value_until_shipped"),
        f"{' + '.join(f'n_value_{stage}' for stage in FIRM_STAGES)} AS n_value_firm",
        "(promised_low = promised_high AND promised_low > 0) AS exact_promise",
    )
    query = add_columns(query, value_after_withdrawals().select("kept_value"))
    query = add_columns(query, promised_value().select("value_promised"))
    query = add_columns(query, delivered_value().select("value_delivered"))
    query = add_columns(query, firm_value().select("value_firm"))
    return add_columns(query, announced_only_value().select("value_announced_only"))


def share_of(figure: str, whole: str = "promised_low") -> str:
    """The ratio of two exact quantities."""
    return f"({figure} / NULLIF({whole}, 0))"


def value_after_withdrawals() -> Bounds:
    promised = column("value_before_withdrawal")
    cases = [
        WITHOUT_VALUE,
        ("n_withdrawn = 0", promised),
        ("n_value_withdrawn > 0", difference(promised, column("value_sum_withdrawn"))),
        (
            "exact_promise AND reached_announced_low = reached_announced_high",
            scale_bounds(promised, share_of("promised_low", "reached_announced_low")),
        ),
    ]
    return choose(cases, settle_best("0", "NULL", "value_before_withdrawal_high"))


def promised_value() -> Bounds:
    """The promised value: never less than what was delivered."""
    kept = column("kept_value")
    return choose([WITHOUT_VALUE, ("n_withdrawn = 0", kept)], maximum(kept, column("value_sum_delivered")))


def delivered_value() -> Bounds:
    """The delivered value: as stated, else by the delivered share of exact quantities, else 0 to the promise."""
    cases = [
        WITHOUT_VALUE,
        ("n_value_delivered > 0", column("value_sum_delivered")),
        ("capped_delivered_high = 0", ZERO),
        (
            "exact_promise AND capped_delivered_low = capped_delivered_high",
            scale_bounds(PROMISED, share_of("capped_delivered_low")),
        ),
    ]
    return choose(cases, settle_best("0", "NULL", "value_promised_high"))


def firm_value() -> Bounds:
    """The value of what is firm and not delivered."""
    left = difference(PROMISED, DELIVERED)
    cases = [
        WITHOUT_VALUE,
        ("n_value_firm > 0 AND n_withdrawn = 0", difference(column("value_until_shipped"), DELIVERED)),
        ("firm_high = 0", ZERO),
        (f"{EXACT_SPLIT} AND announced_only_high = 0", left),
        (EXACT_SPLIT, scale_bounds(PROMISED, share_of("firm_low"))),
    ]
    return choose(cases, settle_best("0", "NULL", left.high))


def announced_only_value() -> Bounds:
    """The value of what is only announced: with the other two it makes up the promise."""
    both = Bounds(*(f"({one} + {two})" for one, two in zip(DELIVERED, FIRM, strict=True)))
    rest = difference(PROMISED, both)
    cases = [
        WITHOUT_VALUE,
        ("announced_only_high = 0 AND n_value_firm = 0", ZERO),
        (f"{EXACT_SPLIT} OR n_value_firm > 0", rest),
        (
            "exact_promise AND announced_only_low = announced_only_high",
            scale_bounds(PROMISED, share_of("announced_only_low")),
        ),
    ]
    return choose(cases, rest)
