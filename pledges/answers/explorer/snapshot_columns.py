"""What is known of each pledge at a moment, as SQL: keys, words as their places in the vocabulary, days and figures."""

from __future__ import annotations

from meetings.models import JOINT
from pledges.answers.moment_relations import STATES, Relations
from pledges.answers.pledge_dimensions import DIMENSIONS, Key, Word
from pledges.answers.pledge_orders import place_of_word
from pledges.projections.donor_attribution import attribute_figure, is_part
from pledges.projections.fact_conditions import stands_condition
from pledges.projections.stage_sums import ATTRIBUTIONS, has_own_words, without_number
from pledges.values.stages import QUANTITY_FIGURES, VALUE_COLUMNS

MEASURES = (*(name for name in QUANTITY_FIGURES if name != "withdrawn"), *VALUE_COLUMNS)
LATE = {"certainly": "certainly", "possibly": "possibly", "not_late": "no"}
"""How the counts of pledges with a due date are called, with the word of their lateness."""

COUNTS = ("unconverted", "unvalued", *LATE)
OF_QUANTITY = tuple(name for name in MEASURES if name in QUANTITY_FIGURES)
OF_OWN_WORDS = tuple(name for name in OF_QUANTITY if has_own_words(name))
SUMMED = (
    *(f"{name}_{end}" for end in ("low", "high", "open") for name in MEASURES),
    *(f"{name}_{end}" for end in ("without", "vague_low") for name in OF_QUANTITY),
    *(f"{name}_{end}" for end in ("vague_high", "vague_open") for name in OF_OWN_WORDS),
    *COUNTS,
)
"""What totals add up: the lows of all measures, their highs, how many highs are open; of quantities how many have no
number, and the bounds of those; and how many pledges are such. Of a promise what has no number has no high.
"""

MICRO = 1_000_000
"""Figures have six decimals; they are held as whole numbers of millionths."""

NO_DAY = -1_000_000
"""Stands for a day that is not known."""

WORDS = {one.of.column: one.of.words for one in DIMENSIONS.values() if isinstance(one.of, Word)}
ROLES, STAGES, GRADES = (DIMENSIONS[name].words for name in ("role", "stage", "grade"))
NO_ROLE = -1
"""The role of JOINT, which is no party."""

KEYS = tuple(dict.fromkeys(one.of.column for one in DIMENSIONS.values() if isinstance(one.of, Key)))
DAYS = ("announced_start", "announced_end", "delivered_start", "delivered_end", "due_start", "due_end")
FACTS = ("pledge", "published", "lead", *KEYS, *WORDS, *DAYS, "counted")


def summed_items(table: str, number: str, *, vague: dict[str, str]) -> list[str]:
    """The select items of SUMMED. Without any low there is nothing to add; without a high it is open.

    `vague` are the conditions by figure that it has no number.
    """
    lows = [f"(coalesce({table}.{name}_low, 0) * {MICRO})::{number}" for name in MEASURES]
    highs = [f"(coalesce({table}.{name}_high, 0) * {MICRO})::{number}" for name in MEASURES]
    opens = [f"({table}.{name}_low IS NOT NULL AND {table}.{name}_high IS NULL)::int::bigint" for name in MEASURES]
    flags = [f"{table}.{flag}::int::bigint" for flag in ("unconverted", "unvalued")]
    late = [f"({table}.overdue = '{word}')::int::bigint" for word in LATE.values()]
    return [*lows, *highs, *opens, *vague_items(table, number, vague), *flags, *late]


def vague_items(table: str, number: str, vague: dict[str, str]) -> list[str]:
    def bound(name: str, end: str) -> str:
        return f"(CASE WHEN {vague[name]} THEN coalesce({table}.{name}_{end}, 0) * {MICRO} ELSE 0 END)::{number}"

    return [
        *(f"({vague[name]})::int::bigint" for name in OF_QUANTITY),
        *(bound(name, "low") for name in OF_QUANTITY),
        *(bound(name, "high") for name in OF_OWN_WORDS),
        *(f"({vague[name]} AND {table}.{name}_high IS NULL)::int::bigint" for name in OF_OWN_WORDS),
    ]


