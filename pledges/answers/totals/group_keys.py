"""What totals can be grouped by: for each key, what is compared per pledge, and how a group is shown."""

from dataclasses import dataclass

from pledges.answers.pledge_dimensions import CATALOGUE, GROUPS, NONE, UNDATED, Dimension, Key, Period, Trait, Word
from pledges.values.choices import GroupBy

NEVER = "'infinity'::timestamp"
FORMS = {1: ("month", "YYYY-MM"), 3: ("quarter", 'YYYY-"Q"Q'), 12: ("year", "YYYY")}
"""By the months of a period: what PostgreSQL calls it, and how it is written."""


@dataclass(frozen=True, slots=True)
class GroupKey:
    """SQL expressions: `raw` of one pledge (`st`, `system`), `shown` and `name` of a group (`g`).

    Names are looked up once a group, not once a pledge. What has no `raw` is a matter of the parts of a pledge.
    """

    shown: str
    raw: str = ""
    name: str = ""


def key_of(key: GroupBy, dimension: Dimension) -> GroupKey:
    of, shown = dimension.of, f"g.k_{key.value}"
    match of:
        case Word():
            return GroupKey(raw=f"st.{of.column}", shown=shown)
        case Key():
            return looked_up(f"st.{of.column}_id", of.sort, shown, "id")
        case Trait(words=()):
            table = CATALOGUE[of.of.sort].table
            raw = f"(SELECT named.{of.part}_id FROM {table} AS named WHERE named.id = st.{of.of.column}_id)"
            return looked_up(raw, of.part, shown, "id")
        case Trait():
            return GroupKey(raw=f"{of.of.column}.{of.part}", shown=shown)
        case Period():
            return period_key(of, shown)
    return looked_up("", dimension.sort, shown, CATALOGUE[dimension.sort].value) if dimension.sort else GroupKey(shown)


def looked_up(raw: str, sort: str, shown: str, column: str) -> GroupKey:
    """The key of something of the catalogue; without `raw`, the group is its value itself."""
    listed = CATALOGUE[sort]
    find = f"(SELECT {{}} FROM {listed.table} AS named WHERE named.{column} = {shown})"
    value = f"coalesce({find.format(f'named.{listed.value}')}, '{NONE}')" if raw else shown
    return GroupKey(raw=raw, shown=value, name=find.format(listed.name))


def period_key(period: Period, shown: str) -> GroupKey:
    """The key of the period in which the whole window lies; two periods are `undated`, nothing at all `none`."""
    length, form = FORMS[period.months]
    first, last = (f"date_trunc('{length}', st.{period.window}_{end}::timestamp)" for end in ("start", "end"))
    raw = f"CASE WHEN st.{period.window}_start IS NULL THEN {NEVER} WHEN {first} = {last} THEN {first} END"
    words = f"""
        CASE WHEN {shown} IS NULL THEN '{UNDATED}' WHEN {shown} = {NEVER} THEN '{NONE}'
             ELSE to_char({shown}, '{form}') END
    """
    return GroupKey(raw=raw, shown=words)


KEYS = {key: key_of(key, GROUPS[key.value]) for key in GroupBy} | {GroupBy.STAGE: GroupKey(shown="stage.word")}
