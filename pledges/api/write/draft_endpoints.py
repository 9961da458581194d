"""The endpoints of drafts: a text in, its claims and left-over sentences out, and a change set of its rows."""

from __future__ import annotations

import base64
import binascii
from datetime import date
from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from rest_framework.request import Request

from meetings.models import Meeting
from pledges.answers.filters import Problem
from pledges.api.api_refusals import ApiRefusal
from pledges.api.write.body_examples import NEW_DRAFT
from pledges.api.write.body_reading import SOURCE_MEMBERS, Faults, is_text, kind_of, read_members, texts
from pledges.api.write.draft_schemas import LONGEST_SLUG, DraftSchema, NewDraftSchema
from pledges.api.write.openapi_writes import ChangeSetSchema, Described
from pledges.api.write.write_endpoint import ChangeSetView, answer
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.kept_copies import store_copy, store_text
from pledges.intake.text_drafts.claim_cells import OF_SOURCE
from pledges.intake.text_drafts.decide_rows import hand_over
from pledges.intake.text_drafts.read_text import LONGEST_TEXT
from pledges.intake.text_drafts.store_drafts import (
    OPEN_RUNS,
    current_run,
    last_run,
    needs_worker,
    run_drafting,
    take_copy,
    words_of,
)
from pledges.ledger import Json
from pledges.models import DraftedText, DraftingRun, KeptCopy
from pledges.tasks import draft_text
from pledges.values.choices import DraftingState, Origin

FILE_REFUSED = "file_refused"


class DraftOperation(ChangeSetSchema):
    """Describes the operations of drafts."""

    def get_tags(self) -> list[str]:
        return ["drafts"]


def text(faults: Faults, value: Any, at: str) -> str:
    """Words as they are sent, blanks and line ends among them."""
    if not is_text(value):
        faults.add(at, "type", f"it is {kind_of(value)}", "text")
        return ""
    if not value.strip() or len(value) > LONGEST_TEXT:
        faults.add(at, "length", "it is blank or too long", f"1 to {LONGEST_TEXT:,} characters")
    return str(value)


def file(faults: Faults, value: Any, at: str) -> bytes:
    try:
        found = base64.b64decode(value, validate=True) if is_text(value) else b""
    except binascii.Error:
        found = b""
    if not found:
        faults.add(at, "type", f"it is {kind_of(value)} that holds no file", "the bytes of the file in Base64")
    return found


def day(faults: Faults, value: Any, at: str) -> date | None:
    try:
        return date.fromisoformat(value if is_text(value) and len(value) == len("2025-06-04") else "")
    except ValueError:
        faults.add(at, "type", f"it is {kind_of(value)} that is no day", "2025-06-04")
        return None


def meeting(faults: Faults, value: Any, at: str) -> Meeting | None:
    found = Meeting.objects.filter(slug=value[:LONGEST_SLUG]).first() if is_text(value) else None
    if found is None:
        faults.add(at, "unknown_value", "there is no such meeting", "GET /api/v1/meetings/ lists them.")
    return found


def source(faults: Faults, value: Any, at: str) -> Json:
    """The cells that rows of change sets have of a source."""
    if not isinstance(value, dict):
        faults.add(at, "type", f"it is {kind_of(value)}", f"an object with {', '.join(SOURCE_MEMBERS)}")
        return {}
    found = texts(faults, value, at, SOURCE_MEMBERS)
    cells = {f"source_{name}": part.strip() for name, part in found.items() if part}
    return {name: cell for name, cell in cells.items() if name in OF_SOURCE and cell}


def truth(faults: Faults, value: Any, at: str) -> bool:
    if not isinstance(value, bool):
        faults.add(at, "type", f"it is {kind_of(value)}", "true or false")
    return value is True


READERS = {
    "text": text,
    "file": file,
    "published": day,
    "meeting": meeting,
    "source": source,
    "open_change_set": truth,
}


