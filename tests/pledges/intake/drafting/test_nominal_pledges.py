"""Promises that hang on a name, a table line or a place in a list, and no verb of their own."""

from __future__ import annotations

import pytest

from pledges.intake.drafting.draft_claims import draft_text

TEXTS = {
    "So far the fund has money from Sweden (EUR 31 million), Iceland (EUR 2 million) and Ireland (EUR 4 million).": [
        (("SWE",), None, 31_000_000),
        (("ISL",), None, 2_000_000),
        (("IRL",), None, 4_000_000),
    ],
    "Then there is Luxembourg's offer of twenty trucks.": [(("LUX",), 20, None)],
    "With EUR 96 million, Finland made its fourth largest contribution.": [(("FIN",), None, 96_000_000)],
    "The Dutch give 400 million euros for drones, the Danes 150 million euros.": [
        (("NLD",), None, 400_000_000),
        (("DNK",), None, 150_000_000),
    ],
    "Denmark donates to Ukraine:\nField kitchens: 16\nTrucks: 1,200": [(("DNK",), 16, None), (("DNK",), 1_200, None)],
    "Spain sends 18 vehicles to tow 155 mm artillery, 1,200 grenade launchers and 6 radars.": [
        (("ESP",), 18, None),
        (("ESP",), 1_200, None),
        (("ESP",), 6, None),
    ],
    "Talks were held about a Greek offer of trucks.": [],
    "Norway gives Ukraine 250 million Norwegian kroner ($24.8 million) in military aid.": [
        (("NOR",), None, 250_000_000)
    ],
}


@pytest.mark.parametrize("text", TEXTS)
def test_what_has_no_verb_is_drafted(text: str) -> None:
    claims = draft_text(text).claims
    assert [(one.donors, one.low, one.amount and one.amount.value) for one in claims] == TEXTS[text]
