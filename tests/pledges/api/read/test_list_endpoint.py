"""Pages, cursors, the envelope, and what HTTP asks of every answer."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from pledges.api.cursors import Cursor, ExpiredCursorError, InvalidCursorError, decode
from tests import factories
from tests.pledges import staff_steps
from tests.pledges.api.conftest import Get

LISTS = (
    *(
        "systems/",
        "pledges/",
        "entries/",
        "packages/",
        "meetings/",
        "donors/",
        "coalitions/",
        "initiatives/",
        "requirements/",
    ),
    *("stocks/", "sources/", "summaries/systems/", "summaries/donors/", "summaries/meetings/", "gaps/", "headroom/"),
    "asserted_totals/",
    "disputes/",
    "completeness/",
    *("summaries/coalitions/", "pledges/2025-DEU-001/entries/"),
)


def local(url: str) -> str:
    assert url.startswith("http://testserver/api/v1/")
    return url.removeprefix("http://testserver")


def walk(client: Client, page: dict[str, Any], way: str) -> list[dict[str, Any]]:
    """Return this page and all that follow it."""
    pages = [page]
    while pages[-1][way]:
        pages.append(client.get(local(pages[-1][way])).json())
    return pages


def rows_of(pages: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for page in pages for row in page["results"]]


@pytest.mark.usefixtures("ledger")
def test_a_walk_in_both_directions_shows_every_row_once(client: Client, get: Get) -> None:
    for path in LISTS:
        whole = get(path, count="exact")

        forwards = walk(client, get(path, page_size=1), "next")
        backwards = walk(client, forwards[-1], "previous")

        assert rows_of(forwards) == rows_of(reversed(backwards)) == whole["results"], path
        assert whole["count"] == len(whole["results"]), path
        # A list without rows has one page all the same.
        assert max(whole["count"], 1) == len(forwards) == len(backwards), path
        assert (whole["next"], whole["previous"], forwards[0]["previous"]) == (None, None, None), path


@pytest.mark.usefixtures("ledger")
def test_envelope_says_the_moment_and_counts_only_when_asked(get: Get) -> None:
    page = get("packages/")

    assert page == {
        "meta": {"dataset_version": 3, "known_at": "2025-07-01T14:00:00Z", "valid_at": "2025-07-01"},
        "next": None,
        "previous": None,
        "results": [{"slug": "package-1", "name": "Package 1", "note": ""}],
    }


@pytest.mark.usefixtures("ledger")
def test_a_walk_is_one_picture_whatever_is_published_meanwhile(client: Client, get: Get) -> None:
    before = get("pledges/")["results"]
    first = get("pledges/", page_size=2)
    factories.publish_rows(
        staff_steps.entry_row("row:a", quantity="4"),
        staff_steps.pledge_row(donors="DEU"),
        now=staff_steps.NOW + timedelta(days=1),
    )
    factories.project(today=date(2025, 7, 2))

    pages = walk(client, first, "next")

    assert [page["meta"] for page in pages] == [first["meta"]] * len(pages)
    assert rows_of(pages) == before
    assert len(get("pledges/")["results"]) == len(before) + 1


@pytest.mark.usefixtures("ledger")
def test_a_cursor_of_other_filters_is_refused(client: Client, get: Get) -> None:
    cursor = get("pledges/", page_size=1)["next"].split("cursor=")[1]

    for path in ("pledges/?system=patriot&cursor=", "systems/?cursor="):
        response = client.get(f"/api/v1/{path}{cursor}")
        assert (response.status_code, response.json()["code"]) == (400, "invalid_cursor")


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("word", ["abc", "e30:x", ".eJw:y", "%00"])
def test_a_cursor_made_elsewhere_is_refused(client: Client, word: str) -> None:
    response = client.get(f"/api/v1/pledges/?cursor={word}")

    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == "/query/cursor"


NOON = datetime(2025, 7, 1, 12, 0, 1, tzinfo=UTC)
CURSOR = Cursor(
    position=("2025-DEU-001", "2025-DEU-001"),
    backwards=True,
    version=3,
    valid_at=date(2025, 7, 1),
    known_at=NOON,
    walk="0123456789ab",
)


def test_cursor_reads_back_as_it_was_and_stays_the_same_within_the_hour() -> None:
    word = CURSOR.encode(now=NOON)

    assert decode(word, now=NOON) == CURSOR
    assert CURSOR.encode(now=NOON + timedelta(minutes=59)) == word


def test_cursor_ends_after_a_day() -> None:
    word = CURSOR.encode(now=NOON)

    assert decode(word, now=NOON + timedelta(hours=24)) == CURSOR
    with pytest.raises(ExpiredCursorError):
        decode(word, now=NOON + timedelta(hours=25))
    with pytest.raises(InvalidCursorError):
        decode(f"{word}x", now=NOON)


@pytest.mark.usefixtures("ledger")
def test_an_old_cursor_is_gone_and_says_where_to_start_again(client: Client) -> None:
    word = CURSOR.encode(now=NOON)

    response = client.get("/api/v1/pledges/", {"system": "patriot", "cursor": word})

    document = response.json()
    assert (response.status_code, document["code"]) == (410, "cursor_expired")
    assert document["restart"] == "http://testserver/api/v1/pledges/?system=patriot"


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("path", ["pledges/", "pledges/2025-DEU-001/", "summaries/systems/", ""])
def test_an_answer_that_has_not_changed_is_not_sent_again(client: Client, path: str) -> None:
    first = client.get(f"/api/v1/{path}")

    again = client.get(f"/api/v1/{path}", headers={"if-none-match": first["ETag"]})
    other = client.get(f"/api/v1/{path}?valid_at=2025-06-05", headers={"if-none-match": first["ETag"]})

    assert first["ETag"].startswith('"')
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert (again["Ramstein-Version"], other.status_code) == ("3", 200)


@pytest.mark.usefixtures("ledger")
def test_head_and_options_answer_without_a_body(client: Client) -> None:
    whole, head, options = (getattr(client, name)("/api/v1/pledges/") for name in ("get", "head", "options"))

    assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])
    assert (options.status_code, options.content, options["Allow"]) == (204, b"", "GET, HEAD, OPTIONS")


@pytest.mark.usefixtures("ledger")
def test_answers_can_be_read_by_scripts_of_other_sites(client: Client) -> None:
    assert client.get("/api/v1/pledges/")["Access-Control-Allow-Origin"] == "*"


@pytest.mark.django_db
def test_an_empty_ledger_has_empty_lists(get: Get) -> None:
    for path in LISTS:
        if "DEU" not in path:
            page: dict[str, Any] = get(path, count="exact")
            assert (page["count"], page["results"], page["meta"]["dataset_version"]) == (0, [], 0), path
