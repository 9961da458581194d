"""The colours of charts, each with its dark counterpart; a drawing names the light one, a stylesheet turns it.

Drawings hold plain light colours as presentation attributes, so that every program can show them. Where the reader
prefers dark, a style rule per colour replaces it: inside an image by the stylesheet written into it, on a page by
static/css/charts.css. Blues, hatching and outlines carry the meaning, so that it does not hang on hue.
"""

from __future__ import annotations

CARD = "#ffffff"
INK = "#1a1d21"
INK_2 = "#565d66"
LINE = "#dcdad2"
DELIVERED = "#0b4a86"
FIRM = "#7fa6cc"
PROMISED = "#4a7aab"
GAP = "#b5361f"
POSSIBLY = "#8a5f00"
BAND = "#d3deea"
NOTHING = "#f6f4ee"
RAMP = ("#e6eef6", "#c6d9ec", "#95b9db", "#2f6ca6", "#0b4a87")
"""Steps of more and more; the last two take light text."""
ON_RAMP = ("#1a1d22", "#1a1d22", "#1a1d22", "#fffffe", "#fffffe")

HATCH = "url(#chart-hatch)"
HATCH_GAP = "url(#chart-hatch-gap)"

DARK = {
    CARD: "#1c2026",
    INK: "#eceae4",
    INK_2: "#a9b0ba",
    LINE: "#383e47",
    DELIVERED: "#8dbdec",
    FIRM: "#5482b0",
    PROMISED: "#6fa0d0",
    GAP: "#ff8f76",
    POSSIBLY: "#e2b454",
    BAND: "#2c3f54",
    NOTHING: "#23282f",
    RAMP[0]: "#24303d",
    RAMP[1]: "#2d4560",
    RAMP[2]: "#3b6288",
    RAMP[3]: "#6ea3d6",
    RAMP[4]: "#8dbded",
    ON_RAMP[0]: "#eceae3",
    ON_RAMP[4]: "#10151b",
}
"""What each colour becomes in the dark; the same word stays as legible."""


def dark_rules(scope: str = "") -> str:
    """The style rules that turn the colours of a drawing dark, below a selector."""
    rules = []
    for light, dark in DARK.items():
        rules += [f'{scope}[{paint}="{light}"]{{{paint}:{dark}}}' for paint in ("fill", "stroke")]
    return "".join(rules)


STYLE = f"@media (prefers-color-scheme:dark){{{dark_rules()}}}"
"""The stylesheet of an image; it never changes, so that the policy of the answer can name its digest."""


def pattern(name: str, line: str) -> str:
    """One hatching as SVG: lines at 135 degrees on the ground of the card."""
    return (
        f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="6" height="6" fill="{CARD}"/>'
        f'<line x1="0" y1="0" x2="0" y2="6" stroke="{line}" stroke-width="5"/></pattern>'
    )


PATTERNS = f"<defs>{pattern('chart-hatch', FIRM)}{pattern('chart-hatch-gap', GAP)}</defs>"
