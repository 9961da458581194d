"""Pages that are not made again while nothing has changed."""

import gzip

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from meetings.models import Donor
from tests import factories
from tests.pledges import staff_steps
from tests.pledges.site.test_pages import PAGES


@pytest.mark.usefixtures("ledger")
def test_page_is_made_once_while_nothing_changes(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get("/systems/patriot/")
    with django_assert_num_queries(1):
        second = client.get("/systems/patriot/")

    assert second.content == first.content
    assert second["ETag"] == first["ETag"]


@pytest.mark.usefixtures("ledger")
def test_reader_who_holds_the_page_is_told_so(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    held = client.get("/donors/DEU/?valid_at=2025-06-05")
    with django_assert_num_queries(1):
        again = client.get("/donors/DEU/?valid_at=2025-06-05", headers={"if-none-match": held["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == held["ETag"]
    assert {"Accept-Encoding", "Accept-Language", "Cookie"} <= {name.strip() for name in again["Vary"].split(",")}


@pytest.mark.usefixtures("ledger")
def test_new_version_makes_the_page_anew(client: Client) -> None:
    held = client.get("/donors/NOR/")
    factories.publish_rows(staff_steps.pledge_row(donors="NOR", quantity="3"))
    factories.project()
    again = client.get("/donors/NOR/", headers={"if-none-match": held["ETag"]})

    assert again.status_code == 200
    assert again["ETag"] != held["ETag"]
    assert again.content != held.content


@pytest.mark.usefixtures("ledger")
def test_name_changed_in_the_catalogue_makes_the_page_anew(client: Client) -> None:
    client.get("/donors/NOR/")
    Donor.objects.filter(code="NOR").update(name="Kingdom of Norway")

    assert "Kingdom of Norway" in client.get("/donors/NOR/").text


@pytest.mark.usefixtures("ledger")
def test_packed_page_is_the_same_page(client: Client) -> None:
    plain, packed = client.get("/"), client.get("/", headers={"accept-encoding": "br, gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"]


@pytest.mark.usefixtures("ledger")
def test_languages_are_kept_apart(client: Client) -> None:
    english, german = client.get("/"), client.get("/", headers={"accept-language": "de"})

    assert english["ETag"] != german["ETag"]
    assert (english["Content-Language"], german["Content-Language"]) == ("en", "de")


@pytest.mark.usefixtures("ledger")
def test_page_of_a_session_is_not_kept_for_others(client: Client) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "of-somebody"
    assert "ETag" not in client.get("/pledges/2025-DEU-001/").headers


@pytest.mark.usefixtures("ledger")
def test_page_of_a_past_moment_is_made_once_and_outlives_what_is_published(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get("/donors/?known_at=v1&valid_at=2025-06-05")
    factories.publish_rows(staff_steps.pledge_row(donors="NOR", quantity="3"))
    factories.project()
    with django_assert_num_queries(1):
        second = client.get("/donors/?known_at=v1&valid_at=2025-06-05")

    assert second.content == first.content
    assert second["ETag"] == first["ETag"]


@pytest.mark.usefixtures("ledger")
def test_page_of_a_past_moment_says_the_same_when_it_is_made_anew(client: Client) -> None:
    paths = [f"{path}{'&' if '?' in path else '?'}valid_at=2025-06-05&known_at=v1" for path in PAGES]
    before = {path: client.get(path).text for path in paths}
    factories.publish_rows(staff_steps.pledge_row(donors="NOR", quantity="3"))
    factories.project()
    cache.clear()

    assert {path: client.get(path).text for path in paths} == before
