"""Background work: each task is a shell around one call, and safe to run twice."""

from celery import shared_task
from django.utils import timezone

from pledges import projections
from pledges.intake import jobs


@shared_task(name="pledges.drain_outbox", acks_late=True)
def drain_outbox() -> None:
    """Project every published version that waits."""
    now = timezone.now()
    projections.drain_outbox(today=now.date(), now=now)


@shared_task(name="pledges.advance_day", acks_late=True)
def advance_day() -> None:
    """Carry the projections to the present day, so that what became late is shown late."""
    now = timezone.now()
    projections.drain_outbox(today=now.date(), now=now)


@shared_task(name="pledges.run_import", acks_late=True)
def run_import(job: int) -> None:
    """Read an uploaded file into a draft."""
    now = timezone.now()
    jobs.run_job(job=job, today=now.date(), now=now)
