"""How shares of pledges read, and what of a promise can be measured."""

from __future__ import annotations

from django.utils.translation import gettext as _

from pledges.answers.reporting import Measured
from pledges.words.figure_words import NO_BREAK, number


def share_of(part: int, whole: int) -> str:
    """Write a part of a whole in per cent; 0 and 100 stand only where it is none or all."""
    if not whole:
        return _("unknown")
    share = part * 100 / whole
    if 0 < share < 1:
        return f"<{NO_BREAK}1{NO_BREAK}%"
    return f"{number(99 if 99 < share < 100 else round(share))}{NO_BREAK}%"


def measured_marks(measured: Measured) -> list[tuple[str, bool]]:
    """Each mark in words, and whether the sources of the promise say it."""
    labels = (
        _("how many or how much"),
        _("a unit that can be counted"),
        _("by when"),
        _("for whom, in the quoted words"),
        _("a firm word: committed, contracted or further"),
    )
    return list(zip(labels, measured, strict=True))
