"""The settings of the product, with the floors beside it and no limit on how often a client may ask."""
# ruff: noqa: F403 - settings are extended by importing them all

from ramstein.settings import *

ROOT_URLCONF = "bench.urls"
RATE_LIMIT_ADDRESS = "off"
ALLOWED_HOSTS = ["*"]
