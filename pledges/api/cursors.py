"""Cursors: where the next page of a walk starts, and the moment that the whole walk shows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import ceil

from django.core.signing import BadSignature, Signer

LIFETIME = timedelta(hours=24)
HOUR_S = 3600
SALT = "api.cursor"


class InvalidCursorError(ValueError):
    """A cursor that was not made here, or was made for other filters."""


class ExpiredCursorError(ValueError):
    """A cursor that is older than a day."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A position in a list, read forwards or backwards; `walk` tells lists and filters apart.

    The hour is rounded up, so that pages of the same moment stay the same byte for byte within it. A walk whose address
    pins the moment is lasting: its cursors hold no hour and never end.
    """

    position: tuple[str, ...]
    backwards: bool
    version: int
    valid_at: date
    known_at: datetime
    walk: str
    lasting: bool = False

    def encode(self, *, now: datetime) -> str:
        hour = None if self.lasting else ceil(now.timestamp() / HOUR_S)
        known_at = self.known_at.isoformat()
        content = [
            *(list(self.position), int(self.backwards), self.version),
            *(self.valid_at.isoformat(), known_at, self.walk, hour),
        ]
        return Signer(salt=SALT).sign_object(content, compress=True)


def decode(word: str, *, now: datetime) -> Cursor:
    """The cursor of an opaque word.

    :raises InvalidCursorError: it was not made here.
    :raises ExpiredCursorError: it is older than a day.
    """
    try:
        position, backwards, version, valid_at, known_at, walk, hour = Signer(salt=SALT).unsign_object(word)
    except (BadSignature, ValueError) as error:
        raise InvalidCursorError("this cursor was not made here") from error
    if hour is not None and now > datetime.fromtimestamp(hour * HOUR_S, UTC) + LIFETIME:
        raise ExpiredCursorError("this cursor is older than a day")
    return Cursor(
        position=tuple(position),
        backwards=bool(backwards),
        version=version,
        valid_at=date.fromisoformat(valid_at),
        known_at=datetime.fromisoformat(known_at),
        walk=walk,
        lasting=hour is None,
    )


def walk_of(path: str, parameters: list[tuple[str, str]]) -> str:
    """The mark of a list under its filters: a cursor of one is of no use to another."""
    text = "&".join([path, *(f"{name}={value}" for name, value in sorted(parameters))])
    return hashlib.sha256(text.encode()).hexdigest()[:12]
