"""The main navigation: the subjects of the ledger, and what is worked out from them in one fold."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pledges.words.page_addresses import clocks_of, with_query

Entry = tuple[str, Promise]

SUBJECTS: tuple[Entry, ...] = (
    ("overview", _("Overview")),
    ("gap_list", _("Gaps")),
    ("system_list", _("Systems")),
    ("donor_list", _("Donors")),
    ("meeting_list", _("Meetings")),
    ("coalition_list", _("Coalitions")),
    ("initiative_list", _("Initiatives")),
    ("pledge_list", _("Pledges")),
)
ANALYSIS: tuple[Entry, ...] = (
    ("compare", _("Compare")),
    ("waiting_statistics", _("Waiting times")),
    ("reporting_statistics", _("How donors report")),
    ("dispute_list", _("Disputes")),
    ("change_list", _("Changes")),
)
LAST: tuple[Entry, ...] = (("data", _("Data")),)


@dataclass(frozen=True, slots=True)
class Item:
    """A link of the navigation, or a fold with links inside; `current` is the word of `aria-current`."""

    label: str
    href: str
    current: str
    inside: tuple[Item, ...] = ()


def navigation(request: HttpRequest) -> list[Item]:
    """The items of the main navigation, with the clocks kept."""
    analysis = make_items(request, ANALYSIS)
    current = next((item.current for item in analysis if item.current), "")
    fold = Item(str(_("Analysis")), "", current, tuple(analysis))
    return [*make_items(request, SUBJECTS), fold, *make_items(request, LAST)]


def make_items(request: HttpRequest, entries: tuple[Entry, ...]) -> list[Item]:
    kept = clocks_of(request)
    items = []
    for name, label in entries:
        path = reverse(name)
        inside = path != "/" and request.path.startswith(path)
        current = "page" if request.path == path else "true" if inside else ""
        items.append(Item(str(label), with_query(path, kept), current))
    return items
