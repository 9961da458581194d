"""What lets clients keep answers: ETags, 304, `immutable`, and compressed transfer."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings.models import (
    CatalogueVersion,
    Coalition,
    Donor,
    Forum,
    Initiative,
    Meeting,
    MeetingAttendance,
    MeetingChair,
    Source,
)
from meetings.models.donors import DonorAlias, DonorMembership
from pledges.models import Package, PriceEstimate, System, SystemAlias, SystemUnit, UnitConversion
from tests import factories
from tests.pledges import staff_steps
from tests.pledges.api.conftest import Get

PINNED = {"valid_at": "2025-06-20", "known_at": "v2"}


def etag(client: Client, path: str, **headers: str) -> str:
    response = client.get(f"/api/v1/{path}", headers=headers)
    assert response.status_code == 200, response.content
    return response["ETag"]


def catalogue() -> int:
    return CatalogueVersion.objects.get().number


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("path", ["pledges/?donor=DEU", "pledges/2025-DEU-001/", "gaps/?known_at=v2", "systems/"])
def test_a_304_reads_the_versions_and_nothing_else(client: Client, path: str) -> None:
    held = etag(client, path)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"/api/v1/{path}", headers={"if-none-match": f'"other", {held}'})

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", held)
    assert (response["Ramstein-Version"], response["Cache-Control"]) == ("2" if "v2" in path else "3", "no-cache")
    assert len(queries) == 1


@pytest.mark.usefixtures("ledger")
def test_a_weak_etag_of_the_same_answer_will_do_and_another_will_not(client: Client) -> None:
    held = etag(client, "pledges/")

    answers = [
        client.get("/api/v1/pledges/", headers={"if-none-match": tags}).status_code
        for tags in (f"W/{held}", '"rother"', "rubbish", f'{held[:-1]}x"')
    ]

    assert answers == [304, 200, 200, 200]


@pytest.mark.usefixtures("ledger")
def test_every_part_of_an_answer_has_an_etag_of_its_own(client: Client) -> None:
    seen = {
        etag(client, "pledges/"),
        etag(client, "pledges/?page_size=2"),
        etag(client, "pledges/?valid_at=2025-06-05"),
        etag(client, "pledges/?known_at=v2"),
        etag(client, "pledges/?format=csv"),
        etag(client, "pledges/", accept="text/csv"),
        etag(client, "pledges/", **{"accept-encoding": "gzip"}),
        etag(client, "entries/"),
    }

    assert len(seen) == 8


@pytest.mark.usefixtures("ledger")
def test_what_is_published_and_projected_ends_an_etag(client: Client) -> None:
    held, past = etag(client, "pledges/"), etag(client, "pledges/?valid_at=2025-06-20&known_at=v2")
    factories.publish_rows(staff_steps.entry_row("row:a", quantity="1"), now=staff_steps.NOW + timedelta(days=1))

    factories.project()

    assert etag(client, "pledges/") != held
    assert past.startswith('"r')


def touch(model: Any, **changes: Any) -> None:
    assert model.objects.update(**changes) > 0


@pytest.mark.usefixtures("ledger")
def test_every_change_to_the_catalogue_counts() -> None:
    donor, system, source = Donor.objects.get(code="DEU"), System.objects.get(slug="patriot"), Source.objects.first()
    initiative, meeting = Initiative.objects.get(), Meeting.objects.get(slug="udcg-28")
    assert source is not None
    exact = {f"factor_{end}": 3 for end in ("low", "best", "high")}
    price = {f"amount_{end}": 3 for end in ("low", "best", "high")}
    about = {"system": system, "source": source}
    changes = [
        lambda: touch(Source, title="Other"),
        lambda: touch(Donor, kind="organisation"),
        lambda: DonorAlias.objects.create(donor=donor, alias="Bundesrepublik"),
        lambda: DonorMembership.objects.create(donor=donor, body="nato"),
        lambda: touch(Forum, name="Other"),
        lambda: touch(Meeting, place="Other"),
        lambda: MeetingChair.objects.create(meeting=meeting, donor=donor),
        lambda: MeetingAttendance.objects.create(meeting=meeting, donor=donor, attendance="absent", source=source),
        lambda: touch(Coalition, note="Other"),
        lambda: touch(Initiative, note="Other"),
        lambda: initiative.leads.add(donor),
        lambda: initiative.leads.remove(donor),
        lambda: touch(System, note="Other"),
        lambda: SystemUnit.objects.create(system=system, unit="piece", position=9),
        lambda: SystemAlias.objects.create(system=system, alias="MIM-104 of tests"),
        lambda: UnitConversion.objects.create(from_unit="battalion", to_unit="battery", **about, **exact),
        lambda: PriceEstimate.objects.create(unit="battery", currency="EUR", basis="list_price", **about, **price),
        lambda: Package.objects.create(slug="package-9", name="Package 9"),
    ]
    for number, change in enumerate(changes):
        before = catalogue()
        change()
        assert catalogue() > before, number


@pytest.mark.usefixtures("ledger")
def test_a_name_that_changes_ends_an_etag_and_a_pinned_catalogue_keeps_the_old_one(client: Client) -> None:
    held, version = etag(client, "pledges/"), catalogue()
    pinned = f"pledges/?catalogue={version}"
    assert client.get("/api/v1/pledges/")["Ramstein-Catalogue"] == str(version)
    before = etag(client, pinned)

    System.objects.filter(slug="patriot").update(name="Patriot PAC-3")

    renamed = client.get("/api/v1/pledges/", headers={"if-none-match": held})
    kept = client.get(f"/api/v1/{pinned}")
    assert (renamed.status_code, renamed.json()["results"][0]["system_name"]) == (200, "Patriot PAC-3")
    assert (kept.status_code, kept.json()["results"][0]["system_name"]) == (200, "Patriot")
    assert (kept["Ramstein-Catalogue"], kept["ETag"]) == (str(version), before)
    assert client.get(f"/api/v1/{pinned}", headers={"if-none-match": before}).status_code == 304


@pytest.mark.usefixtures("ledger")
def test_names_that_were_never_kept_are_gone_and_those_to_come_unknown(client: Client) -> None:
    version = catalogue()
    CatalogueVersion.objects.update(kept_from=version)

    gone = client.get(f"/api/v1/pledges/?catalogue={version - 1}")
    ahead = client.get(f"/api/v1/pledges/?catalogue={version + 1}&color=red")

    assert (gone.status_code, gone.json()["code"]) == (410, "catalogue_moved")
    assert f"catalogue={version}" in gone.json()["errors"][0]["hint"]
    assert ahead.status_code == 400
    assert [problem["code"] for problem in ahead.json()["errors"]] == ["unknown_parameter", "unknown_catalogue"]
    assert ahead.json()["errors"][1]["hint"] == f"The latest is {version}."


@pytest.mark.usefixtures("ledger")
def test_no_fact_is_answered_under_names_that_are_older_than_it(client: Client) -> None:
    before = catalogue()
    factories.create_system("iris-t")
    named = catalogue()
    factories.publish_rows(staff_steps.pledge_row(system="iris-t"), now=staff_steps.NOW + timedelta(days=1))
    factories.project()

    refused = client.get(f"/api/v1/pledges/?catalogue={before}")
    earlier = client.get(f"/api/v1/pledges/?catalogue={before}&known_at=v3")

    problem = refused.json()["errors"][0]
    assert (refused.status_code, problem["code"]) == (400, "catalogue_too_old")
    assert problem["hint"] == f"Ask for catalogue={named} or later, or for an earlier known_at."
    assert earlier.status_code == 200
    assert client.get(f"/api/v1/systems/iris-t/?catalogue={before}&known_at=v3").status_code == 404
    assert client.get(f"/api/v1/pledges/?catalogue={before}&known_at=v3&system=iris-t").status_code == 400


@pytest.mark.usefixtures("ledger")
def test_a_version_that_states_a_meeting_is_answered_under_names_that_have_it(client: Client) -> None:
    before = catalogue()
    meeting = {"action": "meeting", "forum": "udcg", "meeting_number": "29", "occurred": "2025-06-12", "mode": "online"}
    rows = (staff_steps.SOURCE | meeting, staff_steps.pledge_row(meeting="udcg-29", donors="POL"))
    factories.publish_rows(*rows, now=staff_steps.NOW + timedelta(days=1))
    factories.project()

    refused = client.get(f"/api/v1/pledges/?catalogue={before}")
    whole = client.get(f"/api/v1/pledges/?catalogue={catalogue()}&meeting=udcg-29")

    assert refused.json()["errors"][0]["hint"].startswith(f"Ask for catalogue={catalogue()} or later")
    assert [row["meeting"] for row in whole.json()["results"]] == ["udcg-29"]
    assert client.get(f"/api/v1/meetings/?catalogue={before}&known_at=v3").json()["results"][0]["slug"] == "udcg-28"


@pytest.mark.usefixtures("ledger")
def test_an_etag_ends_neither_with_the_hour_nor_with_a_source_that_nothing_cites(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = ("pledges/2025-DEU-001/", "gaps/?known_at=v2", "pledges/?format=csv", "sources/", "pledges/?page_size=1")
    pinned = "pledges/?page_size=1&valid_at=2025-06-20&known_at=v2"
    before = [etag(client, path) for path in (*paths, pinned)]

    factories.create_source("Read by nobody")
    monkeypatch.setattr(timezone, "now", lambda: datetime(2031, 5, 6, 7, 8, tzinfo=UTC))

    after = [etag(client, path) for path in (*paths, pinned)]
    moved = [path for path, old, new in zip((*paths, pinned), before, after, strict=True) if old != new]
    assert moved == ["pledges/?page_size=1"]  # its cursor ends a day after it was made
    for path, held in zip(("pledges/?page_size=1", pinned), after[-2:], strict=True):
        assert client.get(f"/api/v1/{path}", headers={"if-none-match": held}).status_code == 304


@pytest.mark.usefixtures("ledger")
def test_what_is_said_of_a_moment_was_computed_when_its_version_was_published(get: Get) -> None:
    published = {version: get(f"releases/{version}/")["published_at"] for version in (2, 3)}

    computed = [
        get("gaps/", **clocks)["results"][0]["computed_at"]
        for clocks in ({}, {"valid_at": "2025-07-01", "known_at": "v3"}, PINNED, {"known_at": "v2"})
    ]

    assert computed == [published[3], published[3], published[2], published[2]]


@pytest.mark.usefixtures("ledger")
def test_only_an_answer_that_is_pinned_altogether_is_immutable(client: Client) -> None:
    whole = {**PINNED, "catalogue": str(catalogue())}

    kept = {
        missing: client.get("/api/v1/pledges/", {n: v for n, v in whole.items() if n != missing})["Cache-Control"]
        for missing in ("", *whole)
    }
    ahead = client.get("/api/v1/pledges/", {**whole, "valid_at": "2999-01-01"})["Cache-Control"]
    instants = [
        client.get("/api/v1/pledges/", {**whole, "known_at": f"{timezone.now() - age:%Y-%m-%dT%H:%M:%SZ}"})
        for age in (timedelta(minutes=5), timedelta(hours=2))
    ]

    assert kept == {"": "public, max-age=31536000, immutable", **dict.fromkeys(whole, "no-cache")}
    assert ahead == "no-cache"
    # A publish that began before the instant may still come to an end.
    assert [answer["Cache-Control"] for answer in instants] == ["no-cache", kept[""]]


@pytest.mark.usefixtures("ledger")
def test_answers_are_compressed_where_the_client_takes_it(client: Client) -> None:
    plain = client.get("/api/v1/pledges/")
    packed = client.get("/api/v1/pledges/", headers={"accept-encoding": "br, gzip;q=0.8"})
    refused = client.get("/api/v1/pledges/", headers={"accept-encoding": "gzip;q=0, identity"})
    small = client.get("/api/v1/packages/", headers={"accept-encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 3
    assert not any(answer.has_header("Content-Encoding") for answer in (plain, refused, small))
    assert {"Accept", "Accept-Encoding"} <= set(packed["Vary"].split(", "))


@pytest.mark.usefixtures("ledger")
def test_the_same_etag_means_the_same_bytes(client: Client) -> None:
    for path in ("pledges/?page_size=1", "summaries/systems/?known_at=v2", "pledges/?format=xlsx"):
        first, again = (client.get(f"/api/v1/{path}") for _ in range(2))
        if first["ETag"] == again["ETag"]:  # unless the hour struck in between
            assert first.getvalue() == again.getvalue(), path


@pytest.mark.usefixtures("ledger")
def test_a_version_that_is_not_projected_yet_is_not_answered_as_the_one_before(client: Client) -> None:
    factories.publish_rows(staff_steps.entry_row("row:a", quantity="1"), now=staff_steps.NOW + timedelta(days=1))
    pins = {"valid_at": "2025-06-20", "known_at": "v4", "catalogue": str(catalogue())}

    waiting = client.get("/api/v1/pledges/2025-DEU-001/", pins)
    factories.project()
    projected = client.get("/api/v1/pledges/2025-DEU-001/", pins)

    assert (waiting.status_code, waiting["Cache-Control"]) == (400, "no-store")
    assert [(one["code"], one["hint"]) for one in waiting.json()["errors"]] == [
        ("version_being_computed", "Ask again in a moment; v3 can be asked for.")
    ]
    assert (projected.status_code, projected["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    assert projected.json()["delivered"]["low"] == 1
