"""The colours can be read: every ink on every ground, in the light and in the dark."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = Path(settings.BASE_DIR) / "static" / "css" / "tokens.css"
INKS = ("ink", "ink-2", "accent", "gap", "possibly", "delivered")
GROUNDS = ("paper", "card", "sunk")
READABLE = 4.5  # https://www.w3.org/TR/WCAG22/#contrast-minimum


def tokens() -> dict[str, dict[str, str]]:
    """Return the colours of the light scheme and of the dark one."""
    light, dark, *_ = re.split(r"@media", TOKENS.read_text(encoding="utf-8"))
    colours = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]
    return {"light": colours[0], "dark": colours[0] | colours[1]}


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour by WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_inks_are_readable_on_every_ground(scheme: str) -> None:
    colours = tokens()[scheme]
    pairs = [(ink, ground) for ink in INKS for ground in GROUNDS]
    pairs += [("ink", "past"), ("accent", "past"), ("on-accent", "accent")]
    poor = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < READABLE} == {}
