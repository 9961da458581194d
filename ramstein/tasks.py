"""Background work on the installation itself."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from ramstein.backups import thin_out_backups, write_backup


@shared_task(name="ramstein.back_up", acks_late=True)
def back_up() -> None:
    """Write the backup of the night, then remove those that are no longer needed."""
    now = timezone.now()
    write_backup(settings.BACKUP_FOLDER, now=now)
    thin_out_backups(settings.BACKUP_FOLDER, now=now)
