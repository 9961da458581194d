"""The page on which what is odd about rows is accepted, each warning with the reason for which its row stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone

from pledges.answers.keyset_pages import PagePlace
from pledges.desk.changeset_page import changeset_of, plan_counts
from pledges.desk.grid_saving import expected_version
from pledges.desk.row_display import candidates_of, catalogue_for, shown_row
from pledges.desk.staff_pages import say_refusal, staff_page, staff_view, user_of
from pledges.intake.warning_reasons import accept_warnings
from pledges.ledger import StaleEdit
from pledges.models import ChangeSet
from pledges.values.choices import ChangeSetState, Role, WarningRule

ROWS_ON_A_PAGE = 50
EDITED_BY = {ChangeSetState.DRAFT: Role.DRAFTER, ChangeSetState.SUBMITTED: Role.REVIEWER}


@staff_view()
def changeset_warnings(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the odd rows, those that wait first on their page, and keep the reasons that were ticked."""
    changeset, status = changeset_of(pk), 200
    if request.method == "POST":
        try:
            return accept_posted(request, changeset)
        except StaleEdit as refusal:
            say_refusal(request, refusal)
            changeset, status = changeset_of(pk), 409
    return staff_page(request, "staff/changeset_warnings.html", status=status, **warnings_context(request, changeset))


def accept_posted(request: HttpRequest, changeset: ChangeSet) -> HttpResponse:
    now = timezone.now()
    count = accept_warnings(
        changeset=changeset,
        reasons=reasons_posted(request.POST),
        author=user_of(request),
        expected=expected_version(request.POST),
        today=now.date(),
        now=now,
    )
    if not count:
        messages.error(request, "Tick a warning, and say why its row stands.")
        return redirect("changeset_warnings", pk=changeset.pk)
    messages.success(request, f"{count} warnings accepted." if count > 1 else "1 warning accepted.")
    waiting = plan_counts(changeset)["to_accept"]
    return redirect("changeset_warnings" if waiting else "changeset_detail", pk=changeset.pk)


def reasons_posted(data: QueryDict) -> dict[int, dict[str, str]]:
    """The reasons of the ticked warnings: each its own, else the one that stands for all of them."""
    reasons: dict[int, dict[str, str]] = {}
    for tick in data.getlist("accept")[: ROWS_ON_A_PAGE * len(WarningRule.values)]:
        key, _, rule = tick.partition(":")
        why = data.get(f"why-{tick}", "").strip() or data.get("why", "")
        if key.isascii() and key.isdecimal() and len(key) < 18:
            reasons.setdefault(int(key), {})[rule] = why
    return reasons


def warnings_context(request: HttpRequest, changeset: ChangeSet) -> dict[str, Any]:
    """A page of the odd rows, in their order."""
    after = request.GET.get("after", "")
    key = (after,) if after.isascii() and after.isdecimal() and len(after) < 10 else None
    rows = changeset.rows.filter(plan__has_key="warnings").select_related("author", "approved_by")
    page = PagePlace(ROWS_ON_A_PAGE, key).read_table(rows, "position")
    catalogue = catalogue_for([row.payload for row in page.rows])
    today, pairs = timezone.now().date(), candidates_of(page.rows)
    role = EDITED_BY.get(ChangeSetState(changeset.state))
    return {
        "changeset": changeset,
        "counts": plan_counts(changeset),
        "shown": [shown_row(row, catalogue=catalogue, today=today, duplicates=pairs) for row in page.rows],
        "more": page.after[0] if page.after else "",
        "editable": role is not None and user_of(request).may(role),
    }
