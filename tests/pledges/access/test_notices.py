"""Who is told of what, on the start page and by mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from pledges import ledger
from pledges.access.notices import NoticeMessage, notices_for, send_notices
from pledges.models import ChangeSet, NoticeMail, User
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")


@pytest.fixture
def people(catalogue: None) -> dict[str, User]:
    names = ("drafter", "reviewer", "another")
    users = {name: staff_steps.user(name) for name in names}
    User.objects.filter(username__in=["drafter", "another"]).update(email="someone@example.org")
    return users


def told() -> list[tuple[str, list[str]]]:
    send_notices(now=staff_steps.NOW)
    found = [(one.subject, one.to) for one in mail.outbox]
    mail.outbox.clear()
    return found


@pytest.mark.usefixtures("people")
def test_each_step_is_mailed_once_to_whom_it_concerns() -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row()])
    to = ["someone@example.org"]
    assert told() == [("[Ramstein] Statements of June waits for review", to)]
    assert told() == []
    ledger.reject(changeset=changeset, reviewer=staff_steps.user("reviewer"), reason="Two.", now=staff_steps.NOW)
    send_notices(now=staff_steps.NOW)
    assert "was sent back (reviewer, 01 Jul 2025 12:00 UTC).\n\nTwo.\n\nhttp" in mail.outbox[0].body
    assert f"/staff/changesets/{changeset.pk}/" in mail.outbox[0].body
    mail.outbox.clear()
    ledger.submit(changeset=changeset, actor=staff_steps.user("drafter"), now=staff_steps.NOW)
    staff_steps.approve(changeset)
    ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    assert told() == [
        ("[Ramstein] Statements of June waits for review", to),
        ("[Ramstein] Statements of June was approved", to),
        ("[Ramstein] Statements of June was published", to),
    ]


def test_only_whom_it_waits_for_is_asked(people: dict[str, User]) -> None:
    User.objects.filter(username="reviewer").update(email="reviewer@example.org")
    changeset = staff_steps.draft([staff_steps.pledge_row()])
    ledger.assign(changeset=changeset, assignee=people["reviewer"], actor=people["drafter"], now=staff_steps.NOW)
    ledger.submit(changeset=changeset, actor=people["drafter"], now=staff_steps.NOW)
    assert told() == [("[Ramstein] Statements of June waits for review", ["reviewer@example.org"])]
    assert [one.kind for one in notices_for(people["reviewer"], now=staff_steps.NOW)] == ["submitted"]
    assert notices_for(people["another"], now=staff_steps.NOW) == []


def test_mail_that_the_server_refuses_is_tried_again(people: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> None:
    staff_steps.submit_rows([staff_steps.pledge_row()])

    def refuse(*_: Any) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as refusing:
        refusing.setattr(NoticeMessage, "send_through", refuse)
        assert send_notices(now=staff_steps.NOW) == 0
    assert NoticeMail.objects.count() == 0
    assert send_notices(now=staff_steps.NOW + timedelta(hours=1)) == 1
    assert send_notices(now=staff_steps.NOW + timedelta(days=2)) == 0


def test_start_page_tells_what_others_did(people: dict[str, User]) -> None:
    changeset = staff_steps.approve_rows([staff_steps.pledge_row()])
    seen = {name: [one.kind for one in notices_for(user, now=staff_steps.NOW)] for name, user in people.items()}
    assert seen == {"drafter": ["approved"], "reviewer": ["submitted"], "another": ["submitted"]}
    assert notices_for(people["drafter"], now=staff_steps.NOW + timedelta(days=15)) == []
    assert ChangeSet.objects.get(pk=changeset.pk).state == "approved"


def test_change_set_waits_for_somebody_who_can_work_on_it(people: dict[str, User]) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row()])
    reader = staff_steps.create_user("reader", role="reader")  # type: ignore[arg-type] -- a word of the vocabulary
    with pytest.raises(ledger.NotAllowed, match="reader cannot work on change sets"):
        ledger.assign(changeset=changeset, assignee=reader, actor=people["drafter"], now=staff_steps.NOW)
    for assignee in (people["another"], people["another"], None):
        ledger.assign(changeset=changeset, assignee=assignee, actor=people["drafter"], now=staff_steps.NOW)
    details = changeset.events.filter(kind="assigned").order_by("pk").values_list("detail", flat=True)
    assert list(details) == ["to another", "to nobody in particular"]
    version = staff_steps.publish_all([staff_steps.stock_row()])
    with pytest.raises(ledger.WrongState):
        ledger.assign(changeset=version.changeset, assignee=None, actor=people["drafter"], now=staff_steps.NOW)
