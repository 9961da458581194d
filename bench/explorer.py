"""Times the explorer: a page with two facets on the server, pages a second from gunicorn, and Datasette beside it.

Both serve the same rows in the same minute: fifty a page, the counts of the facets under the choices, the number of
rows. Ours adds nineteen more facets and the sums of the selection. Datasette is used where it is found: beside this
Python, on the path, or as DATASETTE says.
"""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event, Thread
from urllib.parse import urlencode

import psutil
from django.conf import settings
from django.db import connection
from django.test import Client

Say = Callable[[str], object]

PAGE_TARGET_MS, TIMES_DATASETTE = 60.0, 10.0
READERS, ROUNDS = 4, 5
SECONDS, PAGES, MOST_SECONDS = 4.0, 30, 60.0
"""A round goes on for some seconds and until so many pages came, but not for ever."""

STEADY, WARM_ROUNDS, WARM_SECONDS = 4.0, 10, 90.0
"""A server is warm when no page of a round takes so many times the median; it has so much time to get there."""

HOST = "127.0.0.1"
READY_S = 60.0
SORTS = {
    "reference": "reference",
    "announced": "announced_start",
    "due": "due_end",
    "delivered": "delivered_end",
    "meeting": "meeting",
    "coalition": "coalition",
    "donor": "lead",
    "outstanding": "promised_low",
    "value": "value_promised_low",
    "aid_type": "aid_type",
}
"""Orders of ours, with a column to sort by over there."""

ROWS = """
    SELECT p.reference, p.lead, s.slug AS system, s.kind, s.capability, st.unit, m.slug AS meeting, c.slug AS coalition,
        st.aid_type, st.status, st.overdue, st.counted::int, st.announced_start::text, st.announced_end::text,
        st.due_start::text, st.due_end::text, st.delivered_end::text, st.promised_low::float, st.promised_high::float,
        st.delivered_low::float, st.delivered_high::float, st.value_promised_low::float
    FROM pledges_pledgestate AS st
    JOIN pledges_pledge AS p ON p.id = st.pledge_id
    JOIN pledges_system AS s ON s.id = st.system_id
    LEFT JOIN meetings_meeting AS m ON m.id = st.meeting_id
    LEFT JOIN meetings_coalition AS c ON c.id = st.coalition_id
    ORDER BY p.reference
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """Pages that were answered in some seconds, how long each took, and what they cost all processes of the server."""

    pages: int
    seconds: float
    times: list[float]
    cpu: float = 0.0

    @property
    def per_second(self) -> float:
        return self.pages / self.seconds


def sum_rates(rates: Sequence[Rate]) -> Rate:
    times = [one for rate in rates for one in rate.times]
    return Rate(len(times), sum(rate.seconds for rate in rates), times, sum(rate.cpu for rate in rates))


def selections() -> list[dict[str, str]]:
    """Return pairs of a system and a status."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT s.slug FROM pledges_pledge AS p JOIN pledges_system AS s ON s.id = p.system_id")
        systems = sorted(slug for (slug,) in cursor.fetchall())
    statuses = ("delivered", "in_delivery", "contracted", "shipped", "announced")
    return [{"system": system, "status": status} for status, system in product(statuses, systems)]


def explorer(*, say: Say, rounds: int = ROUNDS) -> None:
    """Measure the explorer over the ledger that is loaded and projected, and print what came out."""
    chosen = selections()
    # A page that nothing changed is not made twice, so none is asked for twice.
    ours = [f"/pledges/?order={order}&{urlencode(one)}" for order, one in product(SORTS, chosen)]
    facets = "_size=50&_facet=status&_facet=system"
    theirs = [f"/rows/pledges?{facets}&_sort={by}&{urlencode(one)}" for by, one in product(SORTS.values(), chosen)]
    server_times([f"/pledges/?{urlencode(one)}" for one in chosen], say=say)
    datasette = find_datasette()
    if datasette is None:
        with gunicorn() as port:
            line(say, "explorer, two gunicorn workers", in_turns({port: ours}, rounds=rounds)[port])
        say("Datasette is not installed here, so there is nothing to compare with (DATASETTE=path).\n")
        return
    with gunicorn() as port, served_by_datasette(datasette) as other:
        rates = in_turns({port: ours, other: theirs}, rounds=rounds)
    line(say, "explorer, two gunicorn workers", rates[port])
    line(say, "Datasette, the same rows", rates[other])
    compare_rates(say, rates[port], rates[other])


