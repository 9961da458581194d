"""Background work: each task is a shell around one call, and safe to run twice."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from pledges import charts, projections
from pledges.access import notices, password_resets, stored_answers
from pledges.answers import page_answers
from pledges.intake import import_runs, rate_loading, row_words
from pledges.intake.duplicates import store_sides
from pledges.intake.kept_copies import read_waiting
from pledges.intake.text_drafts import store_drafts


@shared_task(name="pledges.drain_outbox", acks_late=True)
def drain_outbox() -> None:
    """Project every published version that waits, then have its charts drawn."""
    now = timezone.now()
    projections.drain_outbox(today=now.date(), now=now)
    # Not only after a version: a new day, another catalogue or another program is drawn anew as well.
    if charts.claim_drawing(now=now):
        keep_ahead.delay()
        draw_charts.delay()
    if store_sides.sides_are_behind(today=now.date()):
        store_published_sides.delay()


@shared_task(name="pledges.store_published_sides", acks_late=True)
def store_published_sides() -> None:
    """Store by what published pledges are compared with new rows, before the next row is planned."""
    store_sides.store_published_sides(today=timezone.now().date())


@shared_task(name="pledges.keep_ahead", acks_late=True)
def keep_ahead() -> None:
    """Compute what pages ask of the whole ledger, before the first reader asks."""
    page_answers.keep_ahead(now=timezone.now())


@shared_task(name="pledges.draw_charts", acks_late=True)
def draw_charts(start: int = 0) -> None:
    """Draw some of the charts that pages show, then let other work come between before going on."""
    following = charts.draw_current(start=start, now=timezone.now())
    if following is not None:
        draw_charts.delay(following)


@shared_task(name="pledges.advance_day", acks_late=True)
def advance_day() -> None:
    """Carry the projections to the present day, so that what became late is shown late."""
    now = timezone.now()
    projections.drain_outbox(today=now.date(), now=now)


@shared_task(name="pledges.run_import", acks_late=True)
def run_import(job: int) -> None:
    """Read an uploaded file into a draft."""
    now = timezone.now()
    import_runs.run_job(job=job, today=now.date(), now=now)


@shared_task(name="pledges.take_up_imports", acks_late=True)
def take_up_imports() -> None:
    """Send the imports anew whose worker or message is lost."""
    for job in import_runs.take_up_lost(now=timezone.now()):
        run_import.delay(job)


@shared_task(name="pledges.draft_text", acks_late=True)
def draft_text(run: int) -> None:
    """Draft the rows of a text."""
    now = timezone.now()
    store_drafts.run_drafting(run=run, today=now.date(), now=now)


@shared_task(name="pledges.take_up_drafts", acks_late=True)
def take_up_drafts() -> None:
    """Send the texts anew whose worker or message is lost."""
    for run in store_drafts.take_up_lost_runs(now=timezone.now()):
        draft_text.delay(run)


@shared_task(name="pledges.read_copies", acks_late=True)
def read_copies() -> None:
    """Read the texts of kept files that nobody read yet, and find the quotes in them."""
    read_waiting()


@shared_task(name="pledges.forget_answers", acks_late=True)
def forget_answers() -> None:
    """Delete the stored answers to writes that nobody repeats any more."""
    stored_answers.forget_answers(before=timezone.now() - timedelta(hours=settings.IDEMPOTENCY_KEPT_HOURS))


@shared_task(name="pledges.index_words", acks_late=True)
def index_words() -> None:
    """Let staff find by an index the words of rows that no longer change."""
    row_words.index_words()


@shared_task(name="pledges.send_resets", acks_late=True)
def send_resets() -> None:
    """Mail a link to whoever asked for a new password."""
    password_resets.send_resets(now=timezone.now())


@shared_task(name="pledges.send_notices", acks_late=True)
def send_notices() -> None:
    """Mail what happened to change sets and nobody was told of yet."""
    notices.send_notices(now=timezone.now())


@shared_task(name="pledges.load_rates", acks_late=True, soft_time_limit=120, time_limit=150)
def load_rates() -> None:
    """Take the newest rates to euro from the address in the settings."""
    rate_loading.load_from_settings(now=timezone.now())
