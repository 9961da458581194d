"""Reasons typed at pairs that no button sent yet: kept in the session until the page is shown again."""

from __future__ import annotations

from django.http import HttpRequest

from pledges.models import ChangeSet

FIELD = "reason-"
SESSION_KEY = "typed_reasons"
LONGEST_KEPT = 2000
MOST_KEPT = 400


def keep_typed_reasons(request: HttpRequest, changeset: ChangeSet) -> None:
    """Keep what stands in the fields of all pairs, by the names of the pairs."""
    typed = {
        name.removeprefix(FIELD): words[:LONGEST_KEPT]
        for name, words in request.POST.items()
        if name.startswith(FIELD) and isinstance(words, str) and words.strip() and "\0" not in words
    }
    request.session[SESSION_KEY] = [changeset.pk, dict(list(typed.items())[:MOST_KEPT])]


def forget_typed_reason(request: HttpRequest, changeset: ChangeSet, pair_name: str) -> None:
    """Drop the one that was sent."""
    typed = take_typed_reasons(request, changeset)
    request.session[SESSION_KEY] = [changeset.pk, {key: words for key, words in typed.items() if key != pair_name}]


def take_typed_reasons(request: HttpRequest, changeset: ChangeSet) -> dict[str, str]:
    """What was kept for the page of a change set, once."""
    if request.session.get(SESSION_KEY, [None])[0] != changeset.pk:
        return {}
    typed: dict[str, str] = request.session.pop(SESSION_KEY)[1]
    return typed
