"""The database and the broker of this installation: external where their addresses are set, else embedded."""

from django.conf import settings

from ramstein import embedded


def ensure_servers() -> None:
    """Make sure that the embedded servers run, where no address of an external one is set.

    :raises ramstein.embedded.EmbeddedError: they cannot be started.
    """
    if settings.EMBEDDED_DATABASE or settings.EMBEDDED_BROKER:
        embedded.ensure(settings.VAR_DIR, database=settings.EMBEDDED_DATABASE, broker=settings.EMBEDDED_BROKER)


def revive_servers() -> list[str]:
    """Start those embedded servers again whose process is gone; return what they are.

    :raises ramstein.embedded.EmbeddedError: one cannot be started now.
    """
    return embedded.revive(settings.VAR_DIR, database=settings.EMBEDDED_DATABASE, broker=settings.EMBEDDED_BROKER)
