"""`python -m bench`: SIZES=10000,100000,1000000 RUNS=5, on the embedded PostgreSQL of VAR_DIR, which it empties."""

import os
import sys

import django


def main() -> None:
    """Start the servers, then measure each size and print the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ramstein.settings")
    django.setup()
    from bench.report import run  # noqa: PLC0415 - needs the settings
    from ramstein.servers import ensure_servers  # noqa: PLC0415 - needs the settings

    ensure_servers()
    sizes = [int(size) for size in os.environ.get("SIZES", "10000,100000,1000000").split(",")]
    sys.exit(run(sizes=sizes, runs=int(os.environ.get("RUNS", "5")), say=sys.stdout.write))


if __name__ == "__main__":
    main()