def pledges_query(tables: Relations, *, number: str = "bigint") -> str:
    """One row per pledge in the columns FACTS and SUMMED, those that may be added up together."""
    items = [
        "st.pledge_id, p.version_id::bigint, coalesce(lead.id, 0)",
        *(f"coalesce(st.{key}_id, 0)" for key in KEYS),
        *(place_of_word(f"st.{name}", words) for name, words in WORDS.items()),
        *(f"coalesce(st.{day} - DATE '1970-01-01', {NO_DAY})::bigint" for day in DAYS),
        "st.counted::int::bigint",
        *summed_items("st", number, vague={name: without_number(name, table="st.") for name in OF_QUANTITY}),
    ]
    return f"""
        {tables.clause}
        SELECT {", ".join(items)}
        FROM {tables[STATES]} AS st
        JOIN pledges_pledge AS p ON p.id = st.pledge_id
        LEFT JOIN meetings_donor AS lead ON lead.code = p.lead
        ORDER BY st.system_id, st.unit, st.aid_type, st.pledge_id
    """


def attributions_query(tables: Relations) -> str:
    """The pledge and the donor of each attribution, and whether it is the whole pledge; donor 0 is JOINT."""
    return f"""
        {tables.clause}
        SELECT part.pledge_id, coalesce(donor.id, 0),
            coalesce(part.quantity_share = 1 AND part.value_share = 1, false)::int::bigint
        FROM {ATTRIBUTIONS} AS part
        JOIN {tables[STATES]} AS st ON st.terms_id = part.terms_id
        LEFT JOIN meetings_donor AS donor ON donor.code = part.donor_code
        WHERE {is_part()}
    """


def parties_query(tables: Relations) -> str:
    """The pledge, donor and role of each party, and with the key 0 the pledges of which a part is JOINT."""
    return f"""
        {tables.clause}
        SELECT st.pledge_id, tp.donor_id, {place_of_word("tp.role", ROLES)}
        FROM {tables[STATES]} AS st JOIN pledges_termsparty AS tp ON tp.terms_id = st.terms_id
        UNION ALL
        SELECT part.pledge_id, 0, {NO_ROLE}
        FROM {ATTRIBUTIONS} AS part JOIN {tables[STATES]} AS st ON st.terms_id = part.terms_id
        WHERE part.donor_code = '{JOINT}'
    """


def entries_query(tables: Relations) -> str:
    """The pledge, stage and grade of source of the lines of the ledger that count."""
    return f"""
        {tables.clause}
        SELECT DISTINCT e.pledge_id, {place_of_word("e.stage", STAGES)}, {place_of_word("source.grade", GRADES)}
        FROM pledges_entry AS e
        JOIN {tables[STATES]} AS st ON st.pledge_id = e.pledge_id
        JOIN meetings_source AS source ON source.id = e.source_id
        WHERE e.version_id <= %(known)s AND e.occurred_start <= %(valid_at)s AND {stands_condition("e.id", "entry_id")}
    """


def shares_query(tables: Relations, *, number: str = "bigint") -> str:
    """Each donor's part of the pledges that count and are shared: pledge, donor, and the columns SUMMED."""
    figures = []
    for name in MEASURES:
        measure = "value" if name in VALUE_COLUMNS else "quantity"
        figures += [f"{attribute_figure(f'{name}_{end}', measure)} AS {name}_{end}" for end in ("low", "high")]
    for name in OF_QUANTITY:
        figures.append(f"{without_number(name, table='state.')} AND part.quantity_share IS NOT NULL AS {name}_without")
    paying = "part.value_share IS NOT NULL"
    vague = {name: f"split.{name}_without" for name in OF_QUANTITY}
    return f"""
        {f"{tables.clause}," if tables.clause else "WITH"} split AS (
            SELECT part.pledge_id, part.donor_code, state.overdue, {", ".join(figures)},
                state.unconverted AND {paying} AS unconverted, state.unvalued AND {paying} AS unvalued
            FROM {tables[STATES]} AS state
            JOIN {ATTRIBUTIONS} AS part ON part.terms_id = state.terms_id
            WHERE state.counted AND (part.quantity_share = 1 AND part.value_share = 1) IS NOT TRUE AND {is_part()}
        )
        SELECT split.pledge_id, coalesce(donor.id, 0), {", ".join(summed_items("split", number, vague=vague))}
        FROM split LEFT JOIN meetings_donor AS donor ON donor.code = split.donor_code
    """
