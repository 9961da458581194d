"""`python -m bench.screenshots [page …] [--address A] [--folder F]`."""

import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from bench.screenshots.take_pictures import Command  # noqa: PLC0415 - needs the settings

    Command().run_from_argv(["python -m", "bench.screenshots", *sys.argv[1:]])


if __name__ == "__main__":
    main()
