"""The rows of a table of pledges, a cell for each column; as template fragments they took twelve times as long."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from meetings.models import RECIPIENT
from pledges.answers import Figure, PledgeRow, SystemRef
from pledges.answers.fields.field_tree import label_of
from pledges.answers.fields.pledge_fields import PLEDGE
from pledges.answers.figure_values import VagueFigure
from pledges.answers.page_answers.pledge_lines import Line
from pledges.values.choices import TERMS_WORDS
from pledges.values.dates import DateWindow
from pledges.words.counted_things import count_things
from pledges.words.figure_spans import euro, figure, money_of_pledge
from pledges.words.figure_words import quantity_of, units
from pledges.words.kept_words import KEPT, write_once
from pledges.words.lateness_words import say_late
from pledges.words.local_names import name_in_language
from pledges.words.page_addresses import clocks_of, path_of, with_query
from pledges.words.party_names import distinct
from pledges.words.vocabulary_words import inside, label
from pledges.words.window_words import window, window_title

Labels = Mapping[str, Mapping[str, str]]


PLACE = "PLACE"
"""What stands in a path for the name of what a page is about."""

NOTHING = SafeString("")


LONGEST_PUBLISHER = 38


MOST_DONORS = 3


@dataclass(frozen=True, slots=True)
class Around:
    """What the cells of one table share: the language, the clocks for links, and names by sort and value."""

    language: str
    clocks: SafeString
    labels: Labels

    def link(self, view: str, value: str, text: str | SafeString) -> SafeString:
        """A link to a page of one thing, at the same moment."""
        return link_page(path_of(get_script_prefix(), view, (PLACE,)), value, self.clocks, text)

    def name_of_row(self, sort: str, value: str | None) -> str:
        return name_in_language(self.labels.get(sort, {}).get(value or "", value or ""))


@lru_cache(maxsize=KEPT)
def link_page(path: str, value: str, clocks: SafeString, text: str | SafeString) -> SafeString:
    return format_html('<a href="{}{}">{}</a>', path.replace(PLACE, value), clocks, text)


def under(text: str | SafeString) -> SafeString:
    return format_html('<span class="under">{}</span>', text) if text else NOTHING


def tag(kind: str, words: str) -> SafeString:
    return format_html('<span class="tag {}">{}</span>', kind, words)


def plain(words: str) -> SafeString:
    return format_html('<span class="figure in-words">{}</span>', words)


def none() -> SafeString:
    return plain(_("none"))


@write_once
def window_words(when: DateWindow | None) -> SafeString:
    return conditional_escape(window(when))


@write_once
def due_words(when: DateWindow | None) -> SafeString:
    return format_html('<span title="{}">{}</span>', window_title(when), window(when))


@write_once
def what(stated: Figure | VagueFigure, system: SystemRef, unit: str) -> SafeString:
    """Say what is promised: how many of which system in which unit."""
    return count_things(stated, system.short_name, unit)


def say_money(row: PledgeRow) -> SafeString:
    """Say how much money is promised; without an amount, that it is money."""
    if row.amount is None and row.value_eur.promised is None:
        return conditional_escape(name_in_language(row.system.short_name))
    return money_of_pledge(row)


def in_unit(stated: Figure | VagueFigure | None, unit: str) -> SafeString:
    return format_html('<span class="unit">{}</span>', units(unit, stated))


@write_once
def state_tags(status: str, late: str, said: str, *, restates: bool, for_others: bool, unannounced: bool) -> SafeString:
    tags = [tag(status, inside(label(status, "status")))]
    if said:
        tags.append(tag(late, said))
    if restates or for_others:
        tags.append(tag("quiet", _("restates another") if restates else _("not for Ukraine")))
    if unannounced:
        tags.append(tag("possibly", _("more than promised")))
    return SafeString(" ".join(tags))


def announced_cell(line: Line, around: Around) -> str:
    return window_words(line.row.announced_on)


def donor(line: Line, around: Around) -> str:
    """Name the donors; of many the first few, the page of the pledge has all."""
    parties = distinct(line.row.parties)
    more = len(parties) - MOST_DONORS if len(parties) > MOST_DONORS + 1 else 0
    named = parties[:MOST_DONORS] if more else parties
    links = SafeString(
        ", ".join([around.link("donor_detail", party.code, name_in_language(party.name)) for party in named])
    )
    if not more:
        return links
    said = ngettext("and %(more)s more", "and %(more)s more", more) % {"more": more}
    return links + under(around.link("pledge_detail", line.row.reference, said))


def promise(line: Line, around: Around) -> str:
    row = line.row
    said = say_money(row) if row.system.is_money else what(row.stated, row.system, row.unit)
    return around.link("pledge_detail", row.reference, said) + under(row.reference)


def number_promised(line: Line, around: Around) -> str:
    """The promise on the page of its system, which need not name it in each row."""
    row = line.row
    if row.system.is_money:
        return promise(line, around)
    said = format_html("{} {}", quantity_of(row.stated), in_unit(row.stated, row.unit))
    return around.link("pledge_detail", row.reference, said) + under(row.reference)


def meeting_cell(line: Line, around: Around) -> str:
    return (
        around.link("meeting_detail", line.row.meeting, name_in_language(line.meeting)) if line.row.meeting else none()
    )


def state(line: Line, around: Around) -> str:
    row = line.row
    return state_tags(
        row.status,
        row.overdue,
        say_late(row),
        restates=bool(row.restates),
        for_others=row.beneficiary != RECIPIENT,
        unannounced=row.unannounced_delivery,
    )


def delivered_cell(line: Line, around: Around) -> str:
    row = line.row
    if not row.counted:
        shown = plain(_("not counted"))
    elif row.system.is_money:
        shown = euro(row.value_eur.delivered) if row.reports_payment else plain(_("not reported"))
    else:
        shown = figure(row.delivered)
    return shown + under(window_words(row.delivered_on) if row.delivered_on else "")


def outstanding_cell(line: Line, around: Around) -> str:
    row = line.row
    if not row.counted:
        return plain(_("not counted"))
    if row.system.is_money:
        return NOTHING
    return figure(row.still_owed)


def value(line: Line, around: Around) -> str:
    row = line.row
    if row.unconverted and row.value_eur.promised is None:
        return plain(_("not converted"))
    return euro(row.value_eur.promised)


def due_cell(line: Line, around: Around) -> str:
    return due_words(line.row.due)


def source(line: Line, around: Around) -> str:
    cite = line.cite
    if cite is None:
        return NOTHING
    words = cite.source.publisher or cite.source.title
    unverified = cite.confidence == "memory"
    return source_words(cite.source.url, words, cite.source.grade, unverified=unverified)


@write_once
def source_words(url: str, words: str, grade: str, *, unverified: bool) -> SafeString:
    """Name a source with a link to it, and how close it stands to the fact."""
    words = Truncator(words).chars(LONGEST_PUBLISHER)
    link = '<a href="{}" rel="noreferrer noopener external">{}</a>'
    shown = format_html(link, url, words) if url else conditional_escape(words)
    doubt = tag("unverified", _("unverified")) if unverified else ""
    return shown + format_html('<span class="under">{} {}</span>', inside(label(grade, "grade")), doubt)


def by_name(sort: str, view: str = "") -> Callable[[Line, Around], str]:
    def cell(line: Line, around: Around) -> str:
        key = getattr(line.row, sort)
        if not key:
            return none()
        name = around.name_of_row(sort, key)
        return around.link(view, key, name) if view else conditional_escape(name)

    return cell


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its cells, and what clicking on the heading orders by."""

    label: str | Promise
    cell: Callable[[Line, Around], str]
    css: str = ""
    order: str = ""


