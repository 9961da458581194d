#!/usr/bin/env python
"""Command line of the project: finds or starts the database and the broker, then runs a Django command."""

import os
import sys

# Commands that touch neither the database nor the broker, or that start or end them themselves.
OFFLINE_COMMANDS = {
    "help",
    "version",
    "--help",
    "--version",
    "-h",
    "check",
    "collectstatic",
    "diffsettings",
    "up",
    "down",
}
OFFLINE_COMMANDS |= {"compilemessages", "draft_claims", "makemessages", "spectacular", "startapp"}


def main() -> None:
    """Run one command; a server that cannot be used is one line on standard error."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ramstein.settings")
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - after the settings module is named
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - see above

    from ramstein.embedded import EmbeddedError  # noqa: PLC0415 - see above
    from ramstein.servers import ensure_servers  # noqa: PLC0415 - see above

    try:
        if len(sys.argv) > 1 and sys.argv[1] not in OFFLINE_COMMANDS:
            ensure_servers()
        execute_from_command_line(sys.argv)
    except (EmbeddedError, ImproperlyConfigured) as error:
        sys.exit(f"ramstein: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
