"""What a chart can be drawn of: the keys that a reader may choose from, with their names."""

from __future__ import annotations

from typing import NamedTuple

from meetings.choices import Capability
from pledges.answers import AsOf, keyed_totals, system_summaries
from pledges.models import Scope
from pledges.words.local_names import name_in_language
from pledges.words.party_names import say_row_name

OF_SYSTEMS = ("system_over_time", "system_donors", "gap_waterfall")
OF_KEYS = {"donor_timeliness": Scope.DONOR, "meeting_flow": Scope.MEETING}
OF_CAPABILITIES = ("promised_delivered", "donor_systems")


class Entity(NamedTuple):
    key: str
    name: str


def chart_entities(name: str, as_of: AsOf) -> list[Entity]:
    """Everything of the moment that a chart of this name can show, by name; nothing where it shows but one thing."""
    if name in OF_CAPABILITIES:
        return [Entity(word.value, str(word.label)) for word in Capability]
    if name in OF_SYSTEMS:
        rows = system_summaries(as_of)
        wanted = (row for row in rows if not row.system.is_money and (row.required or name != "gap_waterfall"))
        found = {row.system.slug: name_in_language(row.system.short_name) for row in wanted}
    elif name in OF_KEYS:
        found = {row.key: say_row_name(row.key, row.name) for row in keyed_totals(as_of, OF_KEYS[name])}
    else:
        return []
    return sorted((Entity(*pair) for pair in found.items()), key=lambda one: (one.name.casefold(), one.key))
