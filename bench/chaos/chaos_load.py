"""Who asks and publishes while faults happen, and what they were told."""

from __future__ import annotations

import http.client
import itertools
import json
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

PATHS = ("/", "/systems/patriot/", "/donors/DEU/", "/pledges/?system=patriot", "/api/v1/systems/", "/gaps/")
PUBLISHERS = 2
TRIED_AGAIN_S = 0.3
NUMBERS = itertools.count(1)


@dataclass
class Seen:
    """What pages answered and which publishes were acknowledged, each with its second."""

    pages: list[tuple[float, int, float]] = field(default_factory=list)
    published: list[tuple[float, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


class Load:
    """Threads that publish and read until told to rest."""

    def __init__(self, *, port: int, drafter: str, reviewer: str) -> None:
        self.port, self.drafter, self.reviewer = port, drafter, reviewer
        self.seen = Seen()
        self.over = threading.Event()
        self.threads: list[threading.Thread] = []

    def begin(self) -> None:
        self.seen, self.over = Seen(), threading.Event()
        self.threads = [threading.Thread(target=self.publish_on, daemon=True) for _ in range(PUBLISHERS)]
        self.threads.append(threading.Thread(target=self.read_on, daemon=True))
        for thread in self.threads:
            thread.start()

    def rest(self) -> Seen:
        """Let what was begun come to its end, so that every publish is either acknowledged or refused."""
        self.over.set()
        for thread in self.threads:
            thread.join()
        return self.seen

    def read_on(self) -> None:
        for path in itertools.cycle(PATHS):
            if self.over.is_set():
                return
            begun = time.monotonic()
            status, _ = self.ask("GET", path)
            self.seen.pages.append((begun, status, time.monotonic() - begun))
            time.sleep(0.15)

    def publish_on(self) -> None:
        while not self.over.is_set():
            title = f"Chaos {next(NUMBERS)} {uuid.uuid4().hex[:8]}"
            try:
                self.publish(title)
            except PermissionError as error:
                self.seen.refused.append(f"{title}: {error}")
            else:
                self.seen.published.append((time.monotonic(), title))
            time.sleep(0.2)

    def publish(self, title: str) -> None:
        """Draft, submit, approve and publish one row.

        :raises PermissionError: the site refused a step.
        """
        draft = self.insist("/api/v1/changesets/", self.drafter, {"title": title, "rows": [row_of(title)]})
        address = f"/api/v1/changesets/{draft['id']}"
        submitted = self.insist(f"{address}/submit/", self.drafter, {})
        self.insist(f"{address}/approve/", self.reviewer, {"planned_hash": submitted["planned_hash"]})
        self.insist(f"{address}/publish/", self.reviewer, {})

    def insist(self, path: str, token: str, body: Any) -> Any:
        """Send a step until it is answered, always under one key, as the description of the API tells programs to.

        :raises PermissionError: the answer is a refusal.
        """
        key = uuid.uuid4().hex
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, "Content-Type": "application/json"}
        while True:
            status, content = self.ask("POST", path, json.dumps(body).encode(), headers)
            if status in (HTTPStatus.OK, HTTPStatus.CREATED):
                return json.loads(content)
            if 0 < status < HTTPStatus.INTERNAL_SERVER_ERROR and not may_try_again(status, content):
                raise PermissionError(f"{path} {status} {content[:300]!r}")
            time.sleep(TRIED_AGAIN_S)

    def ask(self, method: str, path: str, body: bytes | None = None, headers: Any = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            connection.close()


def may_try_again(status: int, content: bytes) -> bool:
    """Whether the first try of this very request is still under way."""
    return status == HTTPStatus.CONFLICT and b"under_way" in content


def row_of(title: str) -> dict[str, Any]:
    return {
        "action": "pledge",
        "external_reference": f"row:{title}",
        "donors": [{"code": "DEU", "role": "funder"}],
        "system": "patriot",
        "unit": "battery",
        "quantity": "1",
        "occurred": "2025-06-01",
        "source": {
            "url": "https://example.org/statement",
            "title": "Statement",
            "publisher": "Ministry",
            "published": "2025-06-15",
            "grade": "official_donor",
        },
    }


def worst_status(seen: Seen) -> int:
    """The worst that a page was answered with: no answer, 500 and above, refusals, in this order."""
    statuses = [status for _, status, _ in seen.pages]
    order = sorted(statuses, key=lambda status: (status != 0, status not in range(500, 503), -status))
    return order[0] if order else 0


def healed_after(seen: Seen, *, fault: float) -> Iterator[float]:
    """In how many seconds pages answered well for good, and the next publish was acknowledged."""
    bad = [at + took for at, status, took in seen.pages if status != HTTPStatus.OK]
    yield max([0.0, *(end - fault for end in bad)])
    later = [at for at, _ in seen.published if at > fault]
    yield min(later) - fault if later else float("inf")
