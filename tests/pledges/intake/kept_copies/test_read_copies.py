"""Files wait for a worker, which reads each in a process of its own."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from pledges.intake.kept_copies import read_waiting, store_copy
from pledges.intake.kept_copies.store_copies import copy_storage, file_name
from pledges.models import KeptCopy
from tests.pledges import staff_steps
from tests.pledges.intake.copy_texts.files import LOCKED_PDF, make_pdf

pytestmark = pytest.mark.django_db


def store(content: bytes, **more: Any) -> KeptCopy:
    return store_copy(content, person=staff_steps.user("drafter"), now=staff_steps.NOW, **more)


def test_what_waits_is_read_and_what_cannot_be_read_says_why() -> None:
    page, pdf, locked = store(b"<!doctype html><p>Two\r\nbatteries"), store(make_pdf("Ten guns.")), store(LOCKED_PDF)
    assert read_waiting() == 3
    assert read_waiting() == 0
    columns = ("sha256", "state", "text", "text_sha256", "problem")
    assert list(KeptCopy.objects.order_by("pk").values_list(*columns)) == [
        (page.sha256, "read", "Two batteries", hashlib.sha256(b"Two batteries").hexdigest(), ""),
        (pdf.sha256, "read", "Ten guns.", hashlib.sha256(b"Ten guns.").hexdigest(), ""),
        (locked.sha256, "failed", "", "", "the PDF file is locked by a password: store an open one"),
    ]


def test_a_file_that_is_missing_in_the_storage_is_said_to_be() -> None:
    copy = store(b"<p>lost")
    copy_storage().delete(file_name(copy.sha256))
    read_waiting()
    copy.refresh_from_db()
    assert (copy.state, copy.problem) == ("failed", "its file is missing in the storage")


GREEDY = "from pledges.intake.copy_texts.__main__ import limit_process; limit_process(); {}"


@pytest.mark.parametrize(
    ("statement", "said"),
    [("bytearray(2 << 30)", "MemoryError"), ("open('greedy.txt', 'w').write('a' * 9000)", "File too large")],
)
def test_the_reading_process_has_no_room_beyond_its_limits(statement: str, said: str, tmp_path: Path) -> None:
    greedy = GREEDY.format(statement)
    done = subprocess.run(
        [sys.executable, "-c", greedy], cwd=tmp_path, env={"PYTHONPATH": str(settings.BASE_DIR)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert said in done.stderr
