"""Specification, SVG and PNG of a sheet. Altair and its engine take 100 MB: only what renders imports this."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

import vl_convert
from altair.utils.schemapi import debug_mode

from pledges.charts.chart_margins import Form
from pledges.charts.drawings import DRAWINGS, Frame, frame_layers, unpack_rows
from pledges.charts.palette import PATTERNS, STYLE
from pledges.charts.sheets.chart_sheet import Sheet

VEGA_LITE = "6.4"
"""The version of Vega-Lite that Altair 6 writes for."""

PNG_SCALE = 2
ROOT = re.compile(r"<svg ([^>]*)>")


def specification(name: str, sheet: Sheet, form: Form, *, source: str) -> dict[str, Any]:
    """The Vega-Lite specification of a sheet with its data; by itself it carries title and source."""
    box = sheet.boxes[form]
    frame = Frame(sheet.title, sheet.unit, source) if form == Form.FULL else None
    # Altair checks every call against its schema, which takes ten times as long as drawing; the tests check once.
    with debug_mode(False):
        chart = frame_layers(DRAWINGS[name](sheet.marks, box), box, description=sheet.alt, frame=frame)
        spec = unpack_rows(chart.to_dict(validate=False))
    # Read by vega-embed in the reader's browser.
    spec["usermeta"] = {"embedOptions": {"renderer": "svg"}}
    return spec


def svg_of(spec: dict[str, Any], *, title: str, alt: str, styled: bool) -> str:
    """The drawing as SVG with its words, its hatchings and, where styled, its dark colours."""
    drawn: str = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[])
    style = f"<style>{STYLE}</style>" if styled else ""
    head = f"<title>{escape(title)}</title><desc>{escape(alt)}</desc>{style}{PATTERNS}"
    return ROOT.sub(lambda found: f'<svg role="img" {found[1]}>{head}', drawn, count=1)


def render(name: str, sheet: Sheet, form: Form, kind: str, *, source: str) -> bytes:
    """A file of a chart: its specification (json), drawing (svg) or picture (png, twice the size)."""
    spec = specification(name, sheet, form, source=source)
    if kind == "json":
        return json.dumps(spec, ensure_ascii=False, separators=(",", ":")).encode()
    if kind == "svg":
        return svg_of(spec, title=sheet.title, alt=sheet.alt, styled=True).encode()
    # A picture has one scheme of colours, so it goes without the rules for the dark one.
    plain = svg_of(spec, title=sheet.title, alt=sheet.alt, styled=False)
    return bytes(vl_convert.svg_to_png(plain, scale=PNG_SCALE))
