"""Which addresses lead to one page."""

import pytest

from meetings.source_addresses import page_of


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
