"""`python -m bench`, on the embedded PostgreSQL of VAR_DIR, which it empties.

SIZES=10000,100000,1000000 RUNS=5 SUITES=projections,api,intake API_SIZE=100000
"""

import os
import sys

import django


def main() -> None:
    """Start the servers, then measure each size and print the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ramstein.settings")
    django.setup()
    from bench.api import run_api  # noqa: PLC0415 - needs the settings
    from bench.intake import run as run_intake  # noqa: PLC0415 - needs the settings
    from bench.report import run  # noqa: PLC0415 - needs the settings
    from ramstein.servers import ensure_servers  # noqa: PLC0415 - needs the settings

    ensure_servers()
    sizes = [int(size) for size in os.environ.get("SIZES", "10000,100000,1000000").split(",")]
    runs, suites = int(os.environ.get("RUNS", "5")), os.environ.get("SUITES", "projections,api,intake").split(",")
    failed = run(sizes=sizes, runs=runs, say=sys.stdout.write) if "projections" in suites else 0
    if "api" in suites:
        failed += run_api(size=int(os.environ.get("API_SIZE", "100000")), runs=min(runs, 3), say=sys.stdout.write)
    if "intake" in suites:
        failed += run_intake(say=sys.stdout.write, runs=min(runs, 3))
    sys.exit(min(failed, 1))


if __name__ == "__main__":
    main()
