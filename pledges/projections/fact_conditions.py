"""What queries over the ledger share: where names stand, and whether a fact is taken back."""

NAMED = {
    "beneficiary": ("meetings_donor", "code"),
    "meeting": ("meetings_meeting", "slug"),
    "coalition": ("meetings_coalition", "slug"),
    "initiative": ("meetings_initiative", "slug"),
    "package": ("pledges_package", "slug"),
    "restates": ("pledges_pledge", "reference"),
}
"""What a pledge names, as table and column of the name. Not joins: planning ten of them outlasts the query."""

AT_MOMENT = "{0}.version_id <= %(known)s"
"""Which voids a query knows, by the alias of the void: those published up to the version of its moment."""

JOIN_LIFT = f"LEFT JOIN pledges_void AS lift ON lift.lifted_void_id = void.id AND {AT_MOMENT.format('lift')}"
"""Joins to `void` what lifted it by the moment; a void is lifted once at most."""

VOID_LIFTS = "void.lifted_void_id IS NOT NULL"
"""Whether `void` lifts another one, and so lets a fact stand again."""


def is_voided(fact: str, target: str, *, among: str = AT_MOMENT) -> str:
    """The condition that a void takes a fact back and nothing lifts it; `target` is the fact's column among the voids.

    `among` says which voids count, both those that take back and those that lift.
    """
    return f"""EXISTS (
        SELECT FROM pledges_void AS void WHERE void.{target} = {fact} AND {is_in_force(among=among)}
    )"""


def stands_condition(fact: str, target: str, *, among: str = AT_MOMENT) -> str:
    return f"NOT {is_voided(fact, target, among=among)}"


def is_in_force(*, among: str = AT_MOMENT) -> str:
    """The condition that `void` is among those that count, and that none of them lifts it."""
    return f"""{among.format("void")} AND NOT EXISTS (
        SELECT FROM pledges_void AS lift WHERE lift.lifted_void_id = void.id AND {among.format("lift")}
    )"""


VOIDED = f"""
    voided AS MATERIALIZED (
        SELECT void.entry_id, void.terms_id, void.requirement_id, void.stock_id
        FROM pledges_void AS void
        WHERE {is_in_force()} AND NOT ({VOID_LIFTS})
    )
"""
"""The CTE of what is taken back at the moment, for queries that read the whole ledger."""


def not_in_voided(fact: str, target: str) -> str:
    """The condition that a fact stands, where the CTE `voided` is at hand."""
    return f"{fact} NOT IN (SELECT {target} FROM voided WHERE {target} IS NOT NULL)"


JOIN_LIFTED = "LEFT JOIN pledges_void AS lifted ON lifted.id = void.lifted_void_id"
"""Joins to `void` the void that it lifts."""


def voided_key(kind: str) -> str:
    """The fact that `void` is about: what it takes back, or what the void that it lifts, `lifted`, had taken back."""
    return f"coalesce(void.{kind}_id, lifted.{kind}_id)"
