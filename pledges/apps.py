"""Application configuration of `pledges`."""

from django.apps import AppConfig


class PledgesConfig(AppConfig):
    """Who promised what, and what became of it."""

    name = "pledges"
    verbose_name = "Pledges and their ledger"
