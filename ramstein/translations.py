"""Compiles the texts of other languages; git keeps only their sources. `python -m ramstein.translations` by hand."""

import os
from pathlib import Path

import polib

LOCALES = Path(__file__).resolve().parent.parent / "locale"


def compile_translations(folder: Path = LOCALES) -> list[Path]:
    """Write a `.mo` beside every `.po` that changed since, and say which; gettext's own tools are not needed."""
    stale = [source for source in sorted(folder.rglob("*.po")) if _is_stale(source)]
    for source in stale:
        # Renamed when whole, under a name of its own: other processes may read or compile at the same time.
        whole = source.with_suffix(f".mo.{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(whole))
        whole.replace(source.with_suffix(".mo"))
    return stale


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


if __name__ == "__main__":
    compile_translations()
