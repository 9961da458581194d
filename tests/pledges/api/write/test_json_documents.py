"""Bodies that are no change set: each is refused with its place, nothing is stored, nothing breaks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pledges.api.write.json_documents import LARGEST_BODY
from pledges.intake.row_columns import ALL_COLUMNS
from pledges.models import ChangeSet
from tests.pledges.api.write.programs import Program, api_row, problem

BROKEN = {
    "no JSON": (b"title=x", 400, "", "invalid_json"),
    "half of it": (b'{"title": "x", "rows": [', 400, "", "invalid_json"),
    "no UTF-8": (b'{"title": "\xff"}', 400, "", "invalid_json"),
    "NaN": (b'{"title": "x", "rows": [{"quantity": NaN}]}', 400, "", "invalid_json"),
    "Infinity": (b'{"title": "x", "rows": [{"quantity": -Infinity}]}', 400, "", "invalid_json"),
    "NUL": (b'{"title": "x", "rows": [{"note": "a\\u0000b"}]}', 400, "/rows/0/note", "invalid_json"),
    "NUL in a name": (b'{"title": "x", "rows": [{"a\\u0000": "b"}]}', 400, "/rows/0", "invalid_json"),
    "half a pair": (b'{"title": "x", "rows": [{"note": "\\ud83d"}]}', 400, "/rows/0/note", "invalid_json"),
    "a name twice": (b'{"title": "x", "title": "y", "rows": []}', 400, "", "invalid_json"),
    "very deep": (b"[" * 100_000, 400, "", "invalid_json"),
    "rather deep": (b'{"rows": ' + b"[" * 40 + b"]" * 40 + b"}", 400, "/rows" + "/0" * 7, "invalid_json"),
    "a list": (b"[]", 422, "", "type"),
    "a number": (b"7", 422, "", "type"),
    "null": (b"null", 422, "", "type"),
    "nothing": (b"", 422, "/title", "required"),
    "another name": (b'{"title": "x", "rows": [], "row": []}', 422, "/row", "unknown_member"),
    "title is a number": (b'{"title": 7, "rows": []}', 422, "/title", "type"),
    "title is blank": (b'{"title": "  ", "rows": []}', 422, "/title", "length"),
    "title is long": (json.dumps({"title": "x" * 201, "rows": []}).encode(), 422, "/title", "length"),
    "title has a bell": (b'{"title": "a\\u0007", "rows": []}', 422, "/title", "length"),
    "note is long": (json.dumps({"title": "x", "rows": [], "note": "x" * 1001}).encode(), 422, "/note", "length"),
    "rows are an object": (b'{"title": "x", "rows": {}}', 422, "/rows", "type"),
    "a row is text": (b'{"title": "x", "rows": [{}, "row"]}', 422, "/rows/1", "type"),
    "a cell is a list": (b'{"title": "x", "rows": [{"quantity": [1]}]}', 422, "/rows/0/quantity", "type"),
    "a cell is true": (b'{"title": "x", "rows": [{"quantity": true}]}', 422, "/rows/0/quantity", "type"),
    "a cell is an object": (b'{"title": "x", "rows": [{"system": {"text": "x"}}]}', 422, "/rows/0/system", "type"),
    "a source is a list": (b'{"title": "x", "rows": [{"source": []}]}', 422, "/rows/0/source", "type"),
    "a source has more": (
        b'{"title": "x", "rows": [{"source": {"uri": "x"}}]}',
        422,
        "/rows/0/source/uri",
        "unknown_member",
    ),
    "a donor is text": (b'{"title": "x", "rows": [{"donors": ["DEU"]}]}', 422, "/rows/0/donors/0", "type"),
    "a donor has no code": (
        b'{"title": "x", "rows": [{"donors": [{"role": "lead"}]}]}',
        422,
        "/rows/0/donors/0/code",
        "required",
    ),
    "a code hides another donor": (
        b'{"title": "x", "rows": [{"donors": [{"code": "DEU:funder:0.5;NOR"}]}]}',
        422,
        "/rows/0/donors/0/code",
        "characters",
    ),
    "a cell is a book": (
        json.dumps({"title": "x", "rows": [{"quantity": "1" * 2001}]}).encode(),
        422,
        "/rows/0/quantity",
        "length",
    ),
    "very many cells": (
        json.dumps({"title": "x", "rows": [{f"c{n}": 1 for n in range(61)}]}).encode(),
        422,
        "/rows/0",
        "too_many",
    ),
    "very many donors": (
        json.dumps({"title": "x", "rows": [{"donors": [{"code": "DEU"}] * 101}]}).encode(),
        422,
        "/rows/0/donors",
        "too_many",
    ),
    "very many rows": (json.dumps({"title": "x", "rows": [{}] * 5001}).encode(), 422, "/rows", "too_many"),
    "a name like a pointer": (
        b'{"title": "x", "rows": [{"a/b~c": []}]}',
        422,
        "/rows/0/a~1b~0c",
        "type",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_body_is_refused_with_its_place(drafter: Program, name: str) -> None:
    raw, status, pointer, code = BROKEN[name]

    document = problem(drafter.send("POST", "changesets/", raw=raw), status)

    assert (pointer, code) in [(one["pointer"], one["code"]) for one in document["errors"]], document
    assert document["code"] == ("invalid_json" if status == 400 else "invalid_body")
    assert ChangeSet.objects.count() == 0


def test_all_faults_are_said_at_once(drafter: Program) -> None:
    body = {"titel": "x", "rows": [{"quantity": True}, 7, {"source": {"link": "x"}}]}

    document = problem(drafter.post("changesets/", body), 422)

    assert [(one["pointer"], one["hint"]) for one in document["errors"]] == [
        ("/titel", "Did you mean title? Valid: note, rows, title."),
        ("/rows/0/quantity", "text or a number"),
        ("/rows/1", "an object"),
        ("/rows/2/source/link", "Valid: grade, published, publisher, retrieved, title, url."),
        ("/title", "Add “title” to the body."),
    ]


def test_a_huge_body_is_refused(drafter: Program) -> None:
    document = problem(drafter.send("POST", "changesets/", raw=b" " * (LARGEST_BODY + 1)), 413)

    assert (document["code"], document["errors"][0]["hint"]) == (
        "too_large",
        "Up to 8 MB; larger ones in several change sets.",
    )


def test_a_body_in_pieces_needs_its_length(drafter: Program) -> None:
    response = drafter.client.generic(
        "POST", "/api/v1/changesets/", headers=drafter.headers({"transfer_encoding": "chunked"})
    )

    assert problem(response, 411)["errors"][0]["pointer"] == "/headers/Content-Length"


@pytest.mark.parametrize("headers", [{"content_encoding": "gzip"}, {"content_type": "text/csv"}])
def test_another_form_of_body_is_refused(drafter: Program, headers: dict[str, str]) -> None:
    form = headers.pop("content_type", "application/json")
    response = drafter.client.generic(
        "POST", "/api/v1/changesets/", b'{"title": "x"}', content_type=form, headers=drafter.headers(headers)
    )

    assert (problem(response, 415)["code"], response["Accept"]) == ("unsupported_media_type", "application/json")


def test_a_step_takes_no_unknown_member(drafter: Program) -> None:
    draft = drafter.draft(api_row())

    document = problem(drafter.post(f"changesets/{draft['id']}/submit/", {"force": 1}), 422)

    assert document["errors"][0]["hint"] == "This step takes no body."


def test_numbers_are_kept_as_they_are_written(drafter: Program) -> None:
    raw = b'{"title": "x", "rows": [{"quantity": 12345678901234567890123456789.10, "amount": 1e400, "note": 007}]}'
    assert problem(drafter.send("POST", "changesets/", raw=raw), 400)["code"] == "invalid_json"

    created = drafter.send("POST", "changesets/", raw=raw.replace(b"007", b"7"))

    assert created.json()["rows"][0]["row"] == {
        "quantity": "12345678901234567890123456789.10",
        "amount": "1e400",
        "note": "7",
    }


def test_estimates_and_windows_are_taken_as_this_api_gives_them(drafter: Program) -> None:
    estimate = {"text": "about 200", "low": 180, "best": 200, "high": 220}
    window = {"text": "winter 2026", "start": "2025-12-01", "end": "2026-02-28", "precision": "season"}

    draft = drafter.draft(api_row(quantity=estimate, due=window, system="shell-155", unit="round"))

    assert draft["rows"][0]["problems"] == []
    assert (draft["rows"][0]["row"]["quantity"], draft["rows"][0]["row"]["due"]) == ("about 200", "winter 2026")


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30))
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(sorted({*ALL_COLUMNS, "source"})) | st.text(max_size=10)
TYPICAL = st.sampled_from(
    [
        *(
            "",
            "DEU",
            "DEU:funder:0.5",
            "patriot",
            "battery",
            "about 5",
            "10-12",
            "undisclosed",
            "2025-06-01",
            "winter 2024",
        ),
        *("pledge", "entry", "void", "terms", "stock", "delivered", "EUR", "1e400", "-3", "NaN", "٣", "½", "0x10", "²"),
    ]
)
ROWS = st.lists(st.dictionaries(NAMES, TYPICAL | ANYTHING, max_size=8), max_size=4)


@given(rows=ROWS)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_whatever_the_rows_are_the_answer_is_a_draft_or_a_problem(drafter: Program, rows: Any) -> None:
    raw = json.dumps({"title": "x", "rows": rows}).encode()
    response = drafter.send("POST", "changesets/", raw=raw)

    assert response.status_code in (201, 400, 422), response.content
    if response.status_code == 201:
        draft = response.json()
        assert [row["position"] for row in draft["rows"]] == list(range(1, len(rows) + 1))
        again = drafter.put(
            f"changesets/{draft['id']}/rows/", {"rows": [row["row"] for row in draft["rows"]]}, if_match="*"
        )
        assert [row["row"] for row in again.json()["rows"]] == [row["row"] for row in draft["rows"]]
    else:
        assert response.json()["errors"]