def terms_word(name: str) -> Callable[[Line, Around], SafeString]:
    def cell(line: Line, around: Around) -> SafeString:
        return conditional_escape(label(getattr(line.row, name), name))

    return cell


COLUMNS = {
    "announced": Column(label_of(PLEDGE, "announced_on"), announced_cell, order="announced"),
    "donor": Column(label_of(PLEDGE, "donors"), donor, order="donor"),
    "promise": Column(gettext_lazy("Promise"), promise, order="system"),
    "meeting": Column(label_of(PLEDGE, "meeting"), meeting_cell, order="meeting"),
    "state": Column(label_of(PLEDGE, "status"), state, order="status"),
    "delivered": Column(label_of(PLEDGE, "delivered"), delivered_cell, "number", "delivered"),
    "outstanding": Column(label_of(PLEDGE, "outstanding"), outstanding_cell, "number", "outstanding"),
    "value": Column(label_of(PLEDGE, "value_eur"), value, "number", "value"),
    "due": Column(label_of(PLEDGE, "due"), due_cell, "words", "due"),
    "source": Column(gettext_lazy("Source"), source, "words"),
    "coalition": Column(label_of(PLEDGE, "coalition"), by_name("coalition", "coalition_detail"), order="coalition"),
    "initiative": Column(label_of(PLEDGE, "initiative"), by_name("initiative"), order="initiative"),
    "package": Column(label_of(PLEDGE, "package"), by_name("package"), order="package"),
    "beneficiary": Column(label_of(PLEDGE, "beneficiary"), by_name("beneficiary"), order="beneficiary"),
    **{word: Column(label_of(PLEDGE, word), terms_word(word), order=word) for word in TERMS_WORDS},
}
"""By the name in the address."""


USUAL = ("announced", "donor", "promise", "meeting", "state", "delivered", "due", "source")


Columns = list[tuple[str, Column]]


def around_of(request: HttpRequest | None, labels: Labels) -> Around:
    return Around(get_language() or "", conditional_escape(with_query("", clocks_of(request))), labels)


def pledge_row(line: Line, columns: Columns, around: Around) -> str:
    cells = [
        f'<td class="{column.css} c-{name}">{conditional_escape(column.cell(line, around))}</td>'
        for name, column in columns
    ]
    return f"<tr>{''.join(cells)}</tr>\n"