def compare_rates(say: Say, ours: list[Rate], theirs: list[Rate]) -> None:
    """Print how many times the pages a second of the other is ours: over all, and round by round."""
    each = [one.per_second / other.per_second for one, other in zip(ours, theirs, strict=True)]
    one, other = sum_rates(ours), sum_rates(theirs)
    times = one.per_second / other.per_second
    processor = (other.cpu / other.pages) / (one.cpu / one.pages)
    verdict = "met" if times >= TIMES_DATASETTE else "MISSED"
    by_round = f"{min(each):.1f} to {max(each):.1f} in {len(each)} rounds"
    say(f"{'pages a second over Datasette':<40}{times:8.1f} x ({by_round})")
    say(f"  target {TIMES_DATASETTE:.0f} x: {verdict}; of the processor {processor:.1f} x\n")


def in_turns(paths: dict[int, list[str]], *, rounds: int) -> dict[int, list[Rate]]:
    """Ask each server in turn, round by round, so that a noisy machine disturbs them alike; no page is asked twice."""
    rates: dict[int, list[Rate]] = {port: [] for port in paths}
    for port, own in paths.items():
        warm_up(port, own[: len(own) // (rounds + 1)])
    for turn in range(1, rounds + 1):
        for port, own in paths.items():
            share = len(own) // (rounds + 1)
            before = cpu_seconds()
            rate = load_pages(port, own[turn * share : (turn + 1) * share])
            rates[port].append(replace(rate, cpu=cpu_seconds() - before))
    return rates


def warm_up(port: int, paths: Sequence[str]) -> None:
    """Ask a server until every process of it has read what it keeps in memory: no page takes much longer any more."""
    share, start = len(paths) // WARM_ROUNDS, time.perf_counter()
    for turn in range(WARM_ROUNDS):
        rate = load_pages(port, paths[turn * share : (turn + 1) * share], pages=5 * READERS)
        steady = turn and max(rate.times) <= STEADY * median(rate.times)
        if steady or time.perf_counter() - start > WARM_SECONDS:
            return


def cpu_seconds() -> float:
    """Return what the servers under this process, and those of the database, have used of the processors."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        postmaster = psutil.Process(cursor.fetchone()[0]).parent()
    trees = [psutil.Process(), *([postmaster] if postmaster else [])]
    processes = [process for tree in trees for process in tree.children(recursive=True)]
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def server_times(paths: Sequence[str], *, say: Say) -> None:
    """Time pages inside this process: the first, which reads the columns of the moment, then each selection once."""
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    first = time_once(lambda: client.get("/pledges/"))
    times = [time_once(partial(client.get, path)) for path in paths]
    middle = median(times) * 1000
    verdict = "met" if middle <= PAGE_TARGET_MS else "MISSED"
    say(f"{'first page of a version':<40}{first * 1000:8.1f} ms\n")
    say(
        f"{'page with two facets, median':<40}{middle:8.1f} ms ({min(times) * 1000:.1f} to {max(times) * 1000:.1f})"
        f"  target {PAGE_TARGET_MS:.0f} ms: {verdict}\n"
    )


def time_once(action: Callable[[], object]) -> float:
    """Run once and return the wall time in seconds."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def load_pages(port: int, paths: Sequence[str], *, pages: int = PAGES) -> Rate:
    """Ask for pages from several readers at once, for some seconds and until so many came."""
    stop = Event()
    times: list[list[float]] = [[] for _reader in range(READERS)]
    threads = [Thread(target=read_pages, args=(port, paths[at::READERS], stop, times[at])) for at in range(READERS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    while (spent := time.perf_counter() - start) < MOST_SECONDS:
        if spent >= SECONDS and sum(map(len, times)) >= pages:
            break
        time.sleep(0.1)
    stop.set()
    for thread in threads:
        thread.join()
    every = [one for of_reader in times for one in of_reader]
    return Rate(len(every), time.perf_counter() - start, every)


def read_pages(port: int, paths: Sequence[str], stop: Event, times: list[float]) -> None:
    """Ask for one page after the other until told to stop."""
    with closing(HTTPConnection(HOST, port, timeout=READY_S)) as server:
        at = 0
        while not stop.is_set():
            start = time.perf_counter()
            server.request("GET", paths[at % len(paths)])
            answer = server.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{paths[at % len(paths)]} answered {answer.status}")
            times.append(time.perf_counter() - start)
            at += 1


def line(say: Say, name: str, rates: list[Rate]) -> None:
    """Print the pages a second, how many there were, and the median time of a page."""
    rate = sum_rates(rates)
    each = f"median {median(rate.times) * 1000:.0f} ms, {rate.cpu / rate.pages * 1000:.0f} ms of processor a page"
    say(f"{name:<40}{rate.per_second:8.1f} pages/s of {rate.pages}, {READERS} readers, {each}\n")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def gunicorn() -> Iterator[int]:
    """Serve the site with two workers, as `make run` does, from a cold start."""
    port = free_port()
    options = ["--bind", f"{HOST}:{port}", "--workers=2", "--threads=4", "--no-control-socket", "--log-level=error"]
    command = [sys.executable, "-m", "gunicorn", "ramstein.wsgi:application", *options]
    environment = {**os.environ, "STATIC_HASHED_NAMES": "0", "LOG_LEVEL": "ERROR"}
    with run_server(command, port=port, path="/pledges/", environment=environment):
        yield port


@contextmanager
def served_by_datasette(executable: str) -> Iterator[int]:
    """Serve a copy of the rows with Datasette."""
    with TemporaryDirectory() as folder:
        database = Path(folder) / "rows.db"
        copy_rows(database)
        port = free_port()
        command = [executable, "serve", str(database), "--host", HOST, "--port", str(port)]
        with run_server(command, port=port, path="/rows/pledges", environment=dict(os.environ)):
            yield port


@contextmanager
def run_server(command: list[str], *, port: int, path: str, environment: dict[str, str]) -> Iterator[None]:
    """Run a server until it is no longer needed."""
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own words
        try:
            until = time.monotonic() + READY_S
            while not answers(port, path):
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"{command[0]} does not serve {path}")
                time.sleep(0.2)
            yield
        finally:
            process.terminate()
            process.wait()


def answers(port: int, path: str) -> bool:
    """Say whether a page is served."""
    try:
        with closing(HTTPConnection(HOST, port, timeout=READY_S)) as server:
            server.request("GET", path)
            return server.getresponse().status == 200
    except OSError:
        return False


def copy_rows(database: Path) -> None:
    """Write the rows of the explorer to a SQLite file, with an index for each facet, as its users would."""
    with connection.cursor() as cursor, closing(sqlite3.connect(database)) as target:
        cursor.execute(ROWS)
        names = [column.name for column in cursor.description]
        target.execute(f"CREATE TABLE pledges ({', '.join(names)}, PRIMARY KEY (reference))")
        marks = ", ".join("?" * len(names))
        target.executemany(f"INSERT INTO pledges VALUES ({marks})", cursor.fetchall())  # noqa: S608 - own column names
        for name in ("system", "status", "announced_start"):
            target.execute(f"CREATE INDEX by_{name} ON pledges ({name})")
        target.commit()


def find_datasette() -> str | None:
    """Return the Datasette to compare with."""
    beside = Path(sys.executable).with_name("datasette")
    return os.environ.get("DATASETTE") or (str(beside) if beside.exists() else shutil.which("datasette"))
