"""The endpoints of change sets that show, create and edit them."""

from __future__ import annotations

import base64
from typing import Any, ClassVar

from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from rest_framework.request import Request

from pledges import ledger
from pledges.answers.answer_tags import answer_unless_held
from pledges.answers.filters import Parameter
from pledges.answers.filters.parameter import RefusedError, choice, flag_parameter, whole_parameter
from pledges.answers.keyset_pages import PagePlace
from pledges.api.write.body_examples import NEW_CHANGE_SET, ROWS
from pledges.api.write.body_reading import LONGEST_TITLE, line, read_members, rows, words
from pledges.api.write.changeset_json import (
    candidates_of,
    comments_json,
    head_json,
    history_json,
    pair_json,
    plan_json,
    preview_json,
    with_comments,
    with_counts,
)
from pledges.api.write.changeset_schemas import (
    ChangeSetDetailSchema,
    ChangeSetHistorySchema,
    ChangeSetListSchema,
    ChangeSetPlanSchema,
    NewChangeSetSchema,
    RowsSchema,
)
from pledges.api.write.if_match import require_match
from pledges.api.write.openapi_writes import Described
from pledges.api.write.write_endpoint import ChangeSetView, answer, changeset_named, detail_answer
from pledges.intake.draft_copies import SENT_BACK, sent_back
from pledges.intake.drafts import create_changeset, replace_rows
from pledges.intake.duplicates.decide_pairs import OPEN_STATES
from pledges.intake.publish_preview import preview
from pledges.intake.row_editing import open_for_edit
from pledges.intake.row_payload import flat
from pledges.ledger import Json
from pledges.ledger.review import lock_changeset
from pledges.models import ChangeSet
from pledges.values.choices import ChangeSetState, Origin

USUAL_PAGE, LARGEST_PAGE = 50, 500
CURSOR_MARK = "changeset:"


def encode_cursor(pk: int) -> str:
    """The cursor of the page that starts behind a change set."""
    return base64.urlsafe_b64encode(f"{CURSOR_MARK}{pk}".encode()).decode().rstrip("=")


def decode_cursor(value: str) -> int:
    """The change set that a page starts behind.

    :raises RefusedError: the cursor was not made here.
    """
    try:
        text = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode()
    except ValueError:
        text = ""
    number = text.removeprefix(CURSOR_MARK)
    if number == text or not number.isascii() or not number.isdecimal() or len(number) > 18:
        raise RefusedError("it was not made here", code="invalid_cursor", hint="Follow next as it is given.")
    return int(number)


class ChangeSets(ChangeSetView):
    """Those on their way and those published, newest first; and the way in for a new one."""

    described: ClassVar[dict[str, Described]] = {
        "GET": Described("changesets", "Change sets, newest first", ChangeSetListSchema),
        "POST": Described(
            "changesets_create",
            "A new draft with planned rows",
            ChangeSetDetailSchema,
            asked=NewChangeSetSchema,
            status=201,
            details=(
                "Every row is planned at once: `action` says what publishing would do, `problems` what is wrong, each"
                " with a JSON pointer into the rows. A draft keeps rows with problems; review takes none. What is no"
                " list of rows at all is refused, and nothing is stored."
            ),
            example=NEW_CHANGE_SET,
            etag=True,
        ),
    }

    parameters: ClassVar[dict[str, Parameter]] = {
        "state": choice(
            "Only change sets in this state; `sent_back` are the drafts that came back from review.",
            (*ChangeSetState.values, SENT_BACK),
        ),
        "owner": choice("Whose: one's own, or all.", ("mine", "all"), many=False),
        "cursor": Parameter("Where to go on, as `next` gives it.", decode_cursor),
        "page_size": whole_parameter(
            f"Change sets on a page, up to {LARGEST_PAGE}; {USUAL_PAGE} unless asked otherwise.", 1, LARGEST_PAGE
        ),
    }

    def get(self, request: Request) -> HttpResponseBase:
        """List change sets without their rows."""
        found = with_counts(ChangeSet.objects.all())
        if self.values["owner"] != "all":
            found = found.filter(created_by=self.user)
        if self.values["state"]:
            asked = Q(state__in=self.values["state"])
            found = found.filter(asked | sent_back() if SENT_BACK in self.values["state"] else asked)
        key = None if self.values["cursor"] is None else (self.values["cursor"],)
        page = PagePlace(self.values["page_size"] or USUAL_PAGE, key).read_table(found, "-pk")
        return answer(
            {
                "next": self.page_after(request, page.after[0]) if page.after else None,
                "results": [head_json(one) for one in page.rows],
            }
        )

    def page_after(self, request: Request, pk: int) -> str:
        """The address of the page behind a change set, under the same filters."""
        query = request._request.GET.copy()
        query["cursor"] = encode_cursor(pk)
        return str(request.build_absolute_uri(f"{request.path}?{query.urlencode()}"))

    def post(self, request: Request) -> HttpResponse:
        """Create a draft with planned rows; what is wrong with a row stands beside it."""
        return self.write(self.create)

    def create(self, document: Any) -> HttpResponse:
        """Store the draft."""
        readers = {"title": line(LONGEST_TITLE), "rows": rows, "note": words}
        asked = read_members(document, readers, required=("title", "rows"))
        changeset = create_changeset(
            title=asked["title"],
            origin=Origin.API,
            rows=asked["rows"],
            author=self.user,
            today=self.now.date(),
            now=self.now,
        )
        if asked.get("note"):
            ledger.note(changeset=changeset, author=self.user, words=asked["note"], now=self.now)
        address = self.request.build_absolute_uri(reverse("api_changeset", args=[changeset.pk]))
        return detail_answer(changeset, status=201, headers={"Location": address})


