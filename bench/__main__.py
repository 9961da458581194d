"""`python -m bench`, on the embedded PostgreSQL of VAR_DIR, which it empties.

SIZES=10000,100000,1000000 RUNS=5 SUITES=projections,pages,explorer,api,intake SIZE=100000 (of all but the first)
"""

import os
import sys
from datetime import date

import django


def main() -> None:
    """Start the servers, then measure each size and print the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ramstein.settings")
    os.environ |= {"STATIC_HASHED_NAMES": "0", "RATE_LIMIT_ADDRESS": "off", "RATE_LIMIT_TOKEN": "off"}
    django.setup()
    from bench.api import run_api  # noqa: PLC0415 - needs the settings
    from bench.explorer import explorer  # noqa: PLC0415 - needs the settings
    from bench.intake import run as run_intake  # noqa: PLC0415 - needs the settings
    from bench.loading import fill  # noqa: PLC0415 - needs the settings
    from bench.pages import pages  # noqa: PLC0415 - needs the settings
    from bench.report import run  # noqa: PLC0415 - needs the settings
    from ramstein.servers import ensure_servers  # noqa: PLC0415 - needs the settings

    ensure_servers()
    say = sys.stdout.write
    sizes = [int(size) for size in os.environ.get("SIZES", "10000,100000,1000000").split(",")]
    size, runs = int(os.environ.get("SIZE", "100000")), int(os.environ.get("RUNS", "5"))
    suites = os.environ.get("SUITES", "projections,pages,explorer,api,intake").split(",")
    failed = run(sizes=sizes, runs=runs, say=say) if "projections" in suites else 0
    if "pages" in suites:
        fill(size)
        failed += pages(day=date(2025, 6, 30), runs=runs, say=say)
    if "explorer" in suites:
        fill(size)
        explorer(say=say, rounds=runs)
    if "api" in suites:
        failed += run_api(size=size, runs=min(runs, 3), say=say)
    if "intake" in suites:
        failed += run_intake(say=say, runs=min(runs, 3))
    sys.exit(min(failed, 1))


if __name__ == "__main__":
    main()
