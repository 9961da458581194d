"""What donors promised beside their gross domestic product, so that large and small ones can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from meetings.models import DonorGdp
from pledges.answers import AsOf, StageFields


@dataclass(frozen=True, slots=True)
class GdpShare:
    """Promised value in per cent of the donor's GDP of a year before the moment; `high` None is without bound."""

    low: Decimal
    high: Decimal | None
    gdp: DonorGdp


def latest_gdps(as_of: AsOf, *, donors: Sequence[str] = ()) -> dict[str, DonorGdp]:
    """By donor the GDP of the latest year that was over at the moment; of all donors where none is named."""
    found = DonorGdp.objects.filter(year__lt=as_of.valid_at.year).select_related("donor", "source")
    if donors:
        found = found.filter(donor__code__in=donors)
    return {gdp.donor.code: gdp for gdp in found.order_by("donor_id", "-year").distinct("donor_id")}


def share_of_gdp(stage: StageFields, gdp: DonorGdp | None) -> GdpShare | None:
    """What is promised in per cent of a GDP; None where either is not known."""
    if gdp is None or not stage.stated:
        return None
    promised = stage.value_eur.promised
    high = None if promised.high is None else per_cent(promised.high, gdp)
    return GdpShare(per_cent(promised.low, gdp), high, gdp)


def per_cent(value: Decimal, gdp: DonorGdp) -> Decimal:
    whole: Decimal = gdp.amount_eur
    return value * 100 / whole
