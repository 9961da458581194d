"""Application configuration of `meetings`."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Who met, and who belongs where; knows nothing of pledges."""

    name = "meetings"
    verbose_name = "Meetings, coalitions and donors"
