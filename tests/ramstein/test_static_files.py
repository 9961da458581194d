"""Static files are collected once for the same sources."""

from pathlib import Path

from pytest_django import Settings

from ramstein.static_files import collect_static


def test_collect_static_works_only_after_a_change(settings: Settings, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "site.css").write_text("body { margin: 0 }")
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]

    first, again = collect_static(), collect_static()
    (source / "more.css").write_text("p { margin: 0 }")
    after_change = collect_static()

    assert (first, again, after_change) == (True, False, True)
    assert sorted(path.name for path in settings.STATIC_ROOT.glob("*.css")) == ["more.css", "site.css"]
