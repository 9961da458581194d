"""Writes the chart library of the browser, as the drawing engine ships it, into the static files."""

from pathlib import Path
from typing import Any

import vl_convert
from django.conf import settings
from django.core.management.base import BaseCommand

from pledges.charts.chart_rendering import VEGA_LITE

TARGET = Path("static/js/vendor/vega-embed.js")


def bundle() -> str:
    """Bundle vega-embed with Vega and Vega-Lite in one script that asks no other host for anything."""
    # Its stub forgets that the snippet may be left out.
    text: str = vl_convert.javascript_bundle(vl_version=VEGA_LITE)  # type: ignore[call-arg]  # its stubs lack it
    return text


class Command(BaseCommand):
    help = "Write static/js/vendor/vega-embed.js anew; needed only after vl-convert-python changed its version."

    def handle(self, *args: Any, **options: Any) -> None:
        target = settings.BASE_DIR / TARGET
        target.write_text(bundle(), encoding="utf-8")
        self.stdout.write(f"{TARGET}: {target.stat().st_size} bytes")
