"""Where Debian's Chromium is, for pictures of pages and for tests in a browser."""

import os
import shutil

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""Names of the program; the first draws no window of its own, and so needs a quarter less time."""

PACKAGE = "chromium-headless-shell"
"""The package of Debian that brings the first."""


def find_chromium() -> str:
    """The path of the program: the one that CHROMIUM names, else the first found; blank where there is none."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), "")
