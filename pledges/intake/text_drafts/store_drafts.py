"""Takes texts in and drafts them, once for each version of the rules; what people confirmed is never touched again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from meetings.models import Meeting
from pledges.intake.kept_copies import read_waiting
from pledges.intake.text_drafts.claim_cells import Circumstances
from pledges.intake.text_drafts.look_up_rows import look_up_rows
from pledges.intake.text_drafts.matching_pledges import load_matches, matches_of, propose_link
from pledges.intake.text_drafts.read_text import (
    LONGEST_TEXT,
    ReadRow,
    ReadText,
    Versions,
    clean_text,
    current_versions,
    read_text,
)
from pledges.ledger import latest_number
from pledges.models import DraftedRow, DraftedText, DraftingRun, KeptCopy, ResidueSentence, SystemUnit, User
from pledges.models.drafted_texts import CONFIRMED
from pledges.values.choices import CopyState, DraftedRowState, DraftingState

PATIENCE = timedelta(seconds=60)
"""How long a run may show no sign of life before it is sent anew."""

OPEN_RUNS = (DraftingState.WAITING, DraftingState.RUNNING)
TOLD = ("action", "donors", "system", "quantity", "amount", "stage", "reference")
"""The cells by which a row that was confirmed tells what a newer version drafts."""

FAILURE = "The text could not be drafted: an error of ours, now in the log."


@transaction.atomic
def take_copy(
    *,
    copy: KeptCopy,
    published: date | None,
    meeting: Meeting | None,
    source: Mapping[str, str],
    author: User,
    now: datetime,
) -> DraftedText:
    """Take a kept copy to be drafted; the same one for the same meeting and day is the one that is there."""
    stored, _ = DraftedText.objects.get_or_create(
        copy=copy,
        meeting=meeting,
        published=published,
        defaults={"source": dict(source), "created_by": author, "created_at": now},
    )
    return stored


def words_of(text: DraftedText) -> str:
    """The words that are drafted and shown, character for character those of the kept copy."""
    return clean_text(text.copy.text)


def current_run(text: DraftedText, *, now: datetime) -> DraftingRun:
    """The run of a text by the rules as they are; a new one waits, and one that failed waits again."""
    versions = current_versions()
    run, made = DraftingRun.objects.get_or_create(
        drafted_text=text, **name_versions(versions), defaults={"started_at": now, "heartbeat_at": now}
    )
    if not made and run.state == DraftingState.FAILED:
        run.state, run.problem, run.started_at, run.heartbeat_at, run.finished_at = (
            DraftingState.WAITING, "", now, now, None,
        )  # fmt: skip
        run.save()
    return run


def name_versions(versions: Versions) -> dict[str, str]:
    return {
        "rule_version": versions.rules,
        "parser_version": versions.parser,
        "model_sha256": versions.model_sha256,
    }


def last_run(text: DraftedText) -> DraftingRun | None:
    return text.runs.order_by("-pk").first()


def needs_worker(text: DraftedText, run: DraftingRun, *, most: int) -> bool:
    """Whether a text is left to the worker: its file is not read, it is longer, or the rules need a parser."""
    return text.copy.state == CopyState.WAITING or len(text.copy.text) > most or bool(run.parser_version)


def is_behind(run: DraftingRun) -> bool:
    """Whether the rules are others than those of a run."""
    versions = current_versions()
    return (run.rule_version, run.parser_version, run.model_sha256) != (
        versions.rules, versions.parser, versions.model_sha256,
    )  # fmt: skip


def run_drafting(*, run: int, today: date, now: datetime) -> DraftingRun:
    """Draft the text of a run, which is read out of its file first; safe to run twice, and at the same time."""
    loaded = ("drafted_text__meeting", "drafted_text__created_by", "drafted_text__copy")
    stored = DraftingRun.objects.select_related(*loaded).get(pk=run)
    text = stored.drafted_text
    if stored.state not in OPEN_RUNS:
        return stored
    if text.copy.state == CopyState.WAITING:
        read_waiting()
        text.copy.refresh_from_db()
    if problem := problem_of(text.copy):
        fail(run, problem, now=now)
        return DraftingRun.objects.get(pk=run)
    DraftingRun.objects.filter(pk=run, state__in=OPEN_RUNS).update(state=DraftingState.RUNNING, heartbeat_at=now)
    try:
        read = read_text(
            circumstances_of(text), text.published, progress=lambda done, total: tell(run, done, total, now=now)
        )
        return keep_read(run, read, today=today, now=now)
    except Exception:
        fail(run, FAILURE, now=now)
        raise


def problem_of(copy: KeptCopy) -> str:
    """Why a copy cannot be drafted from; blank where it can."""
    if copy.state == CopyState.FAILED:
        return copy.problem
    if copy.state == CopyState.WAITING:
        return "the file could not be read yet: draft it again"
    if not copy.text.strip():
        return "there is no text in it"
    if len(copy.text) > LONGEST_TEXT:
        return f"the text has {len(copy.text):,} characters; up to {LONGEST_TEXT:,} are drafted"
    return ""


def fail(run: int, problem: str, *, now: datetime) -> None:
    failed = {"state": DraftingState.FAILED, "problem": problem[:1000], "finished_at": now}
    DraftingRun.objects.filter(pk=run, state__in=OPEN_RUNS).update(**failed)


def tell(run: int, done: int, total: int, *, now: datetime) -> None:
    found = DraftingRun.objects.filter(pk=run, state=DraftingState.RUNNING)
    found.update(sentences_done=done, sentences_total=total, heartbeat_at=now)


def circumstances_of(text: DraftedText) -> Circumstances:
    units: dict[str, list[str]] = {}
    for slug, unit in SystemUnit.objects.order_by("system", "position").values_list("system__slug", "unit"):
        units.setdefault(slug, []).append(unit)
    meeting = text.meeting
    said_on = text.published.isoformat() if text.published else ""
    if meeting is not None and meeting.date_start == meeting.date_end:
        said_on = meeting.date_start.isoformat()
    source = dict(text.source)
    if text.published:
        source.setdefault("source_published", text.published.isoformat())
    return Circumstances(
        text=words_of(text),
        source=source,
        meeting=meeting.slug if meeting else "",
        said_on=said_on,
        kept_copy=text.copy.sha256,
        units=units,
    )


@transaction.atomic
def keep_read(run: int, read: ReadText, *, today: date, now: datetime) -> DraftingRun:
    """Bring the rows of a text to what a run read, without touching one that a person confirmed."""
    stored = DraftingRun.objects.select_related("drafted_text__created_by").get(pk=run)
    text = DraftedText.objects.select_for_update().get(pk=stored.drafted_text_id)
    stored.refresh_from_db()
    if stored.state not in OPEN_RUNS:
        return stored
    keep_rows(text, stored, read.rows)
    keep_residue(text, read.residue)
    look_up(text, author=text.created_by, today=today, now=now, every=True)
    stored.state, stored.finished_at, stored.sentences_done = DraftingState.DONE, now, stored.sentences_total or 0
    stored.claims, stored.left = read.claims, [list(span) for span in read.left]
    stored.save(update_fields=["state", "finished_at", "sentences_done", "claims", "left"])
    return stored


def keep_rows(text: DraftedText, run: DraftingRun, read: list[ReadRow]) -> None:
    known = {row.key: row for row in text.rows.all()}
    confirmed = [row for row in known.values() if row.state in CONFIRMED]
    drafted = {one.key for one in read}
    for row in known.values():
        if row.by_hand or row.state in CONFIRMED:
            continue
        row.state = DraftedRowState.OPEN if row.key in drafted else DraftedRowState.REPLACED
        if row.key in drafted:
            row.run = run
        row.save(update_fields=["state", "run"])
    new = [one for one in read if one.key not in known and not any(tells(row, one) for row in confirmed)]
    matches = load_matches(one.cells for one in new)
    rows = []
    for one in new:
        cells = propose_link(one.cells, matches_of(one.cells, matches), relation=one.claim["relation"])
        start, end = one.span
        rows.append(
            DraftedRow(
                drafted_text=text, run=run, key=one.key, span_start=start, span_end=end, claim=one.claim,
                drafted=cells, cells=cells, rule=one.rule,
            )
        )  # fmt: skip
    DraftedRow.objects.bulk_create(rows)


def tells(row: DraftedRow, read: ReadRow) -> bool:
    """Whether a confirmed row tells what was read: at the same words the same, as drafted or as it was taken."""
    start, end = read.span
    if not (row.span_start < end and start < row.span_end):
        return False
    return any(
        all(cells.get(name, "") == read.cells.get(name, "") for name in TOLD) for cells in (row.drafted, row.cells)
    )


def keep_residue(text: DraftedText, read: Collection[tuple[int, int]]) -> None:
    known = {(one.span_start, one.span_end): one for one in text.residue.all()}
    wanted = set(read)
    gone = [one.pk for span, one in known.items() if span not in wanted]
    back = [one.pk for span, one in known.items() if span in wanted]
    ResidueSentence.objects.filter(pk__in=gone, gone=False).update(gone=True)
    ResidueSentence.objects.filter(pk__in=back, gone=True).update(gone=False)
    new = sorted(wanted - known.keys())
    ResidueSentence.objects.bulk_create(
        ResidueSentence(drafted_text=text, span_start=start, span_end=end) for start, end in new
    )


def look_up(text: DraftedText, *, author: User, today: date, now: datetime, every: bool = False) -> None:
    """Keep with the open rows what the ledger says to them, where that was asked of an older version of it."""
    version = latest_number()
    stale = Q() if every else Q(found_version=None) | ~Q(found_version=version)
    rows = list(text.rows.filter(stale, state=DraftedRowState.OPEN).order_by("span_start", "pk"))
    for row, found in zip(
        rows, look_up_rows([(row.cells, row.claim) for row in rows], author=author, today=today, now=now), strict=True
    ):
        row.found, row.found_version = found, version
    DraftedRow.objects.bulk_update(rows, ["found", "found_version"], batch_size=500)


def take_up_lost_runs(*, now: datetime) -> list[int]:
    """The runs that show no sign of life, to be sent anew: killed with their worker, or forgotten by the broker."""
    lost = DraftingRun.objects.filter(state__in=OPEN_RUNS, heartbeat_at__lt=now - PATIENCE).order_by("pk")
    found = list(lost.values_list("pk", flat=True))
    # What is sent anew has as much time again.
    DraftingRun.objects.filter(pk__in=found, state__in=OPEN_RUNS).update(heartbeat_at=now)
    return found
