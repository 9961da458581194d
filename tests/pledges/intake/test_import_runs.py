"""Files on their way in: stored piece by piece, read by a worker."""

from __future__ import annotations

import pytest
from django.db import connection

from pledges.intake.import_runs import ask_to_cancel, create_job, run_job
from pledges.models import ImportJob
from pledges.values.choices import ImportState
from tests.pledges import staff_steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

HEADER = b"external id,Donor,Item,unit,How many,Date,Link,source_published\n"
ROW = b"a:%d,Germany,Patriot,battery,about 2,2025-06-01,https://example.org,2025-06-15\n"


def upload(*pieces: bytes) -> ImportJob:
    """Return the job of a file that came in pieces."""
    return create_job(
        content=iter(pieces),
        file_name="t.csv",
        title="T",
        options={},
        author=staff_steps.user("drafter"),
        now=staff_steps.NOW,
    )


def test_pieces_of_a_file_are_put_together() -> None:
    pieces = (HEADER, b"\x00\xff'\\\n", ROW % 1)
    job = ImportJob.objects.get(pk=upload(*pieces).pk)
    assert bytes(job.content) == b"".join(pieces)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_largeobject_metadata")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_file_that_came_in_pieces_is_read_and_its_content_goes() -> None:
    content = HEADER + ROW % 1 + ROW % 2
    job = run_job(job=upload(content[:90], content[90:]).pk, today=staff_steps.TODAY, now=staff_steps.NOW)
    assert (job.state, job.message, job.report["counts"]) == (ImportState.DONE, "", {"create": 2})
    assert bytes(ImportJob.objects.get(pk=job.pk).content) == b""


def test_job_that_is_stopped_before_it_began_keeps_no_content() -> None:
    job = upload(HEADER)
    ask_to_cancel(job=job, now=staff_steps.NOW)
    stored = ImportJob.objects.get(pk=job.pk)
    assert (stored.state, bytes(stored.content)) == (ImportState.CANCELLED, b"")