class ChangeSetInFull(ChangeSetView):
    """One change set."""

    described: ClassVar[dict[str, Described]] = {
        "GET": Described("changesets_id", "One change set with its rows", ChangeSetDetailSchema, etag=True),
    }

    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """It with its rows as they were sent, under the ETag that editing asks for."""
        return answer_unless_held(request._request, detail_answer(changeset_named(pk)))


class ChangeSetRows(ChangeSetView):
    """The rows of a draft."""

    described: ClassVar[dict[str, Described]] = {
        "PUT": Described(
            "changesets_id_rows",
            "All rows anew",
            ChangeSetDetailSchema,
            asked=RowsSchema,
            details=(
                "Replaces all rows and plans them. A row that says the same as a stored one keeps its author and its"
                " approval. What is left of the former rows goes away; where it was in review, it is listed in"
                " `taken_out`, and somebody else has to approve that. Drafters edit drafts; what is in review is"
                " corrected by reviewers."
            ),
            example=ROWS,
            etag=True,
            if_match=True,
        ),
    }

    def put(self, request: Request, pk: int) -> HttpResponse:
        """Replace all rows; one that says the same keeps its author and its approval."""
        return self.write(lambda document: self.replace(pk, document))

    def replace(self, pk: int, document: Any) -> HttpResponse:
        """Store the rows, if nobody changed them since they were read."""
        asked = read_members(document, {"rows": rows}, required=("rows",))
        changeset = lock_changeset(changeset_named(pk), ChangeSetState.DRAFT, ChangeSetState.SUBMITTED)
        require_match(self.request._request, changeset, needed=True)
        open_for_edit(changeset, author=self.user, expected=changeset.edit_version)
        replace_rows(
            changeset=changeset,
            rows=as_stored(changeset, asked["rows"]),
            author=self.user,
            today=self.now.date(),
            now=self.now,
        )
        return detail_answer(changeset)


def as_stored(changeset: ChangeSet, given: list[Json]) -> list[Json]:
    """The rows, those in the stored form that say the same in another one: a table's, or with numbers."""
    stored = list(changeset.rows.filter(taken_out=False).order_by("position").values_list("payload", flat=True))
    kept = stored + [None] * (len(given) - len(stored))
    return [old if old and flat(old) == flat(new) else new for new, old in zip(given, kept, strict=False)]


class ChangeSetPlan(ChangeSetView):
    """What publishing would do."""

    described: ClassVar[dict[str, Described]] = {
        "GET": Described("changesets_id_plan", "What publishing would do", ChangeSetPlanSchema),
    }
    parameters: ClassVar[dict[str, Parameter]] = {
        "preview": flag_parameter("Also say which figures would move; `false` spares the server the trial run."),
    }

    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """The plan of every row, possible duplicates, and what would move. Nothing is written."""
        changeset = changeset_named(pk)
        latest = ledger.latest_number()
        unpublished = changeset.state in OPEN_STATES
        shown = None
        if unpublished and self.values["preview"] is not False:
            shown = preview_json(preview(changeset=changeset, today=self.now.date(), now=self.now))
        body = {
            "changeset": changeset.pk,
            "state": changeset.state,
            "planned_version": changeset.planned_version,
            "dataset_version": latest,
            "stale": unpublished and changeset.planned_version != latest,
            "planned_hash": ledger.hash_shown_rows(changeset),
            "rows": [
                {"position": row.position, **plan_json(row), "comments": comments_json(row)}
                for row in with_comments(changeset.rows.filter(taken_out=False)).order_by("position")
            ],
            "duplicates": [pair_json(one) for one in candidates_of(changeset)],
            "preview": shown,
        }
        return answer(body)


class ChangeSetHistory(ChangeSetView):
    """What happened to a change set."""

    described: ClassVar[dict[str, Described]] = {
        "GET": Described("changesets_id_history", "Who did what, and why", ChangeSetHistorySchema),
    }

    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """Who did what, with the reasons given."""
        events = changeset_named(pk).events.select_related("actor").order_by("pk")
        return answer({"changeset": pk, "results": history_json(events)})
