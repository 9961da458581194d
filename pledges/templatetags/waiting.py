"""Waits in templates: how they read, and the addresses of the pledges and pages behind a group."""

from __future__ import annotations

from django import template

from pledges.answers.page_answers.longest_waiting import THINGS, WAITING_STATUSES
from pledges.answers.waiting import WaitingRow
from pledges.templatetags.addresses import address
from pledges.values.choices import AidType
from pledges.values.stages import LAST_STAGE
from pledges.words import waiting_words

register = template.Library()

for words in (
    waiting_words.name_group,
    waiting_words.say_days,
    waiting_words.say_days_moved,
    waiting_words.say_finding,
    waiting_words.say_missing,
    waiting_words.say_part,
    waiting_words.say_quiet,
    waiting_words.say_share,
):
    register.filter(words)

COUNTED = {"counted": "true", "aid_type": AidType.MILITARY.value, "kind": list(THINGS)}


@register.simple_tag(takes_context=True)
def waits_of(context: template.Context, row: WaitingRow) -> str:
    """The address of the waits of a group."""
    return address(context, "waiting_statistics", **waiting_words.behind_group(row))


@register.simple_tag(takes_context=True)
def curve_of(context: template.Context, row: WaitingRow) -> str:
    """The address of the curve of a group, with its table."""
    return address(context, "chart_detail", "waiting_curve", f"{row.group}.{row.key}")


@register.simple_tag(takes_context=True)
def pledges_of(context: template.Context, row: WaitingRow, *, delivered: bool = False) -> str:
    """The address of the pledges of a group, or of those with a report of delivery."""
    stage = {"stage": LAST_STAGE.value} if delivered else {}
    return address(context, "pledge_list", **waiting_words.behind_group(row), **stage, **COUNTED)


@register.simple_tag(takes_context=True)
def waiting_pledges(context: template.Context, **query: object) -> str:
    """The address of the pledges that wait, the first announced first."""
    return address(context, "pledge_list", **query, **COUNTED, status=list(WAITING_STATUSES), order="announced")
