"""What has to be there before the processes start; every step does nothing where it was done before."""

import os
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from pledges.access.staff_accounts import ensure_first_accounts
from pledges.api.example_making import make_missing_examples


def prepare(*, say: Callable[[str], None]) -> list[str]:
    """Tables, the first accounts and the starter data; returns one line for each account."""
    say("Applying migrations.")
    call_command("migrate", verbosity=0, interactive=False)
    accounts = [
        f"Account {name}: password {password} (shown this once)" if password else f"Account {name}"
        for name, password in ensure_first_accounts()
    ]
    for line in accounts:  # already now: a password must not be lost where a later step is interrupted
        say(line)
    _load_starter(say=say)
    return accounts


def _load_starter(*, say: Callable[[str], None]) -> None:
    if os.environ.get("STARTER", "1") == "0":
        say("Catalogue only: the ledger stays empty (STARTER=0).")
        call_command("load_catalogue")
    else:
        call_command("load_starter")
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # asking the API asks for static files, too
        made = make_missing_examples(settings.API_EXAMPLES, now=timezone.now())
        if made:
            say(f"made {made} examples for the description of the API")
