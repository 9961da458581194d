"""How the names of donors and of other things with a key read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from pledges.answers import Party


def name_of_key(names: Mapping[str, str], key: str | None) -> str:
    """The name of a key, or the key where it has none."""
    return names.get(key or "", key or "")


def distinct(parties: Iterable[Party]) -> list[Party]:
    """The parties with each donor once, whatever its roles."""
    return list({party.code: party for party in parties}.values())


def names(parties: Iterable[Party]) -> str:
    """The names of the donors, each once."""
    return ", ".join(party.name for party in distinct(parties)) or _("no party stated")
