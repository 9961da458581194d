"""A pinned answer keeps its bytes, whatever is published, undone, cited or renamed later, and whenever it is asked."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, resolve
from django.utils import timezone

from meetings.models import CatalogueVersion, Coalition, Donor, DonorAlias, Meeting, MeetingChair, Source
from pledges import ledger, projections
from pledges.api import urls
from pledges.ledger.void_marks import FACTS, live
from pledges.models import ChangeSet, Package, System, SystemAlias, User, Void
from pledges.values.choices import Origin
from tests.pledges import staff_steps
from tests.pledges.projections import ledgers

VERSIONS = 33
PINNED_AFTER = (1, 10, 22)
"""The versions after which every answer is asked for; the second is an undo."""

EARLIER = date(2025, 6, 20)
HAPPENED = ("2025-05-20", "2025-06-10", "2025-06-30", "2025-07-01", "2025-07-02", "June 2025", "2025", "unknown")
TOLD_ON = "2025-07-02"
DUE = (None, "2025-07-02", "July 2025", "by the end of 2025", "from 2025-07-03", "2026")
FILES = ("csv", "ndjson", "xlsx")
"""One of them for each pin in turn, so that each is asked for on both days."""

LISTS = (
    "systems/",
    "packages/",
    "meetings/",
    "donors/",
    "coalitions/",
    "initiatives/",
    "requirements/",
    "stocks/",
    "completeness/",
    "sources/",
    "pledges/",
    "entries/",
    "summaries/systems/",
    "summaries/donors/",
    "summaries/meetings/",
    "summaries/coalitions/",
    "gaps/",
    "headroom/",
    "asserted_totals/",
    "disputes/",
    "statistics/reporting/",
    "totals/",
    "changes/",
    "releases/",
    "pledges/2025-DEU-001/entries/",
)
FURTHER = (
    "systems/patriot/",
    "packages/package-1/",
    "meetings/udcg-28/",
    "donors/DEU/",
    "coalitions/air-defence/",
    "initiatives/iaad/",
    "sources/{source}/",
    "pledges/2025-DEU-001/",
    "releases/1/",
    "summaries/systems/?order=-promised&page_size=2",
    "summaries/donors/?order=-value_eur&page_size=2",
    "pledges/?order=-outstanding&page_size=3&count=exact",
    "pledges/?q=Germany",
    "pledges/?expand=system",
    "headroom/?order=-headroom&page_size=1",
    "gaps/?order=gap&page_size=1",
    "sources/?order=-id&page_size=2&count=exact",
    "totals/?group_by=donor&group_by=role&measure=value_eur",
    "totals/?group_by=meeting&group_by=aid_type",
    "totals/?group_by=stage&group_by=announced_month&page_size=2",
    "totals/?group_by=coalition&attributed_to=DEU&attributed_to=JOINT",
    "totals/?group_by=system&basis=list_price&basis=contract",
    "summaries/systems/?basis=list_price",
    "donors/?q=Deutsch",
)
Pins = dict[str, str]
Answers = dict[tuple[str, str], str]


class Desk:
    """Writes one change set after another, each with a source that nothing cited before; the same ones every time."""

    def __init__(self) -> None:
        self.chance = random.Random(11)  # noqa: S311 - which rows are drawn is no secret
        self.now = staff_steps.NOW
        self.number = 0

    def publish_next(self) -> None:
        """Undo every fifth time, else publish; the projections follow."""
        self.number += 1
        self.now += timedelta(minutes=7)
        if self.number % 5 or not self.undo():
            ledgers.publish([self.with_source(row) for row in self.rows()], now=self.now)
        projections.drain_outbox(today=ledgers.TODAY, now=self.now)

    def with_source(self, row: staff_steps.Row) -> staff_steps.Row:
        about = {"source_title": f"Statement {self.number}", "source_url": f"https://example.org/{self.number}"}
        return {**row, **about, "source_published": TOLD_ON}

    def rows(self) -> list[staff_steps.Row]:
        made = [self.pledge() for _ in range(2 if self.number > 1 else 6)]
        if self.number == 1:
            needs = [staff_steps.requirement_row(system=system) for system in ("patriot", "nasams")]
            first = staff_steps.pledge_row(occurred="2025-05-20", meeting="udcg-28", package="package-1")
            return [first, *made, *needs, staff_steps.stock_row(), staff_steps.membership_row()]
        return [*made, *self.later(), *self.void()]

    def pledge(self) -> staff_steps.Row:
        system, unit = self.one_of(ledgers.COUNTED_IN)
        return staff_steps.pledge_row(system=system, unit=unit, **self.terms(), **self.entry())

    def terms(self) -> dict[str, Any]:
        return {
            "donors": self.one_of(ledgers.DONORS),
            "due": self.one_of(DUE),
            "meeting": self.one_of((None, "udcg-28")),
            "coalition": self.one_of((None, "air-defence")),
            "package": self.one_of((None, "package-1")),
            "aid_type": self.one_of((None, None, "humanitarian")),
        }

    def entry(self) -> dict[str, Any]:
        cells = {"quantity": self.one_of(ledgers.QUANTITIES), "occurred": self.one_of(HAPPENED)}
        return {**cells, "stage": self.one_of(("announced", "committed", "delivered")), **self.one_of(ledgers.MONEY)}

    def later(self) -> list[staff_steps.Row]:
        names = ledgers.standing_pledges()
        entries = [staff_steps.entry_row(self.one_of(names), **self.entry()) for _ in range(3)]
        moved = staff_steps.terms_row(self.one_of(names), **self.terms())
        figures = (
            staff_steps.requirement_row(quantity=self.one_of(("10", "at least 25"))),
            staff_steps.stock_row(unit=self.one_of(("battery", "launcher")), quantity=self.one_of(("15", "about 40"))),
            staff_steps.asserted_total_row(),
        )
        return [*entries, moved, self.one_of(figures)]

    def void(self) -> list[staff_steps.Row]:
        kind = self.one_of(("entry", "entry", "terms", "requirement"))
        keys = list(live(FACTS[kind].objects.order_by("pk"), kind).values_list("pk", flat=True))
        # The first pledge stays, whose own pages are asked for.
        return [staff_steps.void_row(f"{kind}:{self.one_of(keys[1:])}")] if self.number % 2 and keys[1:] else []

    def undo(self) -> bool:
        latest = ChangeSet.objects.filter(version__isnull=False).latest("pk")
        try:
            ledger.undo(changeset=latest, reviewer=staff_steps.user("second"), reason="a mistake", now=self.now)
        except ledger.Refusal:
            return False
        return True

    def one_of(self, choices: Any) -> Any:
        return self.chance.choice(choices)


def renamings() -> Iterator[Callable[[], Any]]:
    """Changes to whatever answers carry beside facts, over and over."""
    number = 0
    while True:
        number += 1
        word = f"No. {number}"
        donor, system = Donor.objects.get(code="DEU"), System.objects.get(slug="patriot")
        meeting = Meeting.objects.get(slug="udcg-28")
        yield lambda word=word: Donor.objects.filter(code="DEU").update(name=f"Germany, {word}")
        yield lambda word=word: System.objects.filter(slug="patriot").update(name=f"Patriot, {word}")
        yield lambda word=word: Source.objects.filter(title="Statement 1").update(publisher=f"Ministry, {word}")
        yield lambda donor=donor, word=word: DonorAlias.objects.create(donor=donor, alias=f"Deutschland, {word}")
        yield lambda word=word: Coalition.objects.update(name=f"Air defence, {word}")
        yield lambda meeting=meeting, donor=donor, word=word: MeetingChair.objects.create(
            meeting=meeting, donor=donor, person=word
        )
        yield lambda word=word: Meeting.objects.update(place=f"Ramstein, {word}")
        yield lambda word=word: Package.objects.update(name=f"Package, {word}")
        yield SystemAlias.objects.filter(system=system).delete
        yield lambda system=system, word=word: SystemAlias.objects.create(system=system, alias=f"MIM-104, {word}")
        yield lambda word=word: Donor.objects.create(code="FRA", name=f"France, {word}")
        yield Donor.objects.filter(code="FRA").delete
        yield lambda word=word: User.objects.filter(username="reviewer").update(first_name=f"Ada, {word}")
        yield lambda word=word: Source.objects.create(title=f"Read by nobody, {word}")


def current_pins(day: date) -> Pins:
    number = CatalogueVersion.objects.get().number
    return {"valid_at": day.isoformat(), "known_at": f"v{ledger.latest_number()}", "catalogue": str(number)}


def ask_everything(client: Client, pins: Pins, *, form: str, source: int) -> Answers:
    """The digest of every answer under the pins, as JSON and, of a list, in this form of a file, with its ETag."""
    asked = [(path.format(source=source), "json") for path in (*LISTS, *FURTHER)]
    asked += [(path, form) for path in LISTS]
    found = {}
    for path, kind in asked:
        query = "&".join(f"{name}={value}" for name, value in {**pins, "format": kind}.items())
        response = client.get(f"/api/v1/{path}{'&' if '?' in path else '?'}{query}")
        content = response.getvalue()
        assert response.status_code == 200, (path, kind, content)
        assert response["Cache-Control"] == "public, max-age=31536000, immutable", path
        found[path, kind] = f"{response['ETag']} {hashlib.sha256(content).hexdigest()}"
    version = pins["known_at"].removeprefix("v")
    package = client.get(f"/data/ramstein-v{version}.zip", {**pins})
    found["package", "zip"] = hashlib.sha256(package.getvalue()).hexdigest()
    return found


def test_every_address_is_asked_for() -> None:
    paths = [path.format(source=1).partition("?")[0] for path in (*LISTS, *FURTHER)]
    asked = {resolve(f"/api/v1/{path}").url_name for path in paths}
    named = {pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)}

    assert asked == named - {"api_root", "api_nothing"}


@pytest.mark.long
@pytest.mark.usefixtures("catalogue")
def test_pinned_answers_keep_their_bytes(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, changes, forms, seen = Desk(), renamings(), cycle(FILES), []
    for number in range(1, VERSIONS + 1):
        desk.publish_next()
        if number in PINNED_AFTER:
            source = Source.objects.get(title="Statement 1").pk
            for day in (ledgers.TODAY, EARLIER):
                pins = current_pins(day)
                form = next(forms)
                seen.append((pins, form, ask_everything(client, pins, form=form, source=source)))
        next(changes)()
        next(changes)()
    projections.drain_outbox(today=ledgers.DAYS[-1], now=desk.now)
    monkeypatch.setattr(timezone, "now", lambda: datetime(2031, 5, 6, 7, 8, tzinfo=UTC))

    undone = ChangeSet.objects.filter(origin=Origin.UNDO, version__isnull=False).count()
    assert (ledger.latest_number(), undone, Void.objects.count() > 50) == (VERSIONS, 6, True)
    for pins, form, answers in seen:
        again = ask_everything(client, pins, form=form, source=source)
        assert {path: pins for path, digest in answers.items() if again[path] != digest} == {}


@pytest.mark.django_db(transaction=True)
def test_a_file_of_old_names_is_read_in_its_own_transaction(client: Client) -> None:
    staff_steps.create_catalogue()
    Desk().publish_next()
    pins = current_pins(EARLIER)
    System.objects.filter(slug="patriot").update(name="Patriot PAC-3")

    with closing(client.get("/api/v1/pledges/", {**pins, "system": "patriot", "format": "ndjson"})) as response:
        names = {json.loads(line)["system_name"] for line in response.getvalue().splitlines()}
    today = client.get("/api/v1/systems/patriot/").json()["name"]

    assert (names, today, connection.in_atomic_block) == ({"Patriot"}, "Patriot PAC-3", False)
