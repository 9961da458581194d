"""How waits read: shares in per cent, days as intervals, and the finding of a group as a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.choices import Capability
from meetings.models import JOINT
from pledges.answers.page_answers.quiet_pledges import Quiet
from pledges.answers.pledge_dimensions import UNDATED
from pledges.answers.waiting import Part, Span, WaitingRow
from pledges.values.choices import WaitingGroup, WaitingMissing
from pledges.words.figure_words import NO_BREAK, number
from pledges.words.local_names import name_in_language
from pledges.words.party_names import say_row_name

FILTER_OF = {
    WaitingGroup.DONOR.value: "attributed_to",
    WaitingGroup.SYSTEM.value: "system",
    WaitingGroup.CAPABILITY.value: "capability",
}
"""Which filter of pledges finds those of a group; years are found by two."""


def behind_group(row: WaitingRow) -> dict[str, str]:
    """The filters of the pledges of a group."""
    if row.group in FILTER_OF:
        return {FILTER_OF[row.group]: row.key}
    if row.group == WaitingGroup.ANNOUNCED_YEAR and row.key != UNDATED:
        return {"announced_after": f"{row.key}-01-01", "announced_before": f"{row.key}-12-31"}
    return {}


def name_group(row: WaitingRow) -> str:
    if row.group == WaitingGroup.CAPABILITY:
        return str(Capability(row.key).label)
    if row.group == WaitingGroup.ANNOUNCED_YEAR:
        return _("in no single year") if row.key == UNDATED else row.key
    if row.key == JOINT:
        return say_row_name(JOINT)
    return name_in_language(row.name)


def say_share(share: float) -> str:
    """A share in whole per cent; 0 and 100 stand only where it is none or all."""
    per_cent = round(share * 100)
    if per_cent in (0, 100) and share not in (0.0, 1.0):
        per_cent = 99 if per_cent else 1
    return f"{number(per_cent)}{NO_BREAK}%"


def say_shares(low: float, high: float) -> str:
    """Bounds of a share: 15 to 48 %."""
    if say_share(low) == say_share(high):
        return say_share(low)
    return f"{say_share(low).removesuffix(f'{NO_BREAK}%')}\N{EN DASH}{say_share(high)}"


def say_missing(word: str) -> str:
    """Why there is no median."""
    return str(WaitingMissing(word).label) if word else ""


def say_part(part: Part | None) -> str:
    return "" if part is None else say_shares(part.low, part.high)


def say_days(span: Span | None) -> str:
    """Days as an interval: 120–150 days, at least 790 days."""
    if span is None:
        return ""
    if span.high is None:
        return ngettext("at least %(count)s day", "at least %(count)s days", span.low) % {"count": number(span.low)}
    if span.low == span.high:
        return ngettext("%(count)s day", "%(count)s days", span.low) % {"count": number(span.low)}
    few = f"{number(span.low)}\N{EN DASH}{number(span.high)}"
    return ngettext("%(count)s day", "%(count)s days", span.high) % {"count": few}


def say_finding(row: WaitingRow) -> str:
    """What the waits of a group come to, as a sentence."""
    if row.within_2_years is None:
        return _("How long promises wait: too few deliveries have a date to say")
    if row.median_days is None:
        return _("Two years on, %(share)s of what was promised is reported delivered") % {
            "share": say_part(row.within_2_years)
        }
    return _("Half of what was promised is reported delivered within %(days)s") % {"days": say_days(row.median_days)}


def say_days_moved(days: int | None) -> str:
    """By how much a due date moved; nothing where the dates are of different kinds."""
    if days is None:
        return _("not comparable")
    later = ngettext("%(count)s day later", "%(count)s days later", abs(days))
    earlier = ngettext("%(count)s day earlier", "%(count)s days earlier", abs(days))
    return (later if days >= 0 else earlier) % {"count": number(abs(days))}


def say_quiet(quiet: Quiet) -> str:
    """Beside which pledges one is quiet: quieter than 485 of 492 open pledges of this donor."""
    if quiet.by_donor:
        said = _("quieter than %(louder)s of %(peers)s open pledges of this donor")
    else:
        said = _("quieter than %(louder)s of %(peers)s open pledges of all donors")
    return said % {"louder": number(quiet.louder), "peers": number(quiet.peers)}
