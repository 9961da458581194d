"""How the names of donors and of other things with a key read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from meetings.models import JOINT
from pledges.answers import Party
from pledges.answers.pledge_dimensions import NONE
from pledges.words.local_names import name_in_language


def say_row_name(key: str, name: str = "") -> str:
    """A name of the data as pages say it: the rows of what is joint and of none have a word in each language."""
    if key == JOINT:
        return _("Joint")
    return capfirst(_("none")) if key == NONE else name_in_language(name)


def name_of_key(names: Mapping[str, str], key: str | None) -> str:
    return name_in_language(names.get(key or "", key or ""))


def distinct(parties: Iterable[Party]) -> list[Party]:
    """The parties with each donor once, whatever its roles."""
    return list({party.code: party for party in parties}.values())


def names(parties: Iterable[Party]) -> str:
    return ", ".join(name_in_language(party.name) for party in distinct(parties)) or _("no party stated")
