"""`make chaos`: every fault against a site that it starts in VAR_DIR/chaos, and a table of what came of it.

RUNS=8 (of each fault) FAULTS=part,of,names (leave out for all) PORT=8900
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import django


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one run of a fault."""

    acknowledged: int
    lost: int
    doubled: int
    healed_s: float
    worst: int
    rebuilt_alike: bool


QUIET_S, AFTER_S, HEAL_LIMIT_S = 3.0, 6.0, 120.0


def main() -> None:
    for number in (signal.SIGTERM, signal.SIGINT):  # also in the background: the site is stopped
        signal.signal(number, signal.default_int_handler)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "ramstein.settings", "STATIC_HASHED_NAMES": "0"}
    django.setup()
    from django.conf import settings  # noqa: PLC0415 - needs the set-up above

    from bench.chaos.chaos_load import Load  # noqa: PLC0415 - the same
    from bench.chaos.chaos_site import ChaosSite  # noqa: PLC0415 - the same
    from bench.chaos.faults import FAULTS, NOT_RUN  # noqa: PLC0415 - the same

    folder = Path(settings.VAR_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [part for part in os.environ.get("FAULTS", "").split(",") if part]
    chosen = {name: fault for name, fault in FAULTS.items() if not wanted or any(part in name for part in wanted)}
    site = ChaosSite(port=int(os.environ.get("CHAOS_PORT", "8900")), log=folder / "chaos.log")
    site.start()
    failed = 0
    try:
        site.wait("/freshz")
        load = Load(port=site.port, drafter=token_of("drafter"), reviewer=token_of("reviewer"))
        sys.stdout.write(HEAD)
        for name, fault in chosen.items():
            outcomes = [run_fault(site, load, fault) for _ in range(int(os.environ.get("RUNS", "8")))]
            sys.stdout.write(line_of(name, outcomes))
            sys.stdout.flush()
            failed += sum(one.lost + one.doubled + (not one.rebuilt_alike) for one in outcomes)
        for name, reason in NOT_RUN.items() if not wanted else ():
            sys.stdout.write(f"{name:<28} not run: {reason}\n")
    finally:
        site.stop()
    sys.exit(min(failed, 1))


HEAD = (
    f"{'fault':<28} {'runs':>4} {'acknowledged':>12} {'lost':>5} {'doubled':>7} {'heals in s':>10} "
    f"{'worst page':>10} {'rebuild --check':>15}\n"
)


def line_of(name: str, outcomes: list[Outcome]) -> str:
    """One line of the table; the time is the longest of all runs, the page the worst."""
    worst = min((one.worst for one in outcomes), key=lambda status: (status != 0, -status))
    alike = sum(one.rebuilt_alike for one in outcomes)
    return (
        f"{name:<28} {len(outcomes):>4} {sum(one.acknowledged for one in outcomes):>12} "
        f"{sum(one.lost for one in outcomes):>5} {sum(one.doubled for one in outcomes):>7} "
        f"{max(one.healed_s for one in outcomes):>10.1f} {worst or 'none':>10} {f'{alike} alike':>15}\n"
    )


def run_fault(site: object, load: object, fault: object) -> Outcome:
    """Publish and read, do it, wait until all goes well again, then let the load rest and count."""
    from bench.chaos.chaos_load import Load, healed_after, worst_status  # noqa: PLC0415 - needs the set-up of main
    from bench.chaos.chaos_site import ChaosSite  # noqa: PLC0415 - the same

    if not (isinstance(site, ChaosSite) and isinstance(load, Load) and callable(fault)):
        raise TypeError("a site, a load and a fault")
    load.begin()
    time.sleep(QUIET_S)
    before = site.latest_version()
    fault(site)
    done = time.monotonic()
    while not site.projects_what_is_published(after=before) and time.monotonic() < done + HEAL_LIMIT_S:
        time.sleep(0.2)
    fresh = time.monotonic() - done
    time.sleep(AFTER_S)
    seen = load.rest()
    site.wait("/freshz", timeout=HEAL_LIMIT_S)
    # Two who plan at once: the second plans again, as the site asks it to. Any other refusal is worth a look.
    for refusal in [one for one in seen.refused if "stale_plan" not in one]:
        sys.stderr.write(f"refused: {refusal}\n")
    titles = [title for _, title in seen.published]
    found = count_published(titles)
    return Outcome(
        acknowledged=len(titles),
        lost=sum(found[title] == 0 for title in titles),
        doubled=sum(found[title] > 1 for title in titles),
        healed_s=max(fresh, *healed_after(seen, fault=done)),
        worst=worst_status(seen),
        rebuilt_alike=rebuilds_alike(),
    )


def count_published(titles: list[str]) -> Counter[str]:
    """How often each title was published, and how many pledges came of it."""
    from django.db import connection  # noqa: PLC0415 - needs the set-up of main

    from pledges.models import DatasetVersion  # noqa: PLC0415 - the same

    connection.close()
    found = DatasetVersion.objects.filter(changeset__title__in=titles).values_list("changeset__title", flat=True)
    return Counter(found)


def rebuilds_alike() -> bool:
    """Whether a rebuild would give the stored figures, once the last version is projected."""
    from pledges import projections  # noqa: PLC0415 - needs the set-up of main
    from pledges.models import OutboxMessage  # noqa: PLC0415 - the same

    deadline = time.monotonic() + HEAL_LIMIT_S
    while OutboxMessage.objects.filter(processed_at=None).exists() and time.monotonic() < deadline:
        time.sleep(0.2)
    return not projections.differences()


def token_of(name: str) -> str:
    from django.utils import timezone  # noqa: PLC0415 - needs the set-up of main

    from pledges.access.api_tokens import create_token  # noqa: PLC0415 - the same
    from pledges.models import User  # noqa: PLC0415 - the same

    return create_token(owner=User.objects.get(username=name), name="chaos", lifetime_days=7, now=timezone.now())[1]


if __name__ == "__main__":
    main()
