"""A text cut into what was drafted of it, what was left over, and the words between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pledges.intake.text_drafts.read_text import cut_text
from pledges.models import DraftedRow, ResidueSentence
from pledges.values.choices import DraftedRowState


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of the text; `rows` were drafted of it, and `sentence` is one that was left over."""

    start: int
    words: str
    rows: tuple[int, ...] = ()
    sentence: int | None = None
    anchors: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        """The row or sentence that the words lead to."""
        return f"row-{self.rows[0]}" if self.rows else f"sentence-{self.sentence}" if self.sentence else ""


def cut_lines(words: str, rows: Sequence[DraftedRow], sentences: Sequence[ResidueSentence]) -> list[list[Segment]]:
    """The text by its lines, each cut where what was drafted of it begins and ends."""
    marked = [(row.span_start, row.span_end, row.pk) for row in rows if row.state != DraftedRowState.REJECTED]
    left = [(one.span_start, one.span_end, one.pk) for one in sentences]
    spans = [(start, end) for start, end, _ in (*marked, *left)]
    lines = line_spans(words)
    parts = cut_text(words, [*spans, *lines])
    found: list[list[Segment]] = []
    place = 0
    for first, last in lines:
        while place < len(parts) and parts[place][0] < first:
            place += 1
        line = []
        while place < len(parts) and parts[place][0] < last:
            line.append(segment(words, parts[place], marked, left))
            place += 1
        if line:
            found.append(line)
    return found


def line_spans(words: str) -> list[tuple[int, int]]:
    """Where the lines of a text begin and end, without blank ones."""
    found, start = [], 0
    for line in words.split("\n"):
        if line.strip():
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found


def segment(
    words: str,
    part: tuple[int, int],
    marked: Sequence[tuple[int, int, int]],
    left: Sequence[tuple[int, int, int]],
) -> Segment:
    start, end = part
    rows = tuple(key for first, last, key in marked if first < end and start < last)
    sentence = next((key for first, last, key in left if first < end and start < last), None)
    begins = [f"at-row-{key}" for first, last, key in marked if first == start]
    begins += [f"at-sentence-{key}" for first, last, key in left if first == start]
    return Segment(start, words[start:end], rows, sentence, tuple(begins))
