"""Gives published amounts the value in euro that they lack, and one rate to pledges that stand at several."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pledges import ledger, projections
from pledges.intake.value_corrections import amounts_to_value, draft_values
from pledges.ledger import Refusal
from pledges.management.commands.import_file import account, write_refusal
from pledges.models import ChangeSet, User


class Command(BaseCommand):
    """`manage.py value_amounts [--as NAME [--publish --reviewer NAME]]`: lists them; with a name, drafts the rows."""

    help = (
        "List the published amounts that have no value in euro although a rate is known by now, and those at another "
        "rate than the first of their pledge. With --as, a draft of corrections is made for review."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as", dest="author", default="", metavar="USERNAME", help="who drafts")
        parser.add_argument("--publish", action="store_true", help="submit, approve and publish the draft")
        parser.add_argument("--reviewer", default="", metavar="USERNAME", help="who approves; somebody else")

    def handle(self, *_: Any, author: str, publish: bool, reviewer: str, **__: Any) -> None:
        if publish and not (author and reviewer):
            raise CommandError("--publish needs --as and --reviewer")
        drafter, approver = (account(name) if name else None for name in (author, reviewer))
        amounts = amounts_to_value()
        for one in amounts:
            entry = one.entry
            words = f"{entry.amount_text} {entry.currency} {entry.stage} of {entry.pledge.reference}"
            self.stdout.write(f"{one.identity}: {words}: {one.reason}")
        self.stdout.write(f"{len(amounts)} amounts can be given a value")
        if not amounts or drafter is None:
            return
        now = timezone.now()
        changeset = draft_values(amounts, author=drafter, today=now.date(), now=now)
        self.stdout.write(f"change set {changeset.pk}: {changeset.title}")
        if publish and approver is not None:
            self.publish(changeset, drafter, approver)

    def publish(self, changeset: ChangeSet, drafter: User, approver: User) -> None:
        try:
            ledger.submit(changeset=changeset, actor=drafter, now=timezone.now())
            seen = ledger.hash_shown_rows(changeset)
            ledger.approve(changeset=changeset, reviewer=approver, seen=seen, now=timezone.now())
            version = ledger.publish(changeset=changeset, reviewer=approver, now=timezone.now())
        except Refusal as refusal:
            raise CommandError(write_refusal(refusal)) from refusal
        now = timezone.now()
        projections.drain_outbox(today=now.date(), now=now)
        self.stdout.write(f"published as version {version.number}")
