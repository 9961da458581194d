"""The description of the API and its page."""

from django.test import Client


def test_api_schema_is_openapi_3_1(client: Client) -> None:
    response = client.get("/api/v1/schema/", headers={"accept": "application/vnd.oai.openapi+json"})

    assert (response.status_code, response.json()["openapi"]) == (200, "3.1.1")


def test_api_docs_needs_no_foreign_host_and_no_inline_code(client: Client) -> None:
    page = client.get("/api/docs/").content.decode()

    assert "<title>Ramstein API</title>" in page
    assert "://" not in page
    assert ("<style" in page, "<script>" in page) == (False, False)
