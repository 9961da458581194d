"""Pictures of every kind of page, wide and narrow, light and dark, for whoever looks at the design."""

import threading
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.core.management.base import BaseCommand, CommandError
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import RequestFactory
from django.utils import timezone
from django.utils.module_loading import import_string

from bench.screenshots.chromium import find_chromium
from bench.screenshots.picture_list import BROKEN, public_paths, staff_paths
from pledges.answers import current_as_of
from pledges.models import User
from pledges.site.error_pages import server_error
from pledges.values.choices import Role
from ramstein.preparation import prepare
from ramstein.static_files import collect_static

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

WIDTHS = {1280: 900, 390: 844}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LOADED = """async () => {
    const images = [...document.images].map(image => { image.loading = "eager"; return image.decode(); });
    await Promise.all(images);
}"""
"""Fetches the pictures below the fold too, which a reader's browser leaves until somebody scrolls there."""


class Command(BaseCommand):
    """What `python -m bench.screenshots` and so `make screenshots` runs."""

    help = "Take a picture of each kind of page at two widths, in light and dark, and print it on paper."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("pages", nargs="*", help="names of pages, such as overview; all where none is given")
        parser.add_argument("--address", help="of a running site; without it the command serves the pages itself")
        parser.add_argument("--folder", type=Path, default=settings.VAR_DIR / "screenshots", help="where they go")

    def handle(self, *_: Any, pages: list[str], address: str | None, folder: Path, **__: Any) -> None:
        prepare(say=self.stdout.write)
        public, staff = public_paths(current_as_of(now=timezone.now())), staff_paths()
        unknown = sorted(set(pages) - {*public, *staff})
        if unknown:
            raise CommandError(f"There is no page {', '.join(unknown)}. There are: {', '.join([*public, *staff])}.")
        wanted = {name: path for name, path in (public | staff).items() if not pages or name in pages}
        folder.mkdir(parents=True, exist_ok=True)
        collect_static()
        broken = server_error(RequestFactory().get(BROKEN)).content.decode()
        with signed_in() as session, site(address) as base, chromium() as browser:
            taking = Taking(browser, base, folder, session, broken, say=self.stdout.write)
            for width in WIDTHS:
                for scheme in SCHEMES:
                    taking.pictures(wanted, staff, width=width, scheme=scheme)
            taking.papers({name: path for name, path in wanted.items() if name in public})
        self.stdout.write(f"{len(wanted) * len(WIDTHS) * len(SCHEMES)} pictures are in {folder}, and pages on paper.")


@contextmanager
def signed_in() -> Iterator[str]:
    """Give the key of a session of the first drafter, which ends with the pictures."""
    drafter = User.objects.get(username=Role.DRAFTER.value)
    session: SessionBase = import_string(f"{settings.SESSION_ENGINE}.SessionStore")()
    session[SESSION_KEY] = str(drafter.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = drafter.get_session_auth_hash()
    session.create()
    connections.close_all()
    try:
        yield session.session_key or ""
    finally:
        session.delete()


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
    program = find_chromium()
    if not program:
        raise CommandError("Pictures need Chromium: apt-get install chromium-headless-shell, or name it in CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


class Taking:
    """Takes pictures of the pages of one site into a folder."""

    def __init__(
        self, browser: "Browser", base: str, folder: Path, session: str, broken: str, *, say: Callable[[str], object]
    ) -> None:
        self.browser, self.base, self.folder, self.say = browser, base, folder, say
        self.session, self.broken = session, broken

    def pictures(
        self, paths: dict[str, str], staff: dict[str, str], *, width: int, scheme: Literal["light", "dark"]
    ) -> None:
        """Take a picture of each page in one width and colour scheme: of the public ones as anybody sees them."""
        for behind in (False, True):
            visitor = self.visitor(signed_in=behind, width=width, scheme=scheme)
            page = visitor.new_page()
            for name, path in paths.items():
                if (name in staff) is behind:
                    page.goto(path)
                    page.evaluate(LOADED)
                    file = self.folder / f"{name}-{width}-{scheme}.png"
                    page.screenshot(path=file, full_page=True)
                    self.say(file.name)
            visitor.close()

    def papers(self, paths: dict[str, str]) -> None:
        """Print each page, in what a browser set to dark makes of it on paper."""
        visitor = self.visitor(signed_in=False, width=1280, scheme="dark")
        page = visitor.new_page()
        for name, path in paths.items():
            page.goto(path)
            page.evaluate(LOADED)
            file = self.folder / f"{name}.pdf"
            page.pdf(path=file, format="A4", print_background=True)
            self.say(file.name)
        visitor.close()

    def visitor(self, *, signed_in: bool, width: int, scheme: Literal["light", "dark"]) -> "BrowserContext":
        """A browser with nothing remembered but, where it is to be signed in, the session."""
        viewport: Any = {"width": width, "height": WIDTHS[width]}
        visitor = self.browser.new_context(
            base_url=self.base, viewport=viewport, color_scheme=scheme, reduced_motion="reduce"
        )
        visitor.route(f"**{BROKEN}", lambda route: route.fulfill(body=self.broken, content_type="text/html"))
        if signed_in:
            visitor.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": self.session, "url": self.base}])
        return visitor
