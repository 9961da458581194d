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


def stands_condition(fact: str, target: str) -> str:
    """The condition that nothing takes a fact back at the moment; `target` is its column among the voids."""
    return f"""NOT EXISTS (
        SELECT FROM pledges_void AS void WHERE void.{target} = {fact} AND void.version_id <= %(known)s
          AND NOT EXISTS (
              SELECT FROM pledges_void AS lift WHERE lift.lifted_void_id = void.id AND lift.version_id <= %(known)s
          )
    )"""
