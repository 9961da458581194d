"""The settings of the product, with the tools of developers beside it and no limit on how often a client may ask."""
# ruff: noqa: F403 - settings are extended by importing them all

from pathlib import Path

from ramstein.settings import *
from ramstein.settings import STATICFILES_DIRS, TEMPLATES

TOOLS_DIR = Path(__file__).resolve().parent
ROOT_URLCONF = "bench.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [*TEMPLATES[0]["DIRS"], TOOLS_DIR / "templates"]}]
STATICFILES_DIRS = [*STATICFILES_DIRS, TOOLS_DIR / "static"]
RATE_LIMIT_ADDRESS = "off"
ALLOWED_HOSTS = ["*"]
