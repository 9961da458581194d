"""Application configuration of `meetings`."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class MeetingsConfig(AppConfig):
    """Who met, and who belongs where; knows nothing of pledges."""

    name = "meetings"
    verbose_name = "Meetings, coalitions and donors"

    def ready(self) -> None:
        # The registry of models is complete only here.
        from meetings.past_catalogue import create_past_views, drop_past_views  # noqa: PLC0415 - see above

        pre_migrate.connect(drop_past_views, sender=self)
        post_migrate.connect(create_past_views, sender=self)
