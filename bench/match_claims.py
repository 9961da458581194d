"""Which drafted claim tells which annotated one: words of the text in common, a donor in common, the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pledges.intake.drafting.read_lexicon import singular

Row = dict[str, Any]
UNNAMED = {"JOINT", "UNKNOWN"}
GENERAL = re.compile(
    r"an?|the|of|for|to|in|on|and|or|with|from|new|additional|further|more|military|aid|assistance|support|security"
    r"|package|equipment|system|vehicle|ukraine|ukrainian|type|unit|set"
)
ALIKE = {"armoured": "armored", "round": "ammunition", "shell": "ammunition", "munition": "ammunition", "uav": "drone"}


def match_claims(annotated: Sequence[Row], drafted: Sequence[Row]) -> dict[int, int]:
    """The place of the drafted claim by that of the annotated one, each used once, the best pairs first."""
    pairs = []
    for i, wanted in enumerate(annotated):
        for j, found in enumerate(drafted):
            likeness = _likeness(wanted, found)
            if likeness > 0:
                pairs.append((-likeness, i, j))
    matched: dict[int, int] = {}
    for _, i, j in sorted(pairs):
        if i not in matched and j not in matched.values():
            matched[i] = j
    return matched


def is_primary(claim: Row) -> bool:
    """What a draft must hold: new or restated, not denied, and not left to the reader."""
    told = claim["relation"] in {"new", "restates"} and claim["modality"] in {"firm", "conditional"}
    return bool(told and not claim.get("optional"))


def is_firm(claim: Row) -> bool:
    firm = claim["modality"] == "firm" and claim["relation"] in {"new", "restates"}
    return firm and claim["stage"] not in {"signalled", "cancelled"}


def has_same(wanted: Row, found: Row, name: str) -> bool:
    """Whether a figure is as annotated, or as one of the other readings that the annotation accepts."""
    readings = [wanted[name], *wanted.get(f"{name}_alt", [])]
    return any(_figures(found[name], name) == _figures(one, name) for one in readings)


def has_figure(claim: Row, name: str) -> bool:
    figures = _figures(claim[name], name)
    return figures[0] is not None if name == "amount" else bool((claim[name] or {}).get("as_stated"))


def _figures(value: Row | None, name: str) -> tuple[Any, Any]:
    value = value or {}
    if name == "amount":
        return value.get("value"), value.get("currency")
    low, high = value.get("min"), value.get("max")
    return (None, None) if high is None and low in {None, 0, 1} else (low, high)


def _likeness(wanted: Row, found: Row) -> float:
    spans = [wanted["span"], *wanted.get("alt_spans", [])]
    shared = max(min(end, found["span"][1]) - max(start, found["span"][0]) for start, end in spans)
    if shared <= 0 or not _share_donor(set(wanted["donors"]), set(found["donors"])):
        return 0
    codes = wanted["system_code"], found["system_code"]
    thing = _thing_likeness(wanted, found, codes)
    if thing == 0:
        return 0
    exact = has_same(wanted, found, "amount") + has_same(wanted, found, "quantity")
    return thing + exact + is_primary(wanted) / 2 + shared / (1 + max(end - start for start, end in spans))


def _thing_likeness(wanted: Row, found: Row, codes: tuple[str | None, str | None]) -> float:
    if all(codes) and codes[0] != codes[1]:
        return 0
    money = wanted["kind"] == "money" and (found["kind"] == "money" or has_figure(found, "amount"))
    same_sum = has_figure(wanted, "amount") and has_same(wanted, found, "amount")
    if all(codes) or money or same_sum:
        return 2
    mine, other = _words(wanted["item"]), _words(found["item"])
    if not mine and not other:
        return 1
    return 1 if mine & other or other <= _words(wanted["quote"]) & other != set() else 0


def _share_donor(wanted: set[str], found: set[str]) -> bool:
    return bool(wanted & found) or (bool(wanted & UNNAMED or not wanted) and (not found or bool(found & UNNAMED)))


def _words(text: str | None) -> set[str]:
    words = {singular(word) for word in re.findall(r"[^\W_]+", (text or "").casefold())}
    return {ALIKE.get(word, word) for word in words if not GENERAL.fullmatch(word)}
