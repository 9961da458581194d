"""Which events of change sets people have been told of by mail."""

from django.db import models

from pledges.models.change_sets import ChangeSetEvent


class NoticeMail(models.Model):
    """An event that its people were told of; of one that is missing here, they are told yet."""

    event = models.OneToOneField(ChangeSetEvent, on_delete=models.PROTECT, related_name="notice")
    sent_at = models.DateTimeField()
    recipients = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"notice of event {self.event_id}"
