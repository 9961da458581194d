"""A donor's promises on the calendar: when announced, when due, when delivered; vague dates stay as wide as stated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.models import JOINT, Donor
from pledges.answers import AsOf, PledgeFilters, PledgeRow, pledge_states
from pledges.charts.chart_margins import Box, Form, Legend
from pledges.charts.sheets.chart_sheet import Column, Sheet, iso
from pledges.values.choices import Overdue, StatusWord
from pledges.values.dates import DateWindow
from pledges.words.counted_things import count_pledges
from pledges.words.figure_words import number, quantity, units
from pledges.words.lateness_words import say_late
from pledges.words.local_names import name_in_language
from pledges.words.party_names import say_row_name
from pledges.words.window_words import day, window

MOST = {Form.PAGE: 24, Form.FULL: 24, Form.PHONE: 16}
READ = 500


def donor_timeliness(key: str, as_of: AsOf) -> Sheet | None:
    """The dates of the pledges of a donor, whether anything of them has arrived or not."""
    donor = Donor.objects.filter(code=key).first()
    if donor is None and key != JOINT:
        return None
    name = name_in_language(donor.name) if donor else say_row_name(JOINT)
    filters = PledgeFilters(attributed_to=(key,), counted=True, aid_types=("military",))
    rows = pledge_states(as_of, filters, order="-announced", size=READ).rows
    dated = [row for row in rows if row.due is not None or row.delivered_on is not None]
    shown = in_time(choose_lines(rows))
    undated = sum(row.due is None for row in rows)
    marks = [mark(row, as_of) for row in shown]
    signs = {sign for item in marks for sign in item["signs"]}
    legend = tuple(Legend(sign, label) for sign, label in signs_in_words() if sign in signs)
    return Sheet(
        title=_("%(donor)s: promised, due, delivered") % {"donor": name},
        unit=_("One line per pledge. A bar is as wide as the date is vague. %(undated)s of %(all)s have no due date.")
        % {"undated": number(undated), "all": number(len(rows))},
        alt=alt_text(name, rows, dated),
        columns=(
            Column("pledge", _("Pledge")),
            Column("what", _("What")),
            Column("announced", _("Announced"), "window"),
            Column("due", _("Due"), "window"),
            Column("delivered", _("Delivered"), "window"),
            Column("status", _("State")),
            Column("overdue", _("Overdue")),
        ),
        rows=tuple(table_row(row) for row in rows),
        marks={"rows": marks, **calendar(shown, as_of)} if marks else {},
        boxes={form: box(form, len(marks), legend) for form in Form},
        home=reverse("donor_detail", args=(key,)),
        home_label=name,
        links=tuple(reverse("pledge_detail", args=(row.reference,)) for row in rows),
        note=_(
            "%(shown)s of %(all)s pledges: the latest of those with a due date, of those that wait without one,"
            " and of what has arrived. The table has all."
        )
        % {"shown": number(len(shown)), "all": number(len(rows))}
        if len(rows) > len(shown)
        else "",
    )


def has_arrived(row: PledgeRow) -> bool:
    return row.status == StatusWord.DELIVERED


def choose_lines(rows: Sequence[PledgeRow]) -> list[PledgeRow]:
    """The pledges that are drawn, of all in the order of announcement, the latest first.

    A third of the lines each is for what has a due date and has not arrived, for what has neither, and for what has
    arrived; room that one does not need goes to the others.
    """
    most = MOST[Form.PAGE]
    waiting = [row for row in rows if not has_arrived(row)]
    due, undated = [row for row in waiting if row.due], [row for row in waiting if not row.due]
    groups = (due, undated, [row for row in rows if has_arrived(row)])
    first = [row for group in groups for row in group[: most // 3]]
    further = [row for group in groups for row in group[most // 3 :]]
    return [*first, *further][:most]


def in_time(rows: Sequence[PledgeRow]) -> list[PledgeRow]:
    """The rows with the first announced on top."""
    return sorted(rows, key=lambda row: (first_day(row.announced_on) or date.min, row.reference))


def first_day(when: DateWindow | None) -> date | None:
    return (when.start or when.end) if when else None


def signs_in_words() -> list[tuple[str, str]]:
    return [
        ("announced", _("announced")),
        ("due", _("due")),
        ("delivered", _("delivered")),
        ("partly", _("delivered in part, or how much is undisclosed")),
        ("late", _("due date passed")),
        ("waiting", _("not reported as delivered")),
    ]


def what(row: PledgeRow) -> str:
    """Say what was promised: Patriot, 4 batteries; the unit is left out where the name says it."""
    unit = units(row.unit, row.promised)
    name = name_in_language(row.system.short_name)
    said = "" if unit.rstrip("s").lower() in name.lower() else f" {unit}"
    return f"{name}, {quantity(row.promised)}{said}"


def table_row(row: PledgeRow) -> tuple[Any, ...]:
    words = (str(StatusWord(row.status).label), str(Overdue(row.overdue).label))
    return (row.reference, what(row), row.announced_on, row.due, row.delivered_on, *words)


def mark(row: PledgeRow, as_of: AsOf) -> dict[str, Any]:
    late = row.overdue in (Overdue.CERTAINLY, Overdue.POSSIBLY)
    whole = row.status == StatusWord.DELIVERED
    announced, due, delivered = row.announced_on, row.due, row.delivered_on
    due_start = (due.end if due.deadline else due.start or due.end) if due else None
    signs = ["announced"] if announced else []
    signs += ["due"] if due else []
    signs += [("delivered" if whole else "partly")] if delivered else []
    signs += ["late"] if late else []
    waiting = announced is not None and not delivered and row.status != StatusWord.WITHDRAWN
    signs += ["waiting"] if waiting else []
    until = due.end if due and due.end and due.end < as_of.valid_at else None
    return {
        "reference": row.reference,
        "label": what(row),
        "announced": iso(first_day(announced)),
        "due_start": iso(due_start),
        "due_end": iso((due.end or due.start) if due else None),
        "delivered_start": iso((delivered.start or delivered.end) if delivered else None),
        "delivered_end": iso((delivered.end or delivered.start) if delivered else None),
        "whole": whole,
        "late_from": iso(until if late else None),
        "late_to": iso(as_of.valid_at if late and until else None),
        "late": row.overdue,
        "waiting_from": iso(first_day(announced) if waiting else None),
        "waiting_to": iso((until or as_of.valid_at) if waiting else None),
        "says": sentence(row),
        "href": reverse("pledge_detail", args=(row.reference,)),
        "signs": signs,
    }


def sentence(row: PledgeRow) -> str:
    parts = [f"{row.reference}, {what(row)}", _("announced %(day)s") % {"day": window(row.announced_on)}]
    parts.append(_("due %(day)s") % {"day": window(row.due)} if row.due else _("no due date"))
    if row.delivered_on:
        parts.append(delivery_words(row.status) % {"day": window(row.delivered_on)})
    if late := say_late(row):
        parts.append(late)
    return ", ".join(parts)


def delivery_words(status: str) -> str:
    if status == StatusWord.DELIVERED:
        return _("delivered %(day)s")
    if status == StatusWord.IN_DELIVERY:
        return _("delivered in part %(day)s")
    return _("delivered %(day)s, how much is undisclosed")


def calendar(rows: Sequence[PledgeRow], as_of: AsOf) -> dict[str, str]:
    """The first and the last day that the drawing spans."""
    windows = [when for row in rows for when in (row.announced_on, row.due, row.delivered_on) if when]
    days = [end for when in windows for end in (when.start, when.end) if end]
    span = {"start": min(days).isoformat(), "end": max(*days, as_of.valid_at).isoformat()}
    return span | {"now": iso(as_of.valid_at), "today": day(as_of.valid_at)}


def box(form: Form, rows: int, legend: tuple[Legend, ...]) -> Box:
    """The room of the lines: words beside them on a page, above them on a phone."""
    if form == Form.PHONE:
        return Box(form, min(rows, MOST[form]) * 38, left=6, right=8, top=20, bottom=20, legend=legend)
    return Box(form, rows * 23, left=236, right=12, top=22, bottom=20, legend=legend)


def alt_text(name: str, rows: Sequence[PledgeRow], dated: Sequence[PledgeRow]) -> str:
    """Say how many pledges have dates, and how many are late."""
    if not dated:
        return _("%(donor)s: no pledge has a due date or a delivery date.") % {"donor": name}
    counts = {word: sum(row.overdue == word for row in rows) for word in Overdue.values}
    late = [sentence(row) for row in rows if row.overdue in (Overdue.CERTAINLY, Overdue.POSSIBLY)][:4]
    said = _(
        "%(donor)s, %(pledges)s: %(due)s with a due date, %(delivered)s with a delivery date;"
        " %(certainly)s certainly overdue, %(possibly)s past the due date with no full delivery reported."
    ) % {
        "donor": name,
        "pledges": count_pledges(len(rows)),
        "due": sum(row.due is not None for row in rows),
        "delivered": sum(row.delivered_on is not None for row in rows),
        "certainly": counts["certainly"],
        "possibly": counts["possibly"],
    }
    return " ".join([said, *(f"{words}." for words in late)])
