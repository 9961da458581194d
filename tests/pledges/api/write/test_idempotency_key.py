"""A write that is sent twice happens once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from pledges.models import ApiToken, ChangeSet, DatasetVersion, StoredAnswer
from tests.pledges import staff_steps
from tests.pledges.api.write.programs import Program, api_row, approval_of, problem, program_of, secret_of


def at_once(count: int, ask: Any) -> list[Any]:
    barrier = threading.Barrier(count)

    def one(number: int) -> Any:
        try:
            barrier.wait(timeout=60)
            return ask(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=count) as pool:
        return list(pool.map(one, range(count)))


def test_a_repeated_request_gets_the_first_answer(drafter: Program) -> None:
    body = {"title": "x", "rows": [api_row()]}
    first = drafter.post("changesets/", body, idempotency_key="a-1")
    again = drafter.post("changesets/", body, idempotency_key='"a-1"')

    assert (again.status_code, again.content) == (201, first.content)
    assert [again[name] for name in ("ETag", "Location", "Content-Type")] == [
        first[name] for name in ("ETag", "Location", "Content-Type")
    ]
    assert ("Idempotency-Replayed" in first.headers, again["Idempotency-Replayed"]) == (False, "true")
    assert ChangeSet.objects.count() == 1


def test_a_key_outlives_the_token_and_the_state(drafter: Program, reviewer: Program) -> None:
    draft = drafter.draft(api_row())
    address = f"changesets/{draft['id']}/submit/"
    drafter.post(address, idempotency_key="s")
    reviewer.post(f"changesets/{draft['id']}/approve/", approval_of(draft["id"]))
    ApiToken.objects.filter(owner__username="drafter").delete()

    again = Program(secret_of("drafter")).post(address, idempotency_key="s")

    assert (again.status_code, again.json()["state"], again["Idempotency-Replayed"]) == (200, "submitted", "true")


@pytest.mark.parametrize(
    ("path", "body"), [("changesets/", {"title": "y", "rows": []}), ("changesets/?", {"title": "x", "rows": []})]
)
def test_a_key_stands_for_one_request(drafter: Program, path: str, body: Any) -> None:
    drafter.post("changesets/", {"title": "x", "rows": []}, idempotency_key="a")

    again = drafter.post(path, body, idempotency_key="a")

    if body["title"] == "x":
        assert again.status_code == 201
    else:
        assert problem(again, 422)["code"] == "idempotency_key_reused"
    assert ChangeSet.objects.count() == 1


def test_a_refusal_leaves_the_key_free(drafter: Program) -> None:
    draft = drafter.draft(api_row(system="patroit"))
    address = f"changesets/{draft['id']}/"
    refused = drafter.post(f"{address}submit/", idempotency_key="s")
    drafter.put(f"{address}rows/", {"rows": [api_row()]}, if_match="*", idempotency_key="r")
    taken = drafter.post(f"{address}submit/", idempotency_key="s")

    assert (refused.status_code, taken.status_code) == (409, 200)
    assert sorted(StoredAnswer.objects.values_list("key", flat=True)) == ["r", "s"]


def test_editing_is_repeated_past_its_condition(drafter: Program) -> None:
    draft = drafter.draft(api_row())
    etag = drafter.get(f"changesets/{draft['id']}/")["ETag"]
    body = {"rows": [api_row(quantity=4)]}
    first, again = (
        drafter.put(f"changesets/{draft['id']}/rows/", body, if_match=etag, idempotency_key="e") for _ in range(2)
    )

    assert (first.status_code, again.status_code, again["Idempotency-Replayed"]) == (200, 200, "true")
    assert again.content == first.content


@pytest.mark.parametrize("key", ["", " ", '""', "x" * 256, "naïve", "a b"])
def test_what_cannot_be_a_key_is_refused(drafter: Program, key: str) -> None:
    document = problem(drafter.post("changesets/", {"title": "x", "rows": []}, idempotency_key=key), 400)

    assert (document["code"], document["errors"][0]["pointer"]) == (
        "invalid_idempotency_key",
        "/headers/Idempotency-Key",
    )


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_with_one_key_one_writes_and_all_get_its_answer() -> None:
    staff_steps.create_catalogue()
    programs = [program_of("drafter") for _ in range(8)]
    body = {"title": "x", "rows": [api_row()]}

    answers = at_once(8, lambda number: programs[number].post("changesets/", body, idempotency_key="once"))

    assert [one.status_code for one in answers] == [201] * 8
    assert len({one.content for one in answers}) == 1
    assert sum("Idempotency-Replayed" in one.headers for one in answers) == 7
    assert ChangeSet.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_four_publishers_at_once_with_keys_of_their_own_one_publishes() -> None:
    staff_steps.create_catalogue()
    changeset = staff_steps.approve_rows([staff_steps.pledge_row()])
    programs = [program_of("reviewer") for _ in range(4)]

    answers = at_once(
        4, lambda number: programs[number].post(f"changesets/{changeset.pk}/publish/", idempotency_key=str(number))
    )

    assert sorted(one.status_code for one in answers) == [200, 409, 409, 409]
    assert {problem(one, 409)["code"] for one in answers if one.status_code == 409} == {"wrong_state"}
    assert DatasetVersion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_four_edits_at_once_from_the_same_state_one_is_kept() -> None:
    staff_steps.create_catalogue()
    changeset = staff_steps.draft([staff_steps.pledge_row()])
    programs = [program_of("drafter") for _ in range(4)]
    etag = programs[0].get(f"changesets/{changeset.pk}/")["ETag"]

    answers = at_once(
        4,
        lambda number: programs[number].put(
            f"changesets/{changeset.pk}/rows/", {"rows": [api_row(quantity=number + 10)]}, if_match=etag
        ),
    )

    assert sorted(one.status_code for one in answers) == [200, 412, 412, 412]
    won = next(one for one in answers if one.status_code == 200)
    assert changeset.rows.get().payload["quantity"] == won.json()["rows"][0]["row"]["quantity"]
