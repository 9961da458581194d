"""`If-Match`: a step on a change set goes on only from the state that its caller has read."""

from __future__ import annotations

import re

import orjson
from django.http import HttpRequest

from pledges.answers.answer_tags import tag_content
from pledges.answers.filters import Problem
from pledges.api.api_refusals import ApiRefusal
from pledges.api.write.changeset_json import detail_json
from pledges.models import ChangeSet

TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
STATED = r'(?:\*|(?:W/)?"[!#-~]*"(?:[ \t]*,[ \t]*(?:W/)?"[!#-~]*")*)'
"""The form of the header, in the characters that clients can send everywhere."""

HINT = "Send the ETag of GET changesets/{id}/ as it is, with its quotation marks; or * for any state."


def current_etag(changeset: ChangeSet) -> str:
    return tag_content(orjson.dumps(detail_json(changeset), option=orjson.OPT_UTC_Z))


def require_match(request: HttpRequest, changeset: ChangeSet, *, needed: bool) -> None:
    """Refuse a request that goes on from something else than what is stored.

    Weak marks count too: a proxy that packs answers makes strong ones weak, and these name the content either way.

    :raises ApiRefusal: 428 where the header is needed and missing, 400 where it has no ETag, 412 where it names another
        state.
    """
    stated = request.META.get("HTTP_IF_MATCH")
    if stated is None:
        if needed:
            problem = Problem("/headers/If-Match", "precondition_required", "If-Match is missing", HINT)
            raise ApiRefusal(
                428, "precondition_required", "Editing needs the ETag of what you have read.", errors=[problem]
            )
        return
    stated = stated.strip()
    if not re.fullmatch(STATED, stated):
        problem = Problem("/headers/If-Match", "invalid_header", "If-Match holds no ETag in quotation marks", HINT)
        raise ApiRefusal(400, "invalid_header", "If-Match cannot be read.", errors=[problem])
    current = current_etag(changeset)
    if stated == "*" or current in TAG.findall(stated):
        return
    hint = f"Read the change set again (its ETag is {current}), and repeat the edit on what it says now."
    problem = Problem("/headers/If-Match", "stale", "it names a state that is gone", hint)
    raise ApiRefusal(
        412,
        "precondition_failed",
        "Somebody changed the change set since you read it.",
        errors=[problem],
        headers={"ETag": current},
        etag=current,
    )
