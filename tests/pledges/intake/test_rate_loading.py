"""Loading newer reference rates: what is taken, what is refused, and what is told of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pytest_django import Settings

from pledges import tasks
from pledges.intake import rate_loading
from pledges.intake.catalogue_snapshot import load_rate_table
from pledges.intake.ecb_files import RateFileError
from pledges.intake.rate_loading import load_from_address, load_rates, rates_freshness
from pledges.models import LoadedRate, RateLoad

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 5, 16, 20, tzinfo=UTC)
KNOWN = "2026-10-30,1.1172,175.68,24.353,\n"
NEWER = "2026-11-03,1.1201,176.02,24.341,\n2026-11-02,1.1188,N/A,24.35,\n"


def file_of(*lines: str) -> bytes:
    return ("Date,USD,JPY,CZK,\n" + "".join(lines)).encode()


def take(*lines: str, keep_known: bool = False) -> RateLoad:
    return load_rates(file_of(*lines), origin="eurofxref-hist.csv", now=NOW, keep_known=keep_known)


def stored_rates() -> list[tuple[str, str, str]]:
    rates = LoadedRate.objects.order_by("day", "currency")
    return [(one.currency, one.day.isoformat(), f"{one.per_euro.normalize():f}") for one in rates]


def refusal(*lines: str) -> list[str]:
    with pytest.raises(RateFileError) as caught:
        take(*lines)
    assert stored_rates() == []
    return list(caught.value.faults)


@contextmanager
def serve(content: bytes, status: int = 200) -> Iterator[str]:
    """Answer at an address of this machine."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/eurofxref-hist.csv"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_new_rates_are_taken_and_known_ones_stay() -> None:
    load = take(NEWER, KNOWN)
    assert (load.added, load.known, load.last_day, load.problem) == (5, 3, date(2026, 11, 3), "")
    assert stored_rates() == [
        ("CZK", "2026-11-02", "24.35"),
        ("USD", "2026-11-02", "1.1188"),
        ("CZK", "2026-11-03", "24.341"),
        ("JPY", "2026-11-03", "176.02"),
        ("USD", "2026-11-03", "1.1201"),
    ]
    assert load_rate_table().rate("USD", date(2026, 11, 3)) == (Decimal("1.1201"), date(2026, 11, 3))
    assert load_rate_table().rate("JPY", date(2026, 11, 2)) == (Decimal("175.68"), date(2026, 10, 30))


def test_loading_the_same_again_does_nothing() -> None:
    take(NEWER)
    before = stored_rates()
    again = take(NEWER)
    assert (again.added, again.known) == (0, 5)
    assert stored_rates() == before


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (
            "2026-10-30,1.1173,175.68,24.353,\n",
            "line 4, column USD: 1.1173 for 2026-10-30, known is 1.1172, which stays",
        ),
        ("2022-09-28,0.9565,138.4,24.65,\n", "line 4, column JPY: 138.4 for 2022-09-28, known is 138.39, which stays"),
    ],
)
def test_a_file_that_contradicts_a_known_rate_is_refused(line: str, fault: str) -> None:
    assert refusal(NEWER, line) == [fault]


def test_a_loaded_rate_is_not_changed_by_a_later_file() -> None:
    take(NEWER)
    with pytest.raises(RateFileError, match=r"line 2, column USD: 1\.12 for 2026-11-03, known is 1\.1201, which stays"):
        take("2026-11-03,1.12,N/A,N/A,\n")


def test_known_rates_can_be_kept_while_others_are_taken() -> None:
    load = take("2026-11-03,1.1201,N/A,N/A,\n", "2026-10-30,1.1173,175.68,24.353,\n", keep_known=True)
    assert (load.added, load.known) == (1, 3)
    assert load.problem == "1 rates differ from known ones and were left aside"
    assert stored_rates() == [("USD", "2026-11-03", "1.1201")]


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("11201", ["line 2, column USD: 11201 after 1.1172 of 2026-10-30 cannot be right"]),
        ("0.11201", ["line 2, column USD: 0.11201 after 1.1172 of 2026-10-30 cannot be right"]),
    ],
)
def test_a_rate_that_lost_its_point_is_refused(cell: str, fault: list[str]) -> None:
    assert refusal(f"2026-11-03,{cell},N/A,N/A,\n") == fault


def test_rates_are_taken_from_an_address() -> None:
    with serve(file_of(NEWER)) as address:
        load = load_from_address(address, now=NOW)
    assert (load.origin, load.added) == (address, 5)


@pytest.mark.parametrize(
    ("content", "status", "fault"),
    [
        (b"", 404, "HTTP Error 404: Not Found"),
        (b"<html>", 200, "line 1: “<html>” is no header"),
        (b" " * 2_000, 200, "has more than 1,000 bytes"),
    ],
)
def test_what_cannot_be_fetched_is_told(
    content: bytes, status: int, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_loading, "LARGEST_FILE", 1_000)
    with serve(content, status) as address, pytest.raises(RateFileError, match=fault):
        load_from_address(address, now=NOW)
    assert fault in RateLoad.objects.get().problem


@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://example.org/a.zip"])
def test_other_addresses_are_not_read(address: str) -> None:
    with pytest.raises(RateFileError, match="is no address"):
        load_from_address(address, now=NOW)


def test_the_task_does_nothing_without_an_address(settings: Settings) -> None:
    assert settings.RATES_URL == ""
    assert "load-rates" not in settings.CELERY_BEAT_SCHEDULE
    tasks.load_rates()
    assert RateLoad.objects.count() == 0


def test_the_task_keeps_what_failed_and_goes_on(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    with serve(b"", 503) as address:
        settings.RATES_URL = address
        tasks.load_rates()
    assert [
        record.getMessage().split(": ")[0] for record in caplog.records if record.name == rate_loading.__name__
    ] == [f"rates were not loaded from {address}"]
    assert "503" in rates_freshness(now=NOW)["problem"]


def test_freshness_says_that_rates_end_and_what_became_of_the_last_load() -> None:
    ended = "the rates to euro end on 2026-10-30; manage.py load_rates brings newer ones"
    fresh = {"until": date(2026, 10, 30), "warning": "", "loaded_at": None, "problem": ""}
    assert rates_freshness(now=datetime(2026, 11, 4, tzinfo=UTC)) == fresh
    assert rates_freshness(now=NOW) == fresh | {"warning": ended}
    take(NEWER)
    assert rates_freshness(now=NOW) == fresh | {"until": date(2026, 11, 3), "loaded_at": NOW}
    with pytest.raises(RateFileError):
        take("x")
    assert rates_freshness(now=NOW)["problem"] == "line 2: it has 1 cells, the header has 5"
