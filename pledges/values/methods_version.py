"""The version of the rules by which figures are made, and what each one changed.

A new version is one more row here: whoever changes what a figure means adds it. Together with both clocks and the
version of the catalogue it says for ever what a figure was.
"""

from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class MethodsVersion(NamedTuple):
    """One version of the rules: since when, and what it changed."""

    number: int
    since: date
    changed: Promise


METHODS = (
    MethodsVersion(
        1,
        date(2026, 11, 30),
        _(
            "The first that has a number: estimates with bounds, sums that say how many parts have no number, lateness"
            " by witness, needs for more reduced only by what came after them. What was changed before stands in the"
            " changelog."
        ),
    ),
)
"""Every version, the oldest first."""

METHODS_VERSION = METHODS[-1].number
