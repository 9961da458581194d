"""Which rules made a row of an explanation count as it does, as one SQL array over `row` and `cited`."""

from pledges.answers.figure_addresses import GAP, HEADROOM, FigureAddress
from pledges.values.choices import RateSource, StatusWord
from pledges.values.figure_rules import FigurePart, FigureRule
from pledges.values.stages import FIRST_STAGE, QUANTITY_FIGURES, VALUE_FIGURES

STATE = (
    *("counted", "status", "restates_id", "overdue", "unconverted", "unvalued"),
    *("promise_has_number", "delivered_has_number", "withdrawn_has_number"),
    *("delivered_high", "firm_high", "withdrawn_high"),
    *(f"value_{name}_{end}" for name in VALUE_FIGURES for end in ("low", "high")),
)
"""What the rules read of the state of a pledge."""

COUNTS = f"row.part <> '{FigurePart.LEFT_OUT}'"

REASONS = {
    FigureRule.RESTATEMENT_ADDS_NOTHING: "row.restates_id IS NOT NULL",
    FigureRule.SIGNALLED_NOT_COUNTED: f"row.status = '{StatusWord.SIGNALLED}'",
    FigureRule.NOT_FOR_UKRAINE: "row.beneficiary <> 'UKR'",
    FigureRule.ONLY_WITHDRAWN: f"NOT row.counted AND row.restates_id IS NULL AND row.status = '{StatusWord.WITHDRAWN}'"
    " AND row.beneficiary = 'UKR'",
}
"""Why a pledge counts nowhere."""

WINDOW = {FigureRule.WINDOW_STILL_OPEN: f"{COUNTS} AND cited.occurred_end > %(valid_at)s"}
SHARES = {
    FigureRule.NOT_ATTRIBUTABLE: f"{COUNTS} AND 'joint' = ANY(row.traits)",
    FigureRule.SHARE_OF_JOINT_PURCHASE: f"{COUNTS} AND row.share < 1 AND NOT 'joint' = ANY(row.traits)",
    FigureRule.REST_OF_ROUNDING: f"{COUNTS} AND 'rest' = ANY(row.traits)",
}
SOMETHING = "IS DISTINCT FROM 0"


def rules_of(address: FigureAddress) -> str:
    """The array of the rules of a row, in the order of their words."""
    conditions = {**by_figure(address), **REASONS}
    ordered = sorted(conditions, key=FigureRule.values.index)
    cases = ", ".join(f"CASE WHEN {conditions[rule]} THEN '{rule.value}' END" for rule in ordered)
    return f"array_remove(ARRAY[{cases}]::text[], NULL)"


def by_figure(address: FigureAddress) -> dict[FigureRule, str]:
    head, _, name = address.path.partition(":")
    if address.about == GAP:
        return gap_rules()
    if address.about == HEADROOM:
        return headroom_rules()
    if address.path in QUANTITY_FIGURES:
        return quantity_rules(address.path) | SHARES | WINDOW | left_out_rules()
    if head == "value_eur" and name not in ("unvalued", "unconverted"):
        return value_rules(name) | SHARES | WINDOW | left_out_rules()
    return count_rules(head, name)


def left_out_rules() -> dict[FigureRule, str]:
    """Why a pledge that counts adds nothing to this figure."""
    idle = f"NOT ({COUNTS}) AND row.counted AND row.part_low = 0"
    return {
        FigureRule.OF_OTHER_PARTIES: f"{idle} AND 'others' = ANY(row.traits)",
        FigureRule.NOTHING_REACHED: f"{idle} AND NOT 'others' = ANY(row.traits)",
    }


def quantity_rules(name: str) -> dict[FigureRule, str]:
    own_words = name in ("delivered", "withdrawn")
    numbered = f"row.{name}_has_number" if own_words else "row.promise_has_number"
    bounded = f"NOT {numbered} AND NOT row.no_number AND row.part_high IS NOT NULL" if own_words else "false"
    less = {
        "outstanding": {FigureRule.PROMISED_LESS_DELIVERED: f"row.delivered_high {SOMETHING}"},
        "firm": {FigureRule.FIRM_LESS_DELIVERED: f"row.delivered_high {SOMETHING}"},
        "announced_only": {
            FigureRule.ANNOUNCED_LESS_FIRM: f"(row.delivered_high {SOMETHING} OR row.firm_high {SOMETHING})"
        },
        "promised": {FigureRule.PROMISED_BY_LATER_STAGE: f"cited.stage <> '{FIRST_STAGE}'"},
    }.get(name, {})
    found = {
        FigureRule.COUNTED_STATED: f"NOT row.no_number AND NOT ({bounded})",
        FigureRule.COUNTED_WITHOUT_NUMBER: f"row.no_number AND NOT ({bounded})",
        FigureRule.BOUNDED_BY_PROMISE: bounded,
        **less,
    }
    if name not in ("delivered", "withdrawn"):
        found[FigureRule.REDUCED_BY_WITHDRAWAL] = f"row.withdrawn_high {SOMETHING}"
    return {rule: f"{COUNTS} AND {condition}" for rule, condition in found.items()}


