"""Pictures of every kind of page, wide and narrow, light and dark, for whoever looks at the design."""

import os
import shutil
import threading
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from pledges.charts import card_of
from pledges.charts.catalogue import shown_on_pages
from pledges.models import Pledge
from pledges.projections.answers import (
    AsOf,
    coalition_summaries,
    current_as_of,
    donor_summaries,
    meeting_summaries,
    system_summaries,
)
from ramstein.static_files import collect_static

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WIDTHS = {1280: 900, 390: 844}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LOADED = """async () => {
    const images = [...document.images].map(image => { image.loading = "eager"; return image.decode(); });
    await Promise.all(images);
}"""
"""Fetches the pictures below the fold too, which a reader's browser leaves until somebody scrolls there."""


class Command(BaseCommand):
    """`manage.py screenshots`, which is what `make screenshots` calls."""

    help = "Take a picture of each kind of page at two widths, in light and dark."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("pages", nargs="*", help="names of pages, such as overview; all where none is given")
        parser.add_argument("--address", help="of a running site; without it the command serves the pages itself")
        parser.add_argument("--folder", type=Path, default=settings.VAR_DIR / "screenshots", help="where they go")

    def handle(self, *_: Any, pages: list[str], address: str | None, folder: Path, **__: Any) -> None:
        paths = page_paths(current_as_of(now=timezone.now()))
        unknown = sorted(set(pages) - set(paths))
        if unknown:
            raise CommandError(f"There is no page {', '.join(unknown)}. There are: {', '.join(paths)}.")
        wanted = {name: path for name, path in paths.items() if not pages or name in pages}
        connections.close_all()
        folder.mkdir(parents=True, exist_ok=True)
        with site(address) as base, chromium() as browser:
            for width in WIDTHS:
                for scheme in SCHEMES:
                    take(browser, base, wanted, folder, width=width, scheme=scheme, say=self.stdout.write)
        self.stdout.write(f"{len(wanted) * len(WIDTHS) * len(SCHEMES)} pictures are in {folder}.")


def page_paths(as_of: AsOf) -> dict[str, str]:
    """Return the address of one page of each kind; of pages about one thing, that with the most to show."""
    lists = ("gap", "system", "donor", "meeting", "coalition", "pledge", "change")
    year_ago = (as_of.valid_at - timedelta(days=365)).isoformat()
    return {
        "overview": "/",
        "overview-money": "/?capability=money",
        "overview-past": f"/?valid_at={year_ago}",
        **{f"{name}-list": reverse(f"{name}_list") for name in lists},
        "pledge-list-groups": f"{reverse('pledge_list')}?group=donor",
        "pledge-list-empty": f"{reverse('pledge_list')}?q=nothing+of+the+kind",
        "change-list-all": f"{reverse('change_list')}?after=0",
        **detail_paths(as_of),
        **chart_paths(as_of),
        "methodology": reverse("methodology"),
        "glossary": reverse("glossary"),
        "data": reverse("data"),
        "staff-login": reverse("login"),
        "not-found": "/nowhere/",
        "not-understood": f"{reverse('pledge_list')}?sytem=patriot",
    }


def detail_paths(as_of: AsOf) -> dict[str, str]:
    """Return the pages of the system, donor, meeting, coalition and pledge with the most to show."""
    systems = [row for row in system_summaries(as_of) if row.required] or list(system_summaries(as_of))
    fullest: dict[str, Any] = {
        "system": max(systems, key=lambda row: row.stage.pledges, default=None),
        **{
            name: max(rows, key=lambda row: row.stage.pledges, default=None)
            for name, rows in (
                ("donor", donor_summaries(as_of)),
                ("meeting", meeting_summaries(as_of)),
                ("coalition", coalition_summaries(as_of)),
            )
        },
    }
    paths = {
        f"{name}-detail": reverse(f"{name}_detail", args=[row.system.slug if name == "system" else row.key])
        for name, row in fullest.items()
        if row is not None
    }
    pledge = Pledge.objects.order_by("-reference").first()
    return paths | ({"pledge-detail": reverse("pledge_detail", args=[pledge.reference])} if pledge else {})


def chart_paths(as_of: AsOf) -> dict[str, str]:
    """Return the page of the first drawn chart of each name, and one frame for other sites."""
    first: dict[str, str] = {}
    for name, key in shown_on_pages(as_of):
        if name not in first:
            card = card_of(name, key, as_of)
            if card is not None and card.sizes:
                first[name] = key
    paths = {f"chart-{name}": reverse("chart_detail", args=(name, key)) for name, key in first.items()}
    embedded = {f"embed-{name}": reverse("chart_embed", args=(name, key)) for name, key in list(first.items())[:1]}
    return paths | embedded


class QuietHandler(WSGIRequestHandler):
    """Answers without a line for each request."""

    def log_message(self, format: str, *args: Any) -> None:
        return


@contextmanager
def site(address: str | None) -> Iterator[str]:
    """Give the address of the site: the one that runs, or one that this process serves meanwhile."""
    if address:
        yield address.rstrip("/")
        return
    collect_static()
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def chromium() -> "Iterator[Browser]":
    """Start the browser.

    :raises CommandError: Playwright or Chromium is missing.
    """
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - not there on machines that only serve
    except ImportError as error:
        raise CommandError("Pictures need Playwright: pip install -r requirements-dev.txt") from error
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        raise CommandError("Pictures need Chromium: apt-get install chromium, or name it in CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def take(
    browser: "Browser",
    base: str,
    paths: dict[str, str],
    folder: Path,
    *,
    width: int,
    scheme: Literal["light", "dark"],
    say: Callable[[str], object],
) -> None:
    """Take a picture of each page in one width and colour scheme."""
    viewport: Any = {"width": width, "height": WIDTHS[width]}
    visitor = browser.new_context(base_url=base, viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    page = visitor.new_page()
    for name, path in paths.items():
        page.goto(path)
        page.evaluate(LOADED)
        file = folder / f"{name}-{width}-{scheme}.png"
        page.screenshot(path=file, full_page=True)
        say(file.name)
    visitor.close()
