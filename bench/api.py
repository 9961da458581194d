"""The API against its floors in the same run: an answer that is there already, and bare SQL with orjson."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from urllib.parse import quote
from urllib.request import urlopen

from django.db import connection

from bench.floors import JOINED
from bench.loading import fill
from bench.serving import Load, Server, ask, serve_product
from pledges.answers import current_as_of
from pledges.api.cursors import Cursor, walk_of
from pledges.models import PledgeState

Say = Callable[[str], object]
SHARE_TARGET, MEDIAN_TARGET, TAIL_TARGET, EXPORT_TARGET = 0.6, 2.5, 5.0, 2.0
GROWTH_TARGET_MB, FIRST_BYTE_TARGET_MS = 32, 100


@dataclass(frozen=True, slots=True)
class Case:
    """One address of the API and its floor; `held` asks for it with the ETag of the answer."""

    name: str
    path: str
    floor: str
    held: bool = False


def run_api(*, size: int, runs: int, say: Say) -> int:
    """Fill the ledger, measure every case and the downloads; return how many answers failed."""
    fill(size)
    seconds = int(os.environ.get("SECONDS", "4"))
    with serve_product() as server:
        say(f"\nAPI at {size:,} pledges, 2 workers; medians of {runs} runs of {seconds} s, beside the floor\n")
        failed = sum(measure_case(server, case, runs=runs, seconds=seconds, say=say) for case in cases(server))
        for name in ("ndjson", "csv"):
            export(server, name, say=say)
    return failed


def cases(server: Server) -> list[Case]:
    """Return what is measured."""
    system = PledgeState.objects.order_by("pledge_id").values_list("system__slug", flat=True)[0]
    length = len(fetch_path(server, "/api/v1/pledges/"))
    constant = f"/floor/constant/?bytes={length}"
    return [
        Case("list of 100 rows", "/api/v1/pledges/", "/floor/pledges/"),
        Case("list filtered by system", f"/api/v1/pledges/?system={system}", f"/floor/pledges/?system={system}"),
        Case("last page", deep_page(), "/floor/pledges/"),
        Case("last page by due date", deep_page(order="due"), "/floor/pledges/"),
        Case("sums by system", "/api/v1/summaries/systems/", "/floor/summaries/"),
        Case("304", "/api/v1/pledges/", constant, held=True),
    ]


def deep_page(order: str = "reference") -> str:
    """Return the address of a page near the end of the list."""
    as_of = current_as_of(now=datetime.now(UTC))
    expression = {"reference": "pledge__reference", "due": "due_end"}[order]
    found = PledgeState.objects.order_by(f"-{expression}", "-pledge_id").exclude(**{expression: None})[300]
    key: tuple[str, ...] = (found.pledge.reference,)
    if order == "due":
        key = (str(found.due_end), str(found.pledge_id))
    path = "/api/v1/pledges/"
    cursor = Cursor(
        position=key,
        backwards=False,
        version=as_of.version,
        valid_at=as_of.valid_at,
        known_at=as_of.known_at,
        walk=walk_of(path, [("order", order)]),
    )
    return f"{path}?order={order}&cursor={quote(cursor.encode(now=datetime.now(UTC)))}"


def fetch_path(server: Server, path: str) -> bytes:
    with urlopen(server.url + path) as answer:  # noqa: S310 - our own server
        return bytes(answer.read())


def etag(server: Server, path: str) -> str:
    with urlopen(server.url + path) as answer:  # noqa: S310 - our own server
        return str(answer.headers["ETag"])


def measure_case(server: Server, case: Case, *, runs: int, seconds: int, say: Say) -> int:
    """Ask for a case and its floor in turn, from one and from sixteen connections; return what failed."""
    failed = 0
    for connections in (16, 1):
        ours, floors = [], []
        for _ in range(runs):
            held = etag(server, case.path) if case.held else ""
            ours.append(ask(server, case.path, connections=connections, seconds=seconds, etag=held))
            floors.append(ask(server, case.floor, connections=connections, seconds=seconds))
        say(compare_loads(f"{case.name}, {connections} connections", ours, floors, connections=connections))
        failed += sum(one.failed for one in (*ours, *floors))
    return failed


def compare_loads(name: str, ours: list[Load], floors: list[Load], *, connections: int) -> str:
    """Return one line: rates, medians and tails, and whether the target is met."""
    rate, floor = (median(one.per_second for one in loads) for loads in (ours, floors))
    middle, beside = (median(one.p50_ms for one in loads) for loads in (ours, floors))
    tail = median(one.p99_ms for one in ours)
    if not (rate and floor and middle and beside):
        return f"{name:<42}too few answers in the time to compare (SECONDS)\n"
    share, slower = rate / floor, middle / beside
    met = share >= SHARE_TARGET if connections > 1 else slower <= MEDIAN_TARGET
    steady = "" if tail <= TAIL_TARGET * middle else f"  p99 over {TAIL_TARGET:.0f} x p50"
    return (
        f"{name:<42}{rate:8.0f}/s of {floor:6.0f}/s = {share:5.0%}   p50 {middle:7.2f} of {beside:7.2f} ms"
        f" = {slower:4.2f} x   p99 {tail:7.2f} ms   {'met' if met else 'MISSED'}{steady}\n"
    )


def export(server: Server, form: str, *, say: Say) -> None:
    """Download every pledge and copy the same rows out of the database; say times, memory and the first byte."""
    before, begun = server.memory(), time.perf_counter()
    size, first, peak = 0, 0.0, before
    with urlopen(f"{server.url}/api/v1/pledges/?format={form}") as answer:  # noqa: S310 - our own server
        while piece := answer.read(1 << 20 if size else 1):
            first = first or time.perf_counter() - begun
            size += len(piece)
            peak = max(peak, server.memory())
    ours, bare = time.perf_counter() - begun, time_plain_copy()
    growth = (peak - before) / 2**20
    held = ours <= EXPORT_TARGET * bare and growth < GROWTH_TARGET_MB and 1000 * first <= FIRST_BYTE_TARGET_MS
    times = f"{ours:8.2f} s of {bare:6.2f} s = {ours / bare:4.2f} x ({size / 2**20:.0f} MB)"
    rest = f"memory +{growth:.0f} MB   first byte {1000 * first:.0f} ms   {'met' if held else 'MISSED'}"
    say(f"{f'download of every row, {form}':<42}{times}   {rest}\n")


PARTY_CELL = """
    (SELECT string_agg(concat(d.code, ':', tp.role, ':', tp.share), ';')
     FROM pledges_termsparty AS tp JOIN meetings_donor AS d ON d.id = tp.donor_id WHERE tp.terms_id = st.terms_id)
"""


def time_plain_copy() -> float:
    """Return how long a joined COPY of the same rows takes, into nothing."""
    joined = JOINED.replace("SELECT st.terms_id,", f"SELECT {PARTY_CELL},", 1)

    class Nothing:
        def write(self, piece: str) -> None:
            """Take a piece."""

    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY ({joined}) TO STDOUT (FORMAT csv)", Nothing())
    return time.perf_counter() - begun
