"""The index of everything that readers look for by name, with the names in all languages of the pages."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from datetime import date
from threading import Lock

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

from pledges.answers import AsOf
from pledges.answers.search_subjects import MEETING, Subject, read_subjects
from pledges.values.name_index import NameIndex
from pledges.words.local_names import name_in_language

KEPT = 4
kept: OrderedDict[str, NameIndex[Subject]] = OrderedDict()
"""The indexes that this process holds, by the names of the catalogue that they are made of."""
_lock = Lock()


def index_subjects(as_of: AsOf) -> NameIndex[Subject]:
    """The index of the names of a moment; made anew when the catalogue changes."""
    found = kept.get(as_of.names) if as_of.names else None
    if found is None:
        found = NameIndex.of((subject, list(names_in_languages(subject))) for subject in read_subjects())
        with _lock:
            kept[as_of.names] = found
            while len(kept) > KEPT:
                kept.popitem(last=False)
    return found


def names_in_languages(subject: Subject) -> Iterator[str]:
    """Every name of a subject, the main ones first."""
    yield subject.name
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            yield from (name_in_language(name) for name in subject.names[:2])
            if subject.sort == MEETING:
                yield date_format(date.fromisoformat(subject.about), "F Y")
    yield from subject.names
