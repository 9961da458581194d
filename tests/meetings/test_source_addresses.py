"""Which addresses lead to one page."""

import pytest

from meetings.source_addresses import clean_address, page_of


@pytest.mark.parametrize(
    "address",
    [
        "https://www.uawire.org:443/three-systems",
        "http://uawire.org/three-systems/",
        "https://uawire.org/three-systems?utm_source=x&fbclid=1",
        "https://uawire.org/three-systems/amp",
        "https://uawire.org/three-systems?amp=1#:~:text=three",
    ],
)
def test_one_page_however_its_address_is_written(address: str) -> None:
    assert page_of(address) == "uawire.org/three-systems"


def test_parameters_that_name_a_page_stay() -> None:
    assert page_of("https://donatonews.com/?p=42681") == "donatonews.com?p=42681"
    assert page_of("https://donatonews.com/?p=42682") != page_of("https://donatonews.com/?p=42681")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://uawire.org:443/three?utm_source=x", "https://uawire.org/three"),
        ("http://uawire.org/three?id=1&fbclid=2&page=3", "http://uawire.org/three?id=1&page=3"),
        ("https://uawire.org/three#:~:text=three%20systems", "https://uawire.org/three"),
        ("https://uawire.org/three/?b=%20&a#part", "https://uawire.org/three/?b=%20&a#part"),
        ("https://uawire.org:8443/three", "https://uawire.org:8443/three"),
        ("https://uawire.org", "https://uawire.org"),
        ("not an address", "not an address"),
        ("", ""),
    ],
)
def test_what_is_kept_of_an_address(written: str, kept: str) -> None:
    assert clean_address(written) == kept
    assert clean_address(kept) == kept
