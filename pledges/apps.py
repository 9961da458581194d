"""Application configuration of `pledges`."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PledgesConfig(AppConfig):
    """Who promised what, and what became of it."""

    name = "pledges"
    verbose_name = "Pledges and their ledger"

    def ready(self) -> None:
        # Models can be imported only here.
        from pledges.models.rules_left_aside import guard_rules_left_aside  # noqa: PLC0415 - see above

        post_migrate.connect(guard_rules_left_aside, sender=self)
