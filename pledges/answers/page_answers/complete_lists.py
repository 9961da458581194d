"""Which lists of deliveries sources call complete, of a donor or of a system."""

from __future__ import annotations

from meetings.models import Donor
from pledges.answers.as_of import AsOf
from pledges.models import Completeness, System


def complete_lists(as_of: AsOf, *, donor: Donor | None = None, system: System | None = None) -> list[Completeness]:
    """The standing facts about a donor or a system, the one that reaches furthest first."""
    about = {"donor": donor} if donor else {"system": system}
    facts = Completeness.objects.live_at_version(version=as_of.version)
    facts = facts.filter(as_of_start__lte=as_of.valid_at, **about).select_related("donor", "system", "source")
    return list(facts.order_by("-as_of_end", "id"))
