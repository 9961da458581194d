"""Keys of writes: taken once, waited for, forgotten in time."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from pledges.access.stored_answers import (
    KeyReusedError,
    UnderWayError,
    claim_key,
    forget_answers,
    give_back_key,
    keep_answer,
)
from pledges.models import StoredAnswer, User
from pledges.tasks import forget_answers as forget_answers_task
from tests.pledges import staff_steps

KEPT = timedelta(hours=48)


def claim_stored_answer(owner: User, *, key: str = "k", asks: str = "a", wait_ms: int = 10_000) -> StoredAnswer | None:
    return claim_key(owner=owner, key=key, request_digest=asks, now=staff_steps.NOW, kept=KEPT, wait_ms=wait_ms)


@pytest.mark.django_db
def test_a_key_gives_the_first_answer_again() -> None:
    owner = staff_steps.user("drafter")
    first = claim_stored_answer(owner)
    keep_answer(owner=owner, key="k", status=201, headers={"ETag": '"x"'}, body=b"{}")
    again = claim_stored_answer(owner)

    assert (first, again and (again.status, bytes(again.body), again.headers)) == (None, (201, b"{}", {"ETag": '"x"'}))
    with pytest.raises(KeyReusedError):
        claim_stored_answer(owner, asks="b")
    assert claim_stored_answer(staff_steps.user("reviewer"), asks="b") is None


@pytest.mark.django_db
def test_a_key_that_was_given_back_is_free() -> None:
    owner = staff_steps.user("drafter")
    claim_stored_answer(owner)
    give_back_key(owner=owner, key="k")

    assert claim_stored_answer(owner, asks="b") is None


@pytest.mark.django_db
def test_old_answers_are_forgotten() -> None:
    owner = staff_steps.user("drafter")
    for key in ("old", "young"):
        claim_stored_answer(owner, key=key)
    StoredAnswer.objects.filter(key="old").update(created_at=staff_steps.NOW - timedelta(hours=49))

    assert forget_answers(before=staff_steps.NOW - KEPT) == 1
    assert list(StoredAnswer.objects.values_list("key", flat=True)) == ["young"]


@pytest.mark.django_db
def test_an_old_key_may_stand_for_something_new_before_it_is_swept() -> None:
    owner = staff_steps.user("drafter")
    claim_stored_answer(owner)
    StoredAnswer.objects.update(created_at=staff_steps.NOW - timedelta(hours=49))

    assert claim_stored_answer(owner, asks="b") is None


@pytest.mark.django_db
def test_the_task_sweeps() -> None:
    claim_stored_answer(staff_steps.user("drafter"))  # long ago, by any clock that runs today
    forget_answers_task()

    assert StoredAnswer.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_who_comes_second_waits_and_gives_up_in_time() -> None:
    owner = staff_steps.user("drafter")
    held, seen = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                claim_stored_answer(owner)
                held.set()
                seen.wait(timeout=60)
                keep_answer(owner=owner, key="k", status=200, headers={}, body=b"")
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as pool:
        holding = pool.submit(hold)
        held.wait(timeout=60)
        with pytest.raises(UnderWayError), transaction.atomic():
            claim_stored_answer(owner, wait_ms=50)
        seen.set()
        holding.result(timeout=60)
    with transaction.atomic():
        again = claim_stored_answer(owner)
    assert again is not None
    assert again.status == 200


@pytest.mark.django_db(transaction=True)
def test_the_wait_is_that_of_the_claim_only() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        before = cursor.fetchone()
        claim_stored_answer(staff_steps.user("drafter"))
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == before


@pytest.mark.django_db
def test_the_database_holds_each_key_of_an_owner_once() -> None:
    owner = staff_steps.user("drafter")
    StoredAnswer.objects.create(owner=owner, key="k", request_digest="a", created_at=staff_steps.NOW)
    with pytest.raises(IntegrityError, match="stored_answer_key_unique"), transaction.atomic():
        StoredAnswer.objects.create(owner=owner, key="k", request_digest="b", created_at=staff_steps.NOW)
    assert StoredAnswer.objects.create(owner=owner, key="l", request_digest="b", created_at=staff_steps.NOW).pk
