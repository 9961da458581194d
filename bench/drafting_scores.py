"""How well drafting reads the annotated passages of tests/: scores by category with 95 % intervals, and its speed."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bench.match_claims import has_figure, has_same, is_firm, is_primary, match_claims
from pledges.intake.drafting.draft_claims import draft_text
from pledges.intake.drafting.draft_lines import draft_passage

PASSAGES = Path(__file__).resolve().parents[1] / "tests/pledges/intake/drafting/passages"
SHARES = {
    "recall": ("found", "primary"),
    "precision": ("right", "counted"),
    "quantity": ("quantity right", "quantity"),
    "amount": ("amount right", "amount"),
    "stage": ("stage right", "found"),
    "due": ("due right", "due"),
    "nothing lost": ("kept", "primary"),
    "residue of text": ("residue characters", "characters"),
}
NEVER_FIRM = ("conditional", "denied", "cumulative", "request")
LIMITS = {30_000: 2.0, 200_000: 5.0}
"""Characters of a text and the seconds that it may take in one process."""
RESAMPLES = 1_000


def read_passages() -> list[dict[str, Any]]:
    lines = (line for file in sorted(PASSAGES.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines())
    passages = [json.loads(line) for line in lines]
    return [passage for passage in passages if passage.get("language", "en") == "en"]


def count_passage(passage: dict[str, Any]) -> Counter[str]:
    """What is found, right and false in one passage."""
    drafted = draft_passage(passage)
    annotated = [claim | {"alt_spans": _spans_of(passage["text"], claim)} for claim in passage["claims"]]
    matched = match_claims(annotated, drafted["claims"])
    counts: Counter[str] = Counter()
    covered = [one["span"] for one in (*drafted["claims"], *drafted["residue"])]
    for place, claim in enumerate(annotated):
        found = drafted["claims"][matched[place]] if place in matched else None
        if is_primary(claim):
            counts["primary"] += 1
            counts["kept"] += any(_overlap(claim["span"], span) for span in covered)
            if found:
                counts.update(_count_found(claim, found))
        for relation in NEVER_FIRM:
            wrong = found and is_firm(found) and relation in {claim["modality"], claim["relation"]}
            counts[f"{relation} drafted firm"] += bool(wrong and found["stage"] not in claim.get("stage_alt", []))
    by_draft = {drafted_place: annotated[place] for place, drafted_place in matched.items()}
    for place, claim in enumerate(drafted["claims"]):
        told = by_draft.get(place)
        neutral = told is not None and not is_primary(told) and (told.get("optional") or not is_firm(claim))
        counts["counted"] += not neutral
        counts["right"] += told is not None and is_primary(told)
        counts["false where nothing is promised"] += bool(passage.get("zero_pledge")) and told is None
    counts["passages without pledge"] += bool(passage.get("zero_pledge"))
    counts["characters"] += len(passage["text"])
    counts["residue characters"] += sum(end - start for start, end in (one["span"] for one in drafted["residue"]))
    return counts


def _count_found(claim: dict[str, Any], found: dict[str, Any]) -> Counter[str]:
    counts = Counter(found=1)
    for name in ("quantity", "amount"):
        if has_figure(claim, name):
            counts[name] += 1
            counts[f"{name} right"] += has_same(claim, found, name)
    counts["stage right"] += found["stage"] in {claim["stage"], *claim.get("stage_alt", [])}
    if claim["due"]:
        counts["due"] += 1
        counts["due right"] += bool(found["due"]) and (
            found["due"].casefold() in claim["due"].casefold() or claim["due"].casefold() in found["due"].casefold()
        )
    return counts


def _spans_of(text: str, claim: dict[str, Any]) -> list[list[int]]:
    starts = ((text.find(quote), len(quote)) for quote in claim.get("alt_quotes", []))
    return [[start, start + length] for start, length in starts if start >= 0]


def _overlap(one: list[int], other: list[int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def shares_of(counts: Iterable[Counter[str]]) -> dict[str, float | None]:
    total: Counter[str] = sum(counts, Counter())
    return {name: total[part] / total[whole] if total[whole] else None for name, (part, whole) in SHARES.items()}


def intervals_of(counts: list[Counter[str]]) -> dict[str, tuple[float, float]]:
    """Where 95 % of the shares lie when the passages are drawn again, always in the same way."""
    draw = random.Random(1)  # noqa: S311 - no secret, and the same every time
    drawn = [shares_of(draw.choices(counts, k=len(counts))) for _ in range(RESAMPLES)]
    intervals = {}
    for name in SHARES:
        values = sorted(value for one in drawn if (value := one[name]) is not None)
        if values:
            intervals[name] = values[len(values) * 25 // 1000], values[len(values) * 975 // 1000 - 1]
    return intervals


def run_drafting(say: Callable[[str], object]) -> int:
    """Print the table; the number of limits of speed that were missed."""
    passages = read_passages()
    counts = [count_passage(passage) for passage in passages]
    intervals = intervals_of(counts)
    say(f"drafting, {len(passages)} annotated passages\n")
    for name, share in shares_of(counts).items():
        between = "–".join(f"{bound:.3f}" for bound in intervals.get(name, ()))
        say(f"  {name:18} {'none' if share is None else f'{share:.3f}'}  [{between}]\n")
    total: Counter[str] = sum(counts, Counter())
    for name in (*(f"{relation} drafted firm" for relation in NEVER_FIRM), "false where nothing is promised"):
        say(f"  {name}: {total[name]}\n")
    return sum(_is_slow(say, passages, size, limit) for size, limit in LIMITS.items())


def _is_slow(say: Callable[[str], object], passages: list[dict[str, Any]], size: int, limit: float) -> bool:
    whole = "\n".join(passage["text"] for passage in passages)
    text = (whole * (size // len(whole) + 1))[:size]
    start = time.process_time()
    draft_text(text)
    taken = time.process_time() - start
    say(f"  {size:,} characters: {taken:.2f} s of {limit:.0f} s\n")
    return taken > limit