class Drafts(ChangeSetView):
    """The way in for a text."""

    schema = DraftOperation()
    described: ClassVar[dict[str, Described]] = {
        "POST": Described(
            "drafts_create",
            "A text, drafted",
            DraftSchema,
            asked=NewDraftSchema,  # type: ignore[arg-type]  # one of two bodies
            status=201,
            details=(
                f"Give `text` of up to {LONGEST_TEXT:,} characters, or `file`, which is kept as the copy of its source."
                " The answer has the claims and the left-over sentences in the form of the command `draft_claims`;"
                " spans count the characters of the kept text, whose lines end in a line feed alone. The same text of"
                " the same meeting and day is drafted once. A file that is no plain text is read by a worker: the state"
                " is then `waiting`, and `GET drafts/{draft}/` has the claims later. With `open_change_set` the rows"
                " become a draft of a change set, with what is wrong beside each; nobody has confirmed them yet."
            ),
            example=NEW_DRAFT,
        ),
    }

    def post(self, request: Request) -> HttpResponse:
        """Draft a text."""
        return self.write(self.create)

    def create(self, document: Any) -> HttpResponse:
        """Keep the text, draft it, and open a change set where that is asked for."""
        asked = read_members(document, READERS)
        if ("text" in asked) == ("file" in asked):
            raise refuse_body("", "one_of", "it has to have either text or file", "one of the two")
        copy = self.keep(asked)
        drafted = take_copy(
            copy=copy,
            published=asked.get("published"),
            meeting=asked.get("meeting"),
            source=asked.get("source", {}),
            author=self.user,
            now=self.now,
        )
        run = self.draft(drafted)
        if asked.get("open_change_set"):
            self.open_changeset(drafted, run)
        address = self.request.build_absolute_uri(reverse("api_draft", args=[drafted.pk]))
        return answer(draft_json(draft_named(drafted.pk)), status=201, headers={"Location": address})

    def keep(self, asked: Json) -> KeptCopy:
        """The kept copy of what was sent.

        :raises ApiRefusal: it is nothing that is kept.
        """
        try:
            if "file" in asked:
                return store_copy(asked["file"], person=self.user, now=self.now)
            return store_text(asked["text"], person=self.user, now=self.now)
        except FileProblem as problem:
            at = "/file" if "file" in asked else "/text"
            raise refuse_body(at, FILE_REFUSED, problem.message, problem.hint) from problem

    def draft(self, drafted: DraftedText) -> DraftingRun:
        run = current_run(drafted, now=self.now)
        if run.state in OPEN_RUNS and not needs_worker(drafted, run, most=LONGEST_TEXT):
            return run_drafting(run=run.pk, today=self.now.date(), now=self.now)
        if run.state in OPEN_RUNS:
            transaction.on_commit(lambda: draft_text.delay(run.pk), robust=True)
        return run

    def open_changeset(self, drafted: DraftedText, run: DraftingRun) -> None:
        """Make a change set of the rows.

        :raises ApiRefusal: they are not there yet.
        """
        if run.state != DraftingState.DONE:
            words = run.problem or "the file is not read yet, so that it has no rows"
            raise refuse_body("/open_change_set", FILE_REFUSED, words, "send the text, or draft the file first")
        hand_over(text=drafted, actor=self.user, origin=Origin.API, today=self.now.date(), now=self.now)


class OneDraft(ChangeSetView):
    """One drafted text."""

    schema = DraftOperation()
    described: ClassVar[dict[str, Described]] = {
        "GET": Described("drafts_draft", "One drafted text", DraftSchema, problems={404: "There is no such draft."}),
    }

    def get(self, request: Request, draft: int) -> HttpResponseBase:
        """How far it is, its claims, and what was left over."""
        return answer(draft_json(draft_named(draft)))


def refuse_body(at: str, code: str, words: str, hint: str) -> ApiRefusal:
    detail = "The body has 1 fault; nothing was stored."
    return ApiRefusal(422, "invalid_body", detail, errors=[Problem(at, code, words, hint)])


def draft_named(pk: int) -> DraftedText:
    """A drafted text.

    :raises ApiRefusal: there is none.
    """
    found = DraftedText.objects.select_related("copy", "meeting", "created_by").filter(pk=pk).first()
    if found is None:
        words = f"there is no draft {pk}"
        problem = Problem("/path/draft", "not_found", words, "POST /api/v1/drafts/ makes one.")
        raise ApiRefusal(404, "not_found", f"There is no draft {pk}.", errors=[problem])
    return found


def draft_json(drafted: DraftedText) -> Json:
    run = last_run(drafted) or DraftingRun(state=DraftingState.WAITING)
    words = words_of(drafted)
    return {
        "id": drafted.pk,
        "state": run.state,
        "problem": run.problem or None,
        "kept_copy": drafted.copy.sha256,
        "rule_version": run.rule_version,
        "parser_version": run.parser_version or None,
        "model_sha256": run.model_sha256 or None,
        "published": drafted.published,
        "meeting": drafted.meeting.slug if drafted.meeting else None,
        "created_by": drafted.created_by.username,
        "created_at": drafted.created_at,
        "changeset": drafted.changeset_id,
        "claims": run.claims,
        "residue": [{"span": [start, end], "quote": words[start:end]} for start, end in run.left],
    }
