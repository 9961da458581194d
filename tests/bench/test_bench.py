"""The tools of developers follow the product: what they take from it is there."""

import importlib
import pkgutil

import pytest

import bench

MODULES = [found.name for found in pkgutil.walk_packages(bench.__path__, "bench.")]


@pytest.mark.parametrize("name", MODULES)
def test_module_finds_what_it_imports(name: str) -> None:
    assert importlib.import_module(name).__doc__
