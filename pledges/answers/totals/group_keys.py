"""What totals can be grouped by: for each key, what is compared per pledge, and how a group is shown."""

from dataclasses import dataclass

from pledges.answers.pledge_conditions import NONE
from pledges.values.choices import GroupBy

UNDATED = "undated"
"""The group of pledges whose window lies in no single period."""

NEVER = "'infinity'::timestamp"


@dataclass(frozen=True, slots=True)
class GroupKey:
    """SQL expressions: `raw` of one pledge (`st`, `system`), `shown` and `name` of a group (`g`).

    Names are looked up once a group, not once a pledge. What has no `raw` is a matter of the parts of a pledge.
    """

    shown: str
    raw: str = ""
    name: str = ""


def key_of_name(key: str, table: str, column: str, *, name: str) -> GroupKey:
    """Return the key of something that the terms of a pledge may name."""

    def looked_up(wanted: str) -> str:
        return f"(SELECT {wanted} FROM {table} AS named WHERE named.id = g.k_{key})"

    return GroupKey(
        raw=f"st.{key}_id",
        shown=f"coalesce({looked_up(f'named.{column}')}, '{NONE}')",
        name=looked_up(name),
    )


def period(key: str, column: str, length: str, form: str) -> GroupKey:
    """Return the key of the period in which the whole window lies; two periods are `undated`, nothing at all `none`."""
    first, last = (f"date_trunc('{length}', st.{column}_{end}::timestamp)" for end in ("start", "end"))
    raw = f"CASE WHEN st.{column}_start IS NULL THEN {NEVER} WHEN {first} = {last} THEN {first} END"
    shown = f"""
        CASE WHEN g.k_{key} IS NULL THEN '{UNDATED}' WHEN g.k_{key} = {NEVER} THEN '{NONE}'
             ELSE to_char(g.k_{key}, '{form}') END
    """
    return GroupKey(raw=raw, shown=shown)


def as_it_is(key: str, raw: str) -> GroupKey:
    return GroupKey(raw=raw, shown=f"g.k_{key}")


PERIODS = {"month": "YYYY-MM", "quarter": 'YYYY-"Q"Q', "year": "YYYY"}

KEYS: dict[GroupBy, GroupKey] = {
    GroupBy.DONOR: GroupKey(
        shown="g.k_donor", name="(SELECT named.name FROM meetings_donor AS named WHERE named.code = g.k_donor)"
    ),
    GroupBy.ROLE: GroupKey(shown="g.k_role"),
    GroupBy.SYSTEM: GroupKey(
        raw="st.system_id",
        shown="(SELECT named.slug FROM pledges_system AS named WHERE named.id = g.k_system)",
        name="(SELECT named.name FROM pledges_system AS named WHERE named.id = g.k_system)",
    ),
    GroupBy.KIND: as_it_is("kind", "system.kind"),
    GroupBy.CAPABILITY: as_it_is("capability", "system.capability"),
    GroupBy.MEETING: key_of_name(
        "meeting", "meetings_meeting", "slug", name="coalesce(NULLIF(named.title, ''), named.slug)"
    ),
    GroupBy.COALITION: key_of_name("coalition", "meetings_coalition", "slug", name="named.name"),
    GroupBy.INITIATIVE: key_of_name("initiative", "meetings_initiative", "slug", name="named.name"),
    GroupBy.AID_TYPE: as_it_is("aid_type", "st.aid_type"),
    GroupBy.STAGE: GroupKey(shown="stage.word"),
    **{
        GroupBy(f"{column}_{length}"): period(f"{column}_{length}", column, length, form)
        for column in ("announced", "delivered")
        for length, form in PERIODS.items()
    },
}
