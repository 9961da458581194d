"""What sources say in sum, beside the ledger: the differences, oldest first, and why they are."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from pledges.answers.filters import parse_moment
from pledges.desk.staff_pages import say_refusal, staff_page, staff_view, user_of
from pledges.intake.reconciliation import ReconciliationItem, decide_reconciliation, reconciliation_items
from pledges.ledger import ReasonNeeded
from pledges.ledger.review import stated_reason
from pledges.models import ReconciliationOutcome
from pledges.values.choices import Role


def items(*, only_open: bool) -> list[ReconciliationItem]:
    return reconciliation_items(as_of=parse_moment(None, None, now=timezone.now()), only_open=only_open)


@staff_view(methods=("GET",))
def reconciliation_list(request: HttpRequest) -> HttpResponse:
    show_all = request.GET.get("show") == "all"
    found = items(only_open=not show_all)
    reviewer = user_of(request).may(Role.REVIEWER)
    return staff_page(request, "staff/reconciliation_list.html", found=found, show_all=show_all, reviewer=reviewer)


@staff_view(Role.REVIEWER, methods=("POST",))
def reconciliation_decide(request: HttpRequest, total: int) -> HttpResponse:
    item = next((one for one in items(only_open=False) if one.asserted_total == total), None)
    if item is None:
        raise Http404(f"There is no sum {total} of a source.")
    try:
        reason = stated_reason(request.POST.get("reason", ""))
    except ReasonNeeded as refusal:
        say_refusal(request, refusal)
        return redirect("reconciliation_list")
    reopen = "reopen" in request.POST
    outcome = ReconciliationOutcome.REOPENED if reopen else ReconciliationOutcome.EXPLAINED
    decide_reconciliation(item=item, outcome=outcome, reason=reason, actor=user_of(request), now=timezone.now())
    messages.success(request, "Kept, with your reason.")
    return redirect("reconciliation_list")
