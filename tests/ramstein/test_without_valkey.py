"""The site with Valkey gone under it: pages, API and publishing go on, requests are counted, and the probe says so."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from pledges import projections
from pledges.models import OutboxMessage, ProjectionState
from tests.pledges import staff_steps
from tests.pledges.api.client.server import Server
from tests.pledges.api.write.programs import api_row, secret_of
from tests.pledges.sample_ledgers import publish_page_ledger
from tests.valkey import OwnValkey

PAGES = (
    "/",
    "/?capability=money",
    "/gaps/",
    "/systems/",
    "/systems/patriot/",
    "/donors/",
    "/donors/DEU/",
    "/meetings/",
    "/meetings/udcg-28/",
    "/coalitions/",
    "/coalitions/air-defence/",
    "/pledges/",
    "/pledges/?system=patriot&group=donor",
    "/pledges/2025-DEU-001/",
    "/changes/",
    "/changes.atom",
    "/meetings.ics",
    "/charts/system_donors/patriot/",
    "/charts/system_donors/patriot.svg",
    "/charts/system_donors/patriot/embed/",
    "/methodology/",
    "/glossary/",
    "/data/",
    "/data/recipes/",
    "/sitemap.xml",
    "/robots.txt",
    "/staff/login/",
)
LISTS = (
    *("systems", "pledges", "entries", "packages", "meetings", "donors", "coalitions", "initiatives", "requirements"),
    "completeness",
    *("stocks", "sources", "summaries/systems", "summaries/donors", "summaries/meetings", "summaries/coalitions"),
    *("gaps", "headroom", "totals", "changes", "releases"),
)
PATHS = (*PAGES, "/api/docs/", "/api/v1/", *(f"/api/v1/{name}/" for name in LISTS))

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[OwnValkey]:
    """A Valkey that this test may stop."""
    own = OwnValkey(tmp_path / "valkey")
    own.start()
    yield own
    own.stop()


@pytest.fixture
def site(transactional_db: None, valkey: OwnValkey, tmp_path: Path) -> Iterator[Server]:
    """The site on that Valkey, as it is served, with a small ledger."""
    staff_steps.create_catalogue()
    publish_page_ledger()
    limits = {"RATE_LIMIT_ADDRESS": "1000/60", "RATE_LIMIT_TOKEN": "1000/60"}
    name = connection.settings_dict["NAME"]
    with Server(database=name, log=tmp_path / "gunicorn.log", REDIS_URL=valkey.broker, **limits) as server:
        yield server


def ask_page(site: Server, path: str, *, token: str = "", body: object = None) -> tuple[int, bytes, str]:
    """Return the status and the content of an answer, and what it says of the limit."""
    content = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(f"{site.url}{path}", content, headers)  # noqa: S310 - the server of this test
    try:
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310 - the same
            return response.status, response.read(), response.headers.get("RateLimit", "")
    except urllib.error.HTTPError as error:
        return error.code, error.read(), ""


def statuses(site: Server) -> dict[str, int]:
    return {path: ask_page(site, path)[0] for path in PATHS}


def test_pages_lists_and_publishing_go_on_without_valkey(site: Server, valkey: OwnValkey) -> None:
    drafter, reviewer = secret_of("drafter"), secret_of("reviewer")
    with_valkey = statuses(site)
    limit_with = ask_page(site, "/api/v1/systems/")[2]
    valkey.stop()

    without, again = statuses(site), statuses(site)
    limit_without = ask_page(site, "/api/v1/systems/")[2]
    ready, checks, _ = ask_page(site, "/readyz")
    draft = {"title": "June", "rows": [api_row(system="nasams")]}
    drafted, document, _ = ask_page(site, "/api/v1/changesets/", token=drafter, body=draft)
    address = f"/api/v1/changesets/{json.loads(document)['id']}"
    submitted, document, _ = ask_page(site, f"{address}/submit/", token=drafter, body={})
    seen = {"planned_hash": json.loads(document)["planned_hash"]}
    steps = [submitted] + [
        ask_page(site, f"{address}/{step}/", token=reviewer, body=body)[0]
        for step, body in (("approve", seen), ("publish", {}))
    ]
    waiting = list(OutboxMessage.objects.filter(processed_at=None).values_list("version", flat=True))
    projections.drain_outbox(today=timezone.now().date(), now=timezone.now())  # as the beat has it done later

    assert with_valkey == without == again == dict.fromkeys(PATHS, 200)
    assert (limit_with[:9], limit_without[:9]) == ('"address"', '"address"')
    assert (ready, "valkey.sock" in json.loads(checks)["checks"]["redis"]) == (503, True)
    assert (drafted, steps) == (201, [200, 200, 200])
    assert waiting[-1:] == [ProjectionState.objects.get().dataset_version]
