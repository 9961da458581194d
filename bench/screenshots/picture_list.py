"""Which pages a picture is taken of: one of each kind, and of pages about one thing that with the most to show."""

from datetime import timedelta
from typing import Any

from django.urls import reverse

from pledges.answers import AsOf, keyed_summaries, system_summaries
from pledges.charts import card_of
from pledges.charts.chart_catalogue import shown_on_pages
from pledges.models import ChangeSet, Pledge, Scope

BROKEN = "/server-error/"
"""Stands for whichever address fails; the command answers it with the page that a failure shows."""


def public_paths(as_of: AsOf) -> dict[str, str]:
    """The address of one page of each kind that anybody may read."""
    lists = ("gap", "system", "donor", "meeting", "coalition", "pledge", "change")
    texts = ("methodology", "glossary", "data", "recipes", "components")
    year_ago = (as_of.valid_at - timedelta(days=365)).isoformat()
    return {
        "overview": "/",
        "overview-money": "/?capability=money",
        "overview-past": f"/?valid_at={year_ago}",
        **{f"{name}-list": reverse(f"{name}_list") for name in lists},
        "pledge-list-groups": f"{reverse('pledge_list')}?group_by=donor",
        "pledge-list-empty": f"{reverse('pledge_list')}?q=nothing+of+the+kind",
        "change-list-all": f"{reverse('change_list')}?after=0",
        "change-list-happened": f"{reverse('change_list')}?happened_after={year_ago}",
        **detail_paths(as_of),
        **chart_paths(as_of),
        **{name: reverse(name) for name in texts},
        "not-found": "/nowhere/",
        "not-understood": f"{reverse('pledge_list')}?sytem=patriot",
        "failed": BROKEN,
        "staff-login": reverse("login"),
    }


def detail_paths(as_of: AsOf) -> dict[str, str]:
    """The pages of the system, donor, meeting, coalition and pledge with the most to show."""
    systems = [row for row in system_summaries(as_of) if row.required] or list(system_summaries(as_of))
    fullest: dict[str, Any] = {
        "system": max(systems, key=lambda row: row.pledges, default=None),
        **{
            name: max(rows, key=lambda row: row.pledges, default=None)
            for name, rows in (
                ("donor", keyed_summaries(as_of, Scope.DONOR)),
                ("meeting", keyed_summaries(as_of, Scope.MEETING)),
                ("coalition", keyed_summaries(as_of, Scope.COALITION)),
            )
        },
    }
    paths = {
        f"{name}-detail": reverse(f"{name}_detail", args=[row.system.slug if name == "system" else row.key])
        for name, row in fullest.items()
        if row is not None
    }
    pledge = Pledge.objects.order_by("-reference").first()
    return paths | ({"pledge-detail": reverse("pledge_detail", args=[pledge.reference])} if pledge else {})


def chart_paths(as_of: AsOf) -> dict[str, str]:
    """The page of the first drawn chart of each name, and one frame for other sites."""
    first: dict[str, str] = {}
    for name, key in shown_on_pages(as_of):
        if name not in first:
            card = card_of(name, key, as_of)
            if card is not None and card.sizes:
                first[name] = key
    paths = {f"chart-{name}": reverse("chart_detail", args=(name, key)) for name, key in first.items()}
    embedded = {f"embed-{name}": reverse("chart_embed", args=(name, key)) for name, key in list(first.items())[:1]}
    return paths | embedded


def staff_paths() -> dict[str, str]:
    """The pages behind the log-in: lists, forms, and the newest change set with its preview."""
    names = ("changeset_list", "review_list", "meeting_new", "record_index", "import_new", "token_list")
    paths = {f"staff-{name.replace('_', '-')}": reverse(name) for name in (*names, "reconciliation_list")}
    newest = ChangeSet.objects.order_by("-pk").first()
    if newest is not None:
        paths |= {
            f"staff-{name.replace('_', '-')}": reverse(name, args=[newest.pk])
            for name in ("changeset_detail", "changeset_preview")
        }
    return paths
