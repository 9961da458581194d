"""A write that is sent twice happens once: its answer is stored in the transaction of the write, under a key.

Only what was written binds a key: a refusal changed nothing, so the same request may come again when what stood in its
way is gone. Requests with the same key at the same time wait for each other.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import OperationalError, connection

from pledges.models import StoredAnswer, User

WAIT_MS = 10_000
LOCK_NOT_AVAILABLE = "55P03"
CLAIM = """
    INSERT INTO pledges_storedanswer (owner_id, key, request_digest, headers, body, created_at)
    VALUES (%s, %s, %s, '{}', '', %s) ON CONFLICT (owner_id, key) DO NOTHING RETURNING id
"""


class KeyReusedError(Exception):
    """The key stands for another request."""


class UnderWayError(Exception):
    """The first request with this key is still at work."""


def claim_key(
    *, owner: User, key: str, request_digest: str, now: datetime, kept: timedelta, wait_ms: int = WAIT_MS
) -> StoredAnswer | None:
    """Take a key for this transaction, or return what was stored under it.

    :raises KeyReusedError: it was taken for another request.
    :raises UnderWayError: a request with this key took too long to wait for.
    """
    forget_answers(before=now - kept, owner=owner, key=key)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout'), set_config('lock_timeout', %s, true)", [f"{wait_ms}ms"])
        usual_wait, _ = cursor.fetchone()
        try:
            cursor.execute(CLAIM, [owner.pk, key, request_digest, now])
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", "") == LOCK_NOT_AVAILABLE:
                raise UnderWayError from error
            raise
        claimed = cursor.fetchone()
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [usual_wait])
    if claimed is not None:
        return None
    stored = StoredAnswer.objects.get(owner=owner, key=key)
    if stored.request_digest != request_digest:
        raise KeyReusedError
    return stored


def keep_answer(*, owner: User, key: str, status: int, headers: dict[str, str], body: bytes) -> None:
    """Store the answer to a write under the key that this transaction took."""
    StoredAnswer.objects.filter(owner=owner, key=key).update(status=status, headers=headers, body=body)


def give_back_key(*, owner: User, key: str) -> None:
    """Free a key whose request wrote nothing."""
    StoredAnswer.objects.filter(owner=owner, key=key).delete()


def forget_answers(*, before: datetime, **only: object) -> int:
    """Delete the answers that were stored before a moment, and return how many there were."""
    return StoredAnswer.objects.filter(created_at__lt=before, **only).delete()[0]
