"""Has the texts of stored files read, each in a process of its own that the system limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.db import transaction

from pledges.intake.copy_texts.copy_limits import MAX_SECONDS
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.kept_copies.store_copies import columns_of_text, copy_storage, file_name
from pledges.models import KeptCopy
from pledges.projections import anchor_quotes
from pledges.values.choices import CopyState

PROGRAM = (sys.executable, "-m", "pledges.intake.copy_texts")


def read_waiting() -> int:
    """Read every stored file whose text nobody read yet; safe to run at the same time. How many there were."""
    count = 0
    while read_next():
        count += 1
    if count:
        anchor_quotes()
    return count


@transaction.atomic
def read_next() -> bool:
    """Read one file; others that are being read are passed over, and one whose reader died is read again."""
    waiting = KeptCopy.objects.filter(state=CopyState.WAITING).order_by("pk")
    copy = waiting.select_for_update(skip_locked=True).first()
    if copy is None:
        return False
    for name, value in columns_of(copy).items():
        setattr(copy, name, value)
    copy.save(update_fields=["state", "text", "text_sha256", "problem"])
    return True


def columns_of(copy: KeptCopy) -> dict[str, str]:
    """The text of a copy as columns, or why it has none."""
    try:
        answer = run_reader(copy)
        if "text" in answer:
            return columns_of_text(str(answer["text"]))
        problem = str(answer["problem"])
    except FileProblem as refused:
        problem = f"{refused.message}: {refused.hint}"
    return {"state": CopyState.FAILED.value, "text": "", "text_sha256": "", "problem": problem[:500]}


def run_reader(copy: KeptCopy) -> dict[str, Any]:
    """What the reading process answers; where it does not, why."""
    try:
        with copy_storage().open(file_name(copy.sha256)) as file:
            content = file.read()
    except FileNotFoundError:
        return {"problem": "its file is missing in the storage"}
    try:
        done = subprocess.run(  # noqa: S603 - a program of ours; the file comes by standard input
            [*PROGRAM, copy.media_type, copy.page_url],
            input=content,
            capture_output=True,
            check=False,
            timeout=MAX_SECONDS,
            cwd=settings.BASE_DIR,
            # No password or key of the installation is within reach of what reads a stranger's file.
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"problem": f"it takes more than {MAX_SECONDS} seconds to read it"}
    except json.JSONDecodeError:
        return {"problem": "its text could not be read: the file is damaged, or takes more than is allowed"}
    return answer
