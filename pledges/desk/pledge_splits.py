"""Making two pledges of one, and one of two."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone

from pledges.desk.fact_forms import Field, field_of
from pledges.desk.grid_columns import clean_cell
from pledges.desk.staff_pages import say_refusal, staff_page, staff_view, user_of
from pledges.intake.fact_cells import cells_of_fact
from pledges.intake.fact_targets import KnownFact
from pledges.intake.pledge_splits import DividedLine, draft_restatement, draft_split, standing_lines
from pledges.intake.row_columns import BY_NAME
from pledges.ledger import Refusal
from pledges.models import Pledge
from pledges.values.choices import Action

PARTS = ("quantity", "amount")
OTHER = ("donors", "system", "unit", "due")
"""The cells in which the new pledge may differ; all others can be changed in the draft."""


def lines_of(reference: str) -> tuple[list[KnownFact], KnownFact]:
    """The standing entries of a pledge and the terms that its other part starts from; 404 where it has none."""
    entries, terms = standing_lines(reference)
    if not entries or not terms:
        raise Http404(f"There is no standing pledge {reference}.")
    return entries, max(terms, key=lambda one: (one.fact.effective_start, one.fact.version_id, one.fact.position))


@staff_view()
def pledge_split(request: HttpRequest, reference: str) -> HttpResponse:
    """Divide every line between the pledge and a new one; a draft of corrections and new rows comes of it."""
    entries, terms = lines_of(reference)
    now, status = timezone.now(), 200
    if request.method == "POST":
        try:
            draft = draft_split(
                reference=reference,
                lines=[read_division(request.POST, one) for one in entries],
                terms=terms,
                other={name: clean_cell(request.POST.get(name, "")) for name in OTHER},
                reason=request.POST.get("reason", ""),
                author=user_of(request),
                today=now.date(),
                now=now,
            )
        except Refusal as refusal:
            say_refusal(request, refusal)
            status = 422
        else:
            messages.success(request, "A draft: check its rows, then send it to review.")
            return redirect("changeset_detail", pk=draft.pk)
    context: dict[str, Any] = {
        "reference": reference,
        "lines": [shown_line(one, request.POST) for one in entries],
        "fields": other_fields(terms, request.POST),
        "reason": request.POST.get("reason", ""),
    }
    return staff_page(request, "staff/pledge_split.html", status=status, **context)


def read_division(data: QueryDict, fact: KnownFact) -> DividedLine:
    """What was typed of a line."""
    stays = {part: clean_cell(data.get(f"stays-{part}-{fact.identity}", "")) for part in PARTS}
    goes = {part: clean_cell(data.get(f"goes-{part}-{fact.identity}", "")) for part in PARTS}
    return DividedLine(fact, stays, goes)


def shown_line(fact: KnownFact, data: QueryDict) -> dict[str, Any]:
    """A line with the fields of its two parts; all of it stays until somebody says otherwise."""
    cells = cells_of_fact("entry", fact.fact)
    parts = [
        {
            "name": part,
            "label": {"quantity": "How many", "amount": "Amount"}[part],
            "stays": data.get(f"stays-{part}-{fact.identity}", cells.get(part, "")),
            "goes": data.get(f"goes-{part}-{fact.identity}", ""),
        }
        for part in PARTS
        if part == "quantity" or cells.get(part)
    ]
    return {"fact": fact, "parts": parts}


def other_fields(terms: KnownFact, data: QueryDict) -> list[Field]:
    """The fields in which the new pledge may differ, as the pledge has them."""
    pledge = terms.fact.pledge
    now = {**cells_of_fact("terms", terms.fact), "system": pledge.system.slug, "unit": pledge.unit}
    made = [field_of(BY_NAME[name].of(Action.PLEDGE)) for name in OTHER]
    return [
        Field(
            one.name,
            one.label,
            one.hint,
            one.completes,
            one.choices,
            one.long,
            data.get(one.name, now.get(one.name, "")),
        )
        for one in made
    ]


@staff_view()
def pledge_same(request: HttpRequest, reference: str) -> HttpResponse:
    """Mark a published pledge as the same as another one, which then counts alone."""
    entries, _ = lines_of(reference)
    first, now, status = request.POST.get("first", "").strip(), timezone.now(), 200
    if request.method == "POST":
        known = Pledge.objects.filter(reference=first).exclude(reference=reference).exists()
        if not known:
            messages.error(request, f"“{first}” is no other pledge: its reference is on its page, as in 2025-DEU-014.")
            status = 422
        else:
            reason = request.POST.get("reason", "")
            draft = draft_restatement(
                reference=reference, first=first, reason=reason, author=user_of(request), today=now.date(), now=now
            )
            messages.success(request, "A draft: send it to review. Both pledges stay; this one then adds nothing.")
            return redirect("changeset_detail", pk=draft.pk)
    context = {"reference": reference, "lines": entries, "first": first, "reason": request.POST.get("reason", "")}
    return staff_page(request, "staff/pledge_same.html", status=status, **context)
