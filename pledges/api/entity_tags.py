"""What lets clients keep answers: ETags over versions, `immutable` for a pinned past, and compressed transfer."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags

from pledges.answers import AsOf
from pledges.answers.answer_tags import tag_answer

VARY = ("Accept", "Accept-Encoding")

PREFIX = "r"
"""Tells our ETags from those that other answers have."""

YEAR_S = 31_536_000
LONGEST_PUBLISH = timedelta(hours=1)
"""A version may become visible so long after the instant that it says it was published at."""
WORTH_COMPRESSING_B = 1_000
GZIP = "gzip"
IDENTITY = "identity"
CODING = re.compile(r"\s*([\w*-]+)\s*(?:;\s*q=([0-9.]+))?\s*")
LEVEL = 5
"""Of gzip: nearly as small as the highest level, several times as fast."""

Pieces = Iterable[bytes]


def coding_of(request: HttpRequest) -> str:
    """How the answer may be compressed, as `Accept-Encoding` says.

    What is compressed here is the same for every reader: nothing secret can be guessed from its length.
    """
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    if GZIP not in accepted:
        return IDENTITY
    weights = {found[1].lower(): found[2] for part in accepted.split(",") if (found := CODING.fullmatch(part))}
    return IDENTITY if GZIP not in weights or _zero(weights[GZIP]) else GZIP


def _zero(weight: str | None) -> bool:
    return weight is not None and not weight.strip("0.")


def compress_pieces(pieces: Pieces) -> Iterator[bytes]:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()


def etag_of(request: HttpRequest, as_of: AsOf, *, hour: datetime | None = None) -> str:
    """The strong ETag of an answer: all that its bytes depend on; an hour where it holds a cursor made in that hour.

    What the stored rows say of the current moment may be mended; what is pinned has the same ETag now and later.
    """
    stored_at = None if pins_clocks(request) else as_of.stored_at
    unprojected = None if as_of.is_projected else as_of.projected
    form = (request.META.get("HTTP_ACCEPT"), coding_of(request))
    return tag_answer(PREFIX, request, as_of, stored_at, unprojected, hour, *form)


def pins_clocks(request: HttpRequest) -> bool:
    """Whether a request names both clocks, so that it asks for the same moment for ever."""
    return bool(request.GET.get("valid_at") and request.GET.get("known_at"))


def held_etag(request: HttpRequest, as_of: AsOf, *, now: datetime) -> str | None:
    """The ETag under which the client holds the answer, be there cursors of this hour in it or not; None where none."""
    if not may_hold(request):
        return None
    tags = (etag_of(request, as_of), etag_of(request, as_of, hour=hour_of(now)))
    return next((tag for tag in tags if client_holds_answer(request, tag)), None)


def hour_of(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)


def may_hold(request: HttpRequest) -> bool:
    """Whether the client names an ETag of ours."""
    return f'"{PREFIX}' in request.META.get("HTTP_IF_NONE_MATCH", "")


def client_holds_answer(request: HttpRequest, etag: str) -> bool:
    held = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    return "*" in held or any(tag.removeprefix("W/") == etag for tag in held)


def not_modified() -> HttpResponse:
    """Say that the client holds the answer already."""
    return without_body(304)


def no_content() -> HttpResponse:
    """An answer that its headers alone make."""
    return without_body(204)


def without_body(status: int) -> HttpResponse:
    response = HttpResponse(status=status)
    del response["Content-Type"]
    return response


def cache_control(query: Mapping[str, str], as_of: AsOf, *, now: datetime) -> str:
    """`immutable` where both clocks and the catalogue are pinned in the past, else the order to ask again.

    A version is past as soon as it is projected. An instant is once every publish that read an earlier clock has ended.
    """
    pinned = all(query.get(name) for name in ("valid_at", "known_at", "catalogue")) and as_of.is_projected
    by_version = as_of.known_at == as_of.published_at
    if pinned and as_of.valid_at < now.date() and (by_version or as_of.known_at < now - LONGEST_PUBLISH):
        return f"public, max-age={YEAR_S}, immutable"
    return "no-cache"
