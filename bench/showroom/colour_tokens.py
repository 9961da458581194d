"""The tokens of the design as the style sheet has them, and how well its colours can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

GROUNDS = ("paper", "card", "sunk")
GROUNDS_OF = dict.fromkeys(("ink-2", "gap", "possibly", "delivered"), GROUNDS) | {
    "ink": (*GROUNDS, "past"),
    "accent": (*GROUNDS, "past"),
    "on-accent": ("accent",),
}
"""Every ink with the grounds that it stands on."""

READABLE = 4.5
"""https://www.w3.org/TR/WCAG22/#contrast-minimum"""

COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
SIZE = re.compile(r"--([\w-]+): ([\d.]+(?:rem|px));")
PIXELS = {"rem": 16, "px": 1}
TYPE = ("h1", "big", "h2", "lead", "size", "small")


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour in the light and in the dark; of an ink the poorest contrast on its grounds."""

    name: str
    light: str
    dark: str
    light_contrast: float | None
    dark_contrast: float | None


@dataclass(frozen=True, slots=True)
class Size:
    """A size of type or space."""

    name: str
    stated: str
    pixels: float


@cache
def sheet() -> str:
    found = finders.find("css/tokens.css")
    return Path(str(found)).read_text(encoding="utf-8")


def schemes() -> tuple[dict[str, str], dict[str, str]]:
    """The colours by name, of the light scheme and of the dark one."""
    light, dark, *_ = re.split(r"@media", sheet())
    found = dict(COLOUR.findall(light))
    return found, found | dict(COLOUR.findall(dark))


def colours() -> list[Colour]:
    """Every colour in the order of the style sheet."""
    light, dark = schemes()
    return [Colour(name, light[name], dark[name], poorest(name, light), poorest(name, dark)) for name in light]


def poorest(ink: str, scheme: dict[str, str]) -> float | None:
    """The least contrast of an ink on a ground that it stands on; of what is no ink, none."""
    grounds = GROUNDS_OF.get(ink, ())
    return min((contrast(scheme[ink], scheme[ground]) for ground in grounds), default=None)


def luminance(colour: str) -> float:
    """The relative luminance of a colour by https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def sizes() -> tuple[list[Size], list[Size]]:
    """The sizes of type, the largest first, and those of spaces."""
    light = sheet().partition("@media")[0]
    found = {name: Size(name, text, pixels_of(text)) for name, text in SIZE.findall(light)}
    return [found[name] for name in TYPE], [size for name, size in found.items() if name not in TYPE]


def pixels_of(stated: str) -> float:
    unit = stated.lstrip("0123456789.")
    return float(stated.removesuffix(unit)) * PIXELS[unit]
