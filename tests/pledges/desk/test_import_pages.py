"""Importing tables: what is read, what is refused, and how far it is."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from pledges.intake.import_runs import ask_to_cancel, create_job, run_job
from pledges.models import ChangeSet, ImportJob
from pledges.values.choices import ImportState
from tests.pledges import staff_steps
from tests.pledges.desk.posting import words
from tests.worker import LiveWorker

pytestmark = pytest.mark.django_db

HEADER = "donors,system,unit,quantity,stage,occurred,source_title,source_published"
GOOD = f"{HEADER}\nDEU,patriot,battery,2,announced,2025-06-01,Statement,2025-06-02\n"
BAD = f"""{HEADER}
DEU,patroit,battery,2,announced,2025-06-01,Statement,2025-06-02
DEU,nasams,,=1+1,announced,never,Statement,
"""


def upload(client: Client, content: str, *, name: str = "table.csv", **fields: str) -> ImportJob:
    """Upload a file and return its job."""
    file = SimpleUploadedFile(name, content.encode())
    answer = client.post(reverse("import_new"), {"file": file, "layout": "auto", **fields})
    assert answer.status_code == 302, words(answer)
    return ImportJob.objects.order_by("-pk")[0]


def download_table(client: Client, name: str, job: ImportJob) -> str:
    """Return a table of an import as it is downloaded."""
    answer = client.get(reverse(name, args=[job.pk]))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined] -- a streamed answer


def test_small_file_becomes_a_draft_at_once(drafter: Client) -> None:
    job = upload(drafter, GOOD, title="From a file")

    page = words(drafter.get(reverse("import_detail", args=[job.pk])))
    changeset = ChangeSet.objects.get()
    assert (job.state, job.changeset, job.content) == (ImportState.DONE, changeset, b"")
    assert (changeset.title, changeset.rows.count()) == ("From a file", 1)
    assert "1 row · no problem" in page


def test_pasted_block_is_read(drafter: Client) -> None:
    drafter.post(reverse("import_new"), {"text": GOOD.replace(",", "\t"), "layout": "auto"})

    assert ChangeSet.objects.get().rows.get().plan["action"] == "create"


def test_all_problems_stand_at_their_row_of_the_file(drafter: Client) -> None:
    job = upload(drafter, BAD)

    page = words(drafter.get(reverse("import_detail", args=[job.pk])))
    table = download_table(drafter, "import_problems", job)
    assert '<td class="number">2</td><td>system</td><td class="value">patroit</td>' in page
    lines = table.splitlines()
    assert lines[0] == "row,column,value,rule,message,hint"
    assert lines[1] == "2,system,patroit,unknown_system,no system is called “patroit”,did you mean patriot?"
    assert any(line.startswith("3,quantity,'=1+1,") for line in lines)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("old.xls", GOOD, "this is an old XLS workbook"),
        ("broken.xlsx", "no workbook", "the file is called a workbook and is none"),
        ("empty.csv", "", "the file is empty"),
        ("prose.txt", "Once upon a time\nthere was no header\n", "no row of the file has headers that we know"),
    ],
)
def test_file_that_cannot_be_read_says_why(name: str, content: str, said: str, drafter: Client) -> None:
    job = upload(drafter, content, name=name)

    page = words(drafter.get(reverse("import_detail", args=[job.pk])))
    assert job.state == ImportState.FAILED
    assert said in page
    assert ChangeSet.objects.count() == 0


def test_nothing_at_all_is_refused(drafter: Client) -> None:
    answer = drafter.post(reverse("import_new"), {"layout": "auto", "text": "  "})

    assert answer.status_code == 422
    assert "Choose a file, or paste a block with its header row." in words(answer)


def test_file_beyond_the_limit_is_refused(drafter: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pledges.desk.import_pages.MAX_BYTES", 100)

    answer = drafter.post(reverse("import_new"), {"file": SimpleUploadedFile("t.csv", GOOD.encode()), "layout": "auto"})

    assert answer.status_code == 422
    assert "are read." in words(answer)


def test_large_file_goes_to_the_worker(
    drafter: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    rows = "".join(
        f"DEU,patriot,battery,{number},announced,2025-06-01,Statement,2025-06-02\n" for number in range(1, 2200)
    )

    with django_capture_on_commit_callbacks() as waiting:
        job = upload(drafter, f"{HEADER}\n{rows}")

    page = words(drafter.get(reverse("import_detail", args=[job.pk])))
    assert (job.state, len(waiting)) == (ImportState.WAITING, 1)
    assert "Waiting for the worker." in page


def test_waiting_import_is_cancelled_by_its_button(drafter: Client) -> None:
    job = create_job(
        content=[GOOD.encode()],
        file_name="t.csv",
        title="",
        options={},
        author=staff_steps.user("drafter"),
        now=timezone.now(),
    )

    drafter.post(reverse("import_detail", args=[job.pk]), {"cancel": "1"})

    job.refresh_from_db()
    assert (job.state, bytes(job.content)) == (ImportState.CANCELLED, b"")


@pytest.mark.django_db(transaction=True)
def test_running_import_stops_when_asked_and_stores_nothing(catalogue: None) -> None:
    rows = "".join(
        f"DEU,patriot,battery,{number},announced,2025-06-01,Statement,2025-06-02\n" for number in range(1, 300)
    )
    now = timezone.now()
    job = create_job(
        content=[f"{HEADER}\n{rows}".encode()],
        file_name="t.csv",
        title="",
        options={},
        author=staff_steps.user("drafter"),
        now=now,
    )
    ImportJob.objects.filter(pk=job.pk).update(state=ImportState.RUNNING)
    ask_to_cancel(job=job, now=now)

    stored = run_job(job=job.pk, today=now.date(), now=now)

    stored.refresh_from_db()
    assert (stored.state, ChangeSet.objects.count()) == (ImportState.CANCELLED, 0)
    assert stored.message == "Stopped before anything was stored."


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_import_runs(catalogue: None) -> None:
    rows = "".join(
        f"DEU,patriot,battery,{number},announced,2025-06-01,Statement,2025-06-02\n" for number in range(1, 300)
    )
    now = timezone.now()
    job = create_job(
        content=[f"{HEADER}\n{rows}".encode()],
        file_name="t.csv",
        title="",
        options={},
        author=staff_steps.user("drafter"),
        now=now,
    )

    stored = run_job(job=job.pk, today=now.date(), now=now)

    assert (stored.state, stored.rows_total, stored.rows_done, stored.problems_found) == (ImportState.DONE, 299, 299, 0)


def test_finished_import_is_not_run_again(drafter: Client) -> None:
    job = upload(drafter, GOOD)

    run_job(job=job.pk, today=staff_steps.TODAY, now=timezone.now())

    assert ChangeSet.objects.count() == 1


def test_importing_again_changes_nothing(drafter: Client) -> None:
    row = staff_steps.pledge_row()
    staff_steps.publish_all([row])
    table = ",".join(row) + "\n" + ",".join(row.values()) + "\n"

    job = upload(drafter, table)

    assert job.report["counts"] == {"unchanged": 1}


def test_worker_reads_a_large_file(celery_worker_process: LiveWorker) -> None:
    staff_steps.create_catalogue()
    client = Client()
    client.force_login(staff_steps.user("drafter"))
    line = "DEU,patriot,battery,{},announced,2025-06-01,Statement,2025-06-02\n"
    job = upload(client, f"{HEADER}\n" + "".join(line.format(number) for number in range(1, 2200)))

    celery_worker_process.wait(lambda: ImportJob.objects.get(pk=job.pk).state == ImportState.DONE, timeout=60)

    assert ChangeSet.objects.get().rows.count() == 2199
    assert reverse("changeset_detail", args=[ChangeSet.objects.get().pk]) in words(
        client.get(reverse("import_detail", args=[job.pk]))
    )
