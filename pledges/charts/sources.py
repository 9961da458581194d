"""How many sources the entries behind a chart are cited from."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from meetings.models import JOINT
from pledges.charts.sheets.promises import ALL, MONEY
from pledges.models import Entry, Terms
from pledges.projections.answers import AsOf
from pledges.projections.pages.facts import live

OF_SYSTEM = ("system_over_time", "system_donors", "gap_waterfall")
OF_CAPABILITY = ("promised_delivered", "donor_systems")
OF_TERMS = {"donor_timeliness": "parties__donor__code", "meeting_flow": "meeting__slug"}


def sources_of(name: str, key: str, as_of: AsOf) -> int | None:
    """Return the number of sources, by the day shown and as known then; None for what has no entries of its own."""
    if name == "donor_timeliness" and key == JOINT:
        return None
    entries = live(Entry.objects.filter(behind(name, key, as_of)), known=as_of.version, target="entry")
    return entries.filter(occurred_start__lte=as_of.valid_at).values("source").distinct().count()


def behind(name: str, key: str, as_of: AsOf) -> Q:
    """Return the condition on entries that belong to a chart."""
    if name in OF_SYSTEM:
        return Q(pledge__system__slug=key.partition(".")[0])
    if name in OF_CAPABILITY and key != ALL:
        return Q(pledge__system__kind=MONEY) if key == MONEY else Q(pledge__system__capability=key)
    if name in OF_TERMS:
        named: dict[str, Any] = {OF_TERMS[name]: key}
        terms = live(Terms.objects.filter(**named), known=as_of.version, target="terms")
        return Q(pledge__in=terms.values("pledge"))
    return Q()
