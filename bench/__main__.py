"""`python -m bench`, on the embedded PostgreSQL of VAR_DIR, which it empties.

SUITES=projections,pages,explorer,api,orders,moments,intake,drafting RUNS=5
SIZES=10000,100000,1000000 (of projections) SIZE=100000 (of the others; several, 0 is the starter data)
ROWS=10000,100000 (of the tables of intake) FILES=release.xlsx,table.csv (measured by intake, too)
KEEP=ledger or KEEP=all (what an earlier run has loaded stays, see `bench.loading.fill`)
"""

import os
import sys
from datetime import date
from pathlib import Path

import django

SUITES = "projections,pages,explorer,api,orders,moments,intake,drafting"


def main() -> None:
    """Start the servers, then measure each size and print the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ramstein.settings")
    os.environ |= {"STATIC_HASHED_NAMES": "0", "RATE_LIMIT_ADDRESS": "off", "RATE_LIMIT_TOKEN": "off"}
    django.setup()
    from bench.api import run_api  # noqa: PLC0415 - needs the settings
    from bench.drafting_scores import run_drafting  # noqa: PLC0415 - needs the settings
    from bench.explorer import explorer  # noqa: PLC0415 - needs the settings
    from bench.intake import run as run_intake  # noqa: PLC0415 - needs the settings
    from bench.loading import fill  # noqa: PLC0415 - needs the settings
    from bench.moments import run_moments  # noqa: PLC0415 - needs the settings
    from bench.orders import run_orders  # noqa: PLC0415 - needs the settings
    from bench.pages import pages  # noqa: PLC0415 - needs the settings
    from bench.report import run  # noqa: PLC0415 - needs the settings
    from ramstein.database_roles import become_owner  # noqa: PLC0415 - needs the settings
    from ramstein.servers import ensure_servers  # noqa: PLC0415 - needs the settings

    ensure_servers()
    become_owner()  # it empties what only an owner may
    say = sys.stdout.write
    sizes = [int(size) for size in os.environ.get("SIZES", "10000,100000,1000000").split(",")]
    runs = int(os.environ.get("RUNS", "5"))
    suites = os.environ.get("SUITES", SUITES).split(",")
    failed = run(sizes=sizes, runs=runs, say=say) if "projections" in suites else 0
    for size in map(int, os.environ.get("SIZE", "100000").split(",")):
        if "pages" in suites:
            fill(size)
            failed += pages(day=date(2025, 6, 30), runs=runs, say=say)
        if "explorer" in suites:
            fill(size)
            explorer(say=say, rounds=runs)
        if "api" in suites:
            failed += run_api(size=size, runs=min(runs, 3), say=say)
        if "orders" in suites:
            failed += run_orders(size=size, runs=runs, say=say)
        if "moments" in suites:
            failed += run_moments(size=size, runs=runs, say=say)
    if "intake" in suites:
        rows = [int(count) for count in os.environ.get("ROWS", "10000").split(",")]
        files = [Path(name) for name in os.environ.get("FILES", "").split(",") if name]
        failed += run_intake(say=say, rows=rows, runs=min(runs, 3), files=files)
    if "drafting" in suites:
        failed += run_drafting(say)
    sys.exit(min(failed, 1))


if __name__ == "__main__":
    main()