def value_rules(name: str) -> dict[FigureRule, str]:
    """By which rate a value was made, and which part of the promise it is."""
    source = "cited.eur_rate_source"
    found = {
        FigureRule.AMOUNT_IN_EURO: "cited.currency = 'EUR'",
        FigureRule.RATE_OF_SOURCE: f"cited.currency <> 'EUR' AND {source} = '{RateSource.STATED}'",
        FigureRule.REFERENCE_RATE: f"cited.currency <> 'EUR' AND {source} = '{RateSource.ECB}'",
        FigureRule.FIXED_RATE: f"{source} = '{RateSource.FIXED}'",
        FigureRule.REDUCED_BY_WITHDRAWAL: f"row.withdrawn_high {SOMETHING}",
    }
    if name != "promised":
        stages = {"delivered": "('delivered')", "firm": "('committed', 'contracted', 'shipped')"}
        own = f"cited.stage IN {stages[name]}" if name in stages else "false"
        whole = f"row.value_{name}_low = row.value_promised_low AND row.value_{name}_high = row.value_promised_high"
        open_share = f"row.value_{name}_low = 0 AND row.value_{name}_high IS DISTINCT FROM 0"
        found[FigureRule.NOT_SPLIT] = f"NOT ({own}) AND {open_share}"
        found[FigureRule.BY_SHARE_OF_QUANTITY] = f"NOT ({own}) AND NOT ({open_share}) AND ({whole}) IS NOT TRUE"
    counted = {rule: f"{COUNTS} AND {condition}" for rule, condition in found.items()}
    nothing = f"NOT ({COUNTS}) AND row.counted"
    return counted | {
        # An amount that stands only on what was withdrawn or signalled is none of the promise.
        FigureRule.UNVALUED: f"{nothing} AND row.value_promised_low IS NULL AND NOT row.unconverted",
        FigureRule.UNCONVERTED: f"{nothing} AND row.unconverted",
    }


def count_rules(head: str, name: str) -> dict[FigureRule, str]:
    """Why a pledge is one of a number of pledges, or none of them."""
    late = {
        FigureRule.LATE_CERTAINLY: "row.overdue = 'certainly'",
        FigureRule.LATE_POSSIBLY: "row.overdue = 'possibly'",
        FigureRule.NOT_LATE: "row.overdue = 'no'",
        FigureRule.NO_DUE_DATE: "row.overdue = 'not_dated'",
    }
    valued = {
        FigureRule.UNVALUED: "row.unvalued",
        FigureRule.UNCONVERTED: "row.unconverted",
        FigureRule.COUNTED_STATED: "NOT row.unvalued AND NOT row.unconverted",
    }
    found = {"overdue": late, "value_eur": valued}.get(head, {FigureRule.COUNTED_PLEDGE: "true"})
    of_others = f"NOT ({COUNTS}) AND row.counted AND 'others' = ANY(row.traits)"
    return {rule: f"row.counted AND {sql}" for rule, sql in found.items()} | {
        FigureRule.OF_OTHER_PARTIES: f"{of_others} AND '{head}' = 'value_eur'"
    }


def gap_rules() -> dict[FigureRule, str]:
    idle = f"NOT ({COUNTS}) AND row.counted"
    return {
        FigureRule.NEED_IN_ALL: f"row.part = '{FigurePart.NEED}' AND 'total' = ANY(row.traits)",
        FigureRule.NEED_FOR_MORE: f"row.part = '{FigurePart.NEED}' AND 'additional' = ANY(row.traits)",
        FigureRule.DELIVERED_OR_FIRM: f"row.part = '{FigurePart.SECURED}' AND 'total' = ANY(row.traits)",
        FigureRule.DEDUCTED_FROM_ADDITIONAL_NEED: f"{COUNTS} AND 'certain' = ANY(row.traits)",
        FigureRule.POSSIBLY_DEDUCTED: f"{COUNTS} AND 'perhaps' = ANY(row.traits)",
        FigureRule.COUNTED_WITHOUT_NUMBER: "row.no_number",
        FigureRule.BEFORE_NEED: f"{idle} AND row.delivered_high {SOMETHING}",
        FigureRule.NEITHER_FIRM_NOR_DELIVERED: f"{idle} AND row.delivered_high = 0",
    }


def headroom_rules() -> dict[FigureRule, str]:
    return {
        FigureRule.STOCK_STATED: f"row.part = '{FigurePart.TOTAL}'",
        FigureRule.UNAVAILABLE: f"row.part = '{FigurePart.UNAVAILABLE}'",
        FigureRule.COMMITTED_ELSEWHERE: f"row.part = '{FigurePart.ELSEWHERE}'",
        FigureRule.LEFT_STOCK_SINCE: f"row.part = '{FigurePart.LEFT}'",
        FigureRule.OWED_FROM_STOCK: f"row.part = '{FigurePart.OWED}'",
        FigureRule.ORIGIN_UNKNOWN: "'perhaps' = ANY(row.traits)",
        FigureRule.UNIT_CONVERTED: "'converted' = ANY(row.traits)",
        FigureRule.UNITS_DIFFER: "'differ' = ANY(row.traits)",
        FigureRule.COUNTED_WITHOUT_NUMBER: "row.no_number",
        FigureRule.NOTHING_REACHED: f"NOT ({COUNTS}) AND row.counted",
    }
