"""Possible duplicates at their row: why, and the outcomes as buttons; and all that was decided about pairs."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from pledges.answers.keyset_pages import PagePlace
from pledges.desk.changeset_page import changeset_of
from pledges.desk.pair_reasons import forget_typed_reason, keep_typed_reasons
from pledges.desk.staff_pages import staff_page, staff_view, user_of
from pledges.intake.duplicates.decide_pairs import NO_SUCH_PAIR, decide, leave_open
from pledges.ledger import OutcomeDoesNotFit
from pledges.models import DuplicateCandidate, DuplicateDecision, Outcome
from pledges.values.choices import Role

PAGE_SIZE = 50
MOST_WORDS = 6


@staff_view(methods=("POST",))
def duplicate_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what a row is to the other statement of a pair.

    :raises OutcomeDoesNotFit: the pair is not there any more, or the outcome is none.
    """
    stated, _, chosen = request.POST.get("pair", "").partition(":")
    changeset = changeset_of(pk)
    keep_typed_reasons(request, changeset)
    found = DuplicateCandidate.objects.filter(changeset=changeset)
    candidate = next((one for one in found if one.pair_name == stated), None)
    if candidate is None or chosen not in Outcome.values:
        raise OutcomeDoesNotFit(NO_SUCH_PAIR)
    now = timezone.now()
    reason = request.POST.get(f"reason-{stated}") or request.POST.get("reason", "")
    decide(
        candidate=candidate,
        outcome=Outcome(chosen),
        actor=user_of(request),
        today=now.date(),
        now=now,
        reason=reason,
    )
    forget_typed_reason(request, changeset, stated)
    messages.success(request, "Kept; it counts whenever this pair turns up again.")
    return redirect(f"{reverse('changeset_detail', args=[pk])}#rows")


@staff_view(Role.REVIEWER, methods=("POST",))
def duplicates_leave_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a change set be published although pairs are undecided."""
    now = timezone.now()
    reason = request.POST.get("reason", "")
    left = leave_open(changeset=changeset_of(pk), reason=reason, actor=user_of(request), today=now.date(), now=now)
    said = ngettext(
        "%(count)s pair stays open, with your reason.", "%(count)s pairs stay open, with your reason.", len(left)
    )
    messages.success(request, said % {"count": len(left)})
    return redirect("changeset_detail", pk=pk)


@staff_view(methods=("GET",))
def decision_list(request: HttpRequest) -> HttpResponse:
    """What was decided about pairs, the newest first, by outcome and by words of the reason."""
    given = {name: request.GET.get(name, "").replace("\0", "").strip() for name in ("outcome", "q", "before")}
    found = DuplicateDecision.objects.select_related("pledge", "other_pledge", "decided_by", "changeset")
    if given["outcome"] in Outcome.values:
        found = found.filter(outcome=given["outcome"])
    for word in given["q"].split()[:MOST_WORDS]:
        found = found.filter(reason__icontains=word)
    key = (given["before"],) if given["before"].isascii() and given["before"].isdecimal() else None
    page = PagePlace(PAGE_SIZE, key if key and len(key[0]) < 18 else None).read_table(found, "-pk")
    more = {"outcome": given["outcome"], "q": given["q"], "before": page.after[0]} if page.after else {}
    return staff_page(
        request,
        "staff/decision_list.html",
        found=page.rows,
        outcomes=Outcome.choices,
        q=given["q"],
        outcome=given["outcome"],
        more=f"?{urlencode(more)}" if more else "",
    )
