"""How lateness reads: proved by a witness, or a due date that passed without a report of a delivery."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from pledges.values.choices import Overdue


def late_words(overdue: str, *, partly: bool) -> str:
    """What is said of a late pledge, or nothing; `partly` says that a delivery of some of it is reported."""
    if overdue == Overdue.CERTAINLY:
        return _("certainly overdue")
    if overdue == Overdue.POSSIBLY:
        return _("due date passed, rest not reported") if partly else _("due date passed, no delivery reported")
    return ""


def say_late(row: Any) -> str:
    """The same of a row of a pledge."""
    return late_words(row.overdue, partly=row.delivered_on is not None)
