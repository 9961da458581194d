"""Runs the recipes as a reader does: each file by itself, in a folder of its own."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from python_calamine import CalamineWorkbook

from pledges.site.recipe_languages import Variant
from tests.pledges.api.client.conftest import Site

REQUIRED = os.environ.get("RAMSTEIN_REQUIRE_CLIENTS") == "1"
PROGRAMS = {"curl": ("sh", "curl"), "r": ("Rscript", "Rscript"), "python": (sys.executable, sys.executable)}
"""What runs a language, and what has to be here for it."""

TIMEOUT_S = 120
ADDRESS = re.compile(r'https?://[^"\s]+')
TYPED = re.compile(r'\{"(\w+)", type (text|number)\}')

IN_ONE_GO = """
import contextlib, runpy, sys
for folder in sys.argv[1:]:
    with contextlib.chdir(folder), open("printed.txt", "w") as printed, contextlib.redirect_stdout(printed):
        runpy.run_path("recipe", run_name="__main__")
"""
"""Pandas takes a second to load: once for all recipes."""


def require(language: str) -> None:
    """Leave a test out where its program is not here, and say so; where it has to be here, fail."""
    program = PROGRAMS[language][1]
    if shutil.which(program) is None:
        reason = f"no {program} here: apt-get install r-base-core curl"
        if REQUIRED:
            pytest.fail(f"RAMSTEIN_REQUIRE_CLIENTS=1, and {reason}")
        pytest.skip(reason)


def print_recipes(variants: list[Variant], *, site: Site, folder: Path) -> dict[str, str]:
    """Return what each of the recipes prints, all of one language."""
    folders = {one.file.name: folder / one.file.name for one in variants}
    for one in variants:
        folders[one.file.name].mkdir(exist_ok=True)
        (folders[one.file.name] / "recipe").write_text(one.code(site=site.url), encoding="utf-8")
    if variants[0].language.key == "python":
        run_program(["-c", IN_ONE_GO, *map(str, folders.values())], program=sys.executable, site=site, folder=folder)
        return {name: (one / "printed.txt").read_text(encoding="utf-8") for name, one in folders.items()}
    program = PROGRAMS[variants[0].language.key][0]
    return {name: run_program(["recipe"], program=program, site=site, folder=one) for name, one in folders.items()}


def run_program(arguments: list[str], *, program: str, site: Site, folder: Path) -> str:
    """Run a program and return what it prints; it has to end well."""
    environment = os.environ | {"RAMSTEIN_TOKEN": site.drafter, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [program, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done
    return done.stdout


def rows_of(variant: Variant, *, site: Site) -> list[list[str]]:
    """Return header and rows of the one address that a recipe names, as a spreadsheet reads them."""
    (address,) = ADDRESS.findall(variant.code(site=site.url))
    answer = requests.get(address, timeout=60)
    assert answer.ok, answer.text
    if "format=xlsx" in address:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
        return [[spreadsheet_text(cell) for cell in row] for row in sheet.to_python()]
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def spreadsheet_text(cell: object) -> str:
    """Return what a spreadsheet shows in a cell."""
    return f"{cell:g}" if isinstance(cell, float) and cell.is_integer() else str(cell)


def types_in(variant: Variant, *, header: list[str]) -> dict[str, str]:
    """Return what kind of column a recipe takes each one for; without a word, a low, best or high is a number."""
    stated = dict(TYPED.findall(variant.code(site="")))
    return stated or {name: "number" if name.endswith(("_low", "_best", "_high")) else "text" for name in header}


def fits(cell: str, kind: str) -> bool:
    """Return whether a cell is of a kind; an empty one is unknown."""
    return kind == "text" or cell == "" or re.fullmatch(r"\d+(\.\d+)?", cell) is not None
