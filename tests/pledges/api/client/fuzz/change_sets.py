"""Change sets in the state that a step leads on from: the fuzzer could not guess one, let alone review it."""

from __future__ import annotations

import os
from datetime import date, timedelta
from itertools import count
from typing import Any

import requests

SELF, DRAFTER, REVIEWER, SECOND = (
    os.environ.get(f"FUZZ_{name}", "") for name in ("TOKEN", "DRAFTER", "REVIEWER", "SECOND_REVIEWER")
)
"""The tokens: of who asks, and of those who bring change sets to where they are asked about."""

CONSUMED = {"submit", "approve", "reject", "publish", "undo", "discard"}
"""The steps after which a change set has to be another one for the next time."""

numbers = count(1)


class Steps:
    """The change sets of a site, by the step that waits for them."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.waiting: dict[str, int] = {}

    def waiting_for(self, step: str) -> int:
        """Return a change set that waits for a step; none of a site is asked for twice."""
        if step not in self.waiting:
            self.waiting[step] = self.make_changeset(step)
        return self.waiting[step]

    def forget_changeset(self, step: str) -> None:
        """Forget the change set that a step was taken on."""
        if step in CONSUMED:
            self.waiting.pop(step, None)

    def make_changeset(self, step: str) -> int:
        """Return a new change set, brought to where the step leads on."""
        with_own = {"submit", "discard", "rows"}
        rows = [PROMISE, PROMISE] if step == "duplicates" else [row()]
        number: int = self.send(SELF if step in with_own else DRAFTER, "", {"title": "Fuzz", "rows": rows})["id"]
        for token, name in way_to(step):
            seen = self.shown_to(token, number) if name == "approve" else None
            self.send(token, f"{number}/{name}/", seen)
        return number

    def shown_to(self, token: str, number: int) -> dict[str, str]:
        """Return what an approval says: which rows were shown."""
        address = f"{self.site}/api/v1/changesets/{number}/"
        shown = requests.get(address, headers={"Authorization": f"Bearer {token}"}, timeout=60).json()
        return {"planned_hash": shown["planned_hash"]}

    def pairs(self) -> list[str]:
        """Return the pairs of the change set that waits for decisions."""
        address = f"{self.site}/api/v1/changesets/{self.waiting_for('duplicates')}/plan/?preview=false"
        plan = requests.get(address, headers={"Authorization": f"Bearer {SELF}"}, timeout=60).json()
        return [one["pair"] for one in plan["duplicates"]]

    def send(self, token: str, path: str, body: Any = None) -> Any:
        """Send a write that has to succeed."""
        response = requests.post(
            f"{self.site}/api/v1/changesets/{path}",
            json=body or {},
            headers={"Authorization": f"Bearer {token}"},
            timeout=60,
        )
        response.raise_for_status()
        return response.json()


def way_to(step: str) -> list[tuple[str, str]]:
    """Return the steps that come before one, with who takes them."""
    way = [(DRAFTER, "submit"), (SECOND, "approve"), (SECOND, "publish")]
    return way[: {"approve": 1, "approve-others": 1, "reject": 1, "publish": 2, "undo": 3}.get(step, 0)]


PROMISE = {
    "donors": [{"code": "DEU"}],
    "system": "patriot",
    "unit": "battery",
    "quantity": "2",
    "occurred": "2025-06-04",
    "source": {"title": "Fuzz", "publisher": "Ministry", "published": "2026-07-01"},
}
"""A promise that is surely like another one, where it stands twice."""


def row() -> dict[str, Any]:
    """Return a row that repeats nothing: what a country held on one of many days."""
    number = next(numbers)
    return {
        "action": "stock",
        "donors": "USA",
        "system": "patriot",
        "unit": "battery",
        "quantity": str(number),
        "occurred": str(date(2024, 1, 1) + timedelta(days=number % 900)),
        "source": {"title": f"Statement {os.getpid()}/{number}", "publisher": "Ministry", "published": "2026-07-01"},
    }
