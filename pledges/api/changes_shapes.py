"""JSON shapes of changes."""

from collections.abc import Callable

from django.urls import reverse

from meetings.api.catalogue_json import Json
from pledges.answers import Change, ChangeFact, Party
from pledges.api.shapes import date_json, figure_json, number, source_ref_json, stated_json

Address = Callable[[str], str]
"""Makes the whole address of a path."""


def change_json(change: Change, address: Address) -> Json:
    """Return one change; a void carries what it takes back, or lets stand again."""
    fact = change.fact
    return {
        "id": change.place.name,
        "version": change.place.version,
        "position": change.place.position,
        "published_at": change.published_at,
        "type": change.type,
        "summary": change.summary,
        **about_json(fact),
        "reason": change.reason or None,
        "target": {"id": fact.place.name, "type": fact.type} if change.is_void else None,
        "source": None if change.is_void else source_ref_json(fact.source),
        "quote": "" if change.is_void else fact.quote,
        "url": address(path_of(fact)),
    }


def about_json(fact: ChangeFact) -> Json:
    """Return what a fact is about."""
    system = fact.system
    return {
        "occurred": date_json(fact.occurred),
        "pledge": fact.pledge,
        "new_pledge": fact.new_pledge,
        "system": system.slug if system else None,
        "system_name": system.name if system else None,
        "kind": system.kind if system else None,
        "capability": system.capability if system else None,
        "unit": fact.unit or None,
        "stage": fact.stage or None,
        "donors": [donor_json(party) for party in fact.parties],
        "quantity": stated_json(fact.quantity),
        "amount": stated_json(fact.amount),
        "currency": fact.currency or None,
        "value_eur": figure_json(fact.value_eur),
        "meeting": fact.meeting,
        "coalition": fact.coalition,
        "initiative": fact.initiative,
        "due": date_json(fact.due),
        "former_due": date_json(fact.former_due),
        "changed": list(fact.changed),
        "linked": fact.linked,
        "replaces": list(fact.replaces),
        "required_basis": fact.basis or None,
        "stated_by": fact.stated_by or None,
        "membership_role": fact.role or None,
    }


def donor_json(party: Party) -> Json:
    """Return a donor; its role is null where the fact is no pledge."""
    share = number(party.share)
    return {"code": party.code, "name": party.name, "role": party.role or None, "share": share, "words": party.words}


def path_of(fact: ChangeFact) -> str:
    """Return the path of what a fact is about."""
    if fact.pledge:
        return reverse("api_pledge", kwargs={"reference": fact.pledge})
    if fact.coalition:
        return reverse("api_coalition", kwargs={"slug": fact.coalition})
    if fact.kind in LISTS and fact.system:
        return f"{reverse(LISTS[fact.kind])}?system={fact.system.slug}"
    if fact.system:
        return reverse("api_system", kwargs={"slug": fact.system.slug})
    return reverse("api_initiative", kwargs={"slug": fact.initiative})


LISTS = {"requirement": "api_requirements", "stock": "api_stocks"}
