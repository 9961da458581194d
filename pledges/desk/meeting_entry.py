"""Starting the entry of a meeting: choose it or create it, say the source, and go to the grid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from meetings.choices import Attendance, MeetingMode, MeetingStatus, SourceGrade
from meetings.models import Donor, Forum, Meeting
from pledges.answers.row_names import meeting_name
from pledges.desk.grid_columns import SOURCE_PARTS
from pledges.desk.staff_pages import staff_page, staff_view, user_of
from pledges.intake.drafts import create_changeset
from pledges.ledger import Json
from pledges.models import ChangeSet, User
from pledges.values.choices import Action, Origin
from pledges.values.dates import DateError, parse_window
from pledges.words.window_words import column_window, window

MOST_MEETINGS = 60
MOST_OF_A_NAME = 100
MOST_OF_ALL_NAMES = 4000
"""Of those who were at a meeting: more than fifty parties come, each with a person."""

Party = tuple[Donor, str]
"""A party, and the person where one is named."""


class WideCharField(forms.CharField):
    """Words that take two columns of a form."""

    wide = True


class WideURLField(forms.URLField):
    """An address, which takes two columns of a form."""

    wide = True


class SourceForm(forms.Form):
    """The source that all rows of a meeting cite unless they say another."""

    use_required_attribute = False

    source_url = WideURLField(label="Address", required=False, max_length=2000, assume_scheme="https")
    source_title = WideCharField(label="Title", required=False, max_length=500)
    source_publisher = forms.CharField(label="Publisher", required=False, max_length=200)
    source_published = forms.DateField(
        label="Published on", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    source_grade = forms.ChoiceField(label="Grade", required=False, choices=[("", "—"), *SourceGrade.choices])


class PartiesField(WideCharField):
    """Parties with the person where one is named, as in `country: person; country`, or one a line.

    The form that it belongs to says whom a name or a code stands for, in small letters.
    """

    donors: Callable[[], Mapping[str, Donor]]

    def __init__(self, *, label: str, help_text: str, lines: int = 1) -> None:
        widget = forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput()
        super().__init__(label=label, help_text=help_text, required=False, max_length=MOST_OF_ALL_NAMES, widget=widget)

    def clean(self, value: Any) -> list[Party]:
        """Read names and codes of donors, without regard to case."""
        found = []
        for part in filter(None, map(str.strip, re.split(r"[;\n]", super().clean(value)))):
            names = self.donors()
            country, _, person = (piece.strip() for piece in part.partition(":"))
            if country.casefold() not in names:
                raise forms.ValidationError(f"No donor is called “{country}”.")
            if len(person) > MOST_OF_A_NAME:
                raise forms.ValidationError(f"A name has at most {MOST_OF_A_NAME} characters: “{person}”.")
            found.append((names[country.casefold()], person))
        return found


class MeetingForm(forms.Form):
    """A meeting that is not there yet."""

    use_required_attribute = False

    forum = forms.ModelChoiceField(label="Forum", queryset=Forum.objects.order_by("name"), to_field_name="slug")
    number = forms.IntegerField(label="Number", required=False, min_value=1, max_value=999)
    day = forms.CharField(label="Date", max_length=100, help_text="21 July 2025, 2025-07-21, or September 2025")
    status = forms.ChoiceField(
        label="Status", choices=[(one.value, one.label) for one in (MeetingStatus.HELD, MeetingStatus.PLANNED)]
    )
    place = forms.CharField(label="Place", required=False, max_length=100)
    mode = forms.ChoiceField(label="How", required=False, choices=[("", "—"), *MeetingMode.choices])
    chairs = PartiesField(label="Chairs", help_text="Germany: Boris Pistorius; United Kingdom: John Healey")
    absent = PartiesField(label="Absent", help_text="Only who is stated to have been, by the source above")
    online = PartiesField(label="Joined online", help_text="United States: Pete Hegseth; Ukraine")
    another = forms.BooleanField(
        label="Another meeting than one of the same day",
        required=False,
        help_text="Only where the forum met more than once in these days",
    )
    in_person = PartiesField(
        label="Attended in person", help_text="Nobody is taken to have come unless it is stated", lines=3
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, PartiesField):
                # Asked for when a value is read, so that a form which is only shown makes no query.
                field.donors = lambda: self.donors

    @cached_property
    def donors(self) -> dict[str, Donor]:
        """Whom a name or a code stands for, in small letters."""
        return {name.casefold(): donor for donor in Donor.objects.all() for name in (donor.code, donor.name)}

    def clean_day(self) -> Any:
        """Read the date; a meeting needs its first and last possible day."""
        try:
            found = parse_window(self.cleaned_data["day"], anchor=timezone.now().date())
        except DateError as error:
            raise forms.ValidationError(str(error)) from error
        if found.start is None or found.end is None:
            raise forms.ValidationError("A meeting needs a day, a month or another period with two ends.")
        return found

    def clean(self) -> dict[str, Any]:
        """Refuse a second meeting under the same name, and who was there where nobody was, or is said twice."""
        data = super().clean() or {}
        stated = Counter(party for kind in Attendance for party in data.get(kind.value, ()))
        if stated and data.get("status", MeetingStatus.HELD) != MeetingStatus.HELD:
            raise forms.ValidationError("Who was there can be stated only of a meeting that was held.")
        for (donor, person), times in stated.items():
            if times > 1:
                raise forms.ValidationError(
                    f"{person or donor.name} is named {times} times under Absent, Joined online and "
                    "Attended in person: keep one."
                )
        if data.get("forum") and data.get("day"):
            data["slug"] = slug_of(data["forum"], data.get("number"), data["day"].start)
            refuse_same_meeting(data)
        return data


def refuse_same_meeting(data: Mapping[str, Any]) -> None:
    """Refuse a second meeting under one name, and point out those of the forum in the same days, unless it is another.

    :raises ValidationError: there are some.
    """
    same_days = Q(forum=data["forum"], date_start__lte=data["day"].end, date_end__gte=data["day"].start)
    near = Meeting.objects.filter(same_days | Q(slug=data["slug"])).select_related("forum")
    found = list(near.order_by("date_start", "slug")[:MOST_MEETINGS])
    if any(one.slug == data["slug"] for one in found):
        raise forms.ValidationError(f"The meeting {data['slug']} is there already: choose it from the list.")
    if found and not data.get("another"):
        same = "; ".join(f"{title_of(one)} ({one.slug})" for one in found)
        raise forms.ValidationError(
            f"{same}: of the same forum and days. Choose it from the list, or tick “Another meeting than one of the "
            "same day”."
        )


def slug_of(forum: Forum, number: int | None, day: date) -> str:
    """The name of a meeting in addresses: by number, else by date."""
    return f"{forum.slug}-{number}" if number else f"{forum.slug}-{day.isoformat()}"


@staff_view()
def meeting_new(request: HttpRequest) -> HttpResponse:
    """Choose or create a meeting, and open a draft for what was said there."""
    posted = request.POST if request.method == "POST" else None
    creating = bool(posted) and "create" in request.POST
    source = SourceForm(posted)
    # A chosen meeting leaves the other form blank, and blank is not wrong there.
    form = MeetingForm(posted if creating else None)
    if posted is not None and source.is_valid():
        meeting, stated, told = None, None, told_of(source.cleaned_data)
        if not creating:
            meeting = Meeting.objects.filter(slug=request.POST.get("meeting", "")[:60]).first()
            if meeting is None:
                messages.error(request, "Choose a meeting from the list, or create one.")
        if creating and form.is_valid() and is_sourced(form, told):
            meeting, stated = planned_meeting(form.cleaned_data), meeting_row(form.cleaned_data, told)
        if meeting is not None:
            changeset = start_entry(meeting, told, user_of(request), now=timezone.now(), stated=stated)
            return redirect("changeset_detail", pk=changeset.pk)
    context = {"meetings": choices(), "form": form, "source": source, "chosen": request.POST.get("meeting", "")}
    return staff_page(request, "staff/meeting_new.html", status=422 if posted is not None else 200, **context)


def choices() -> list[tuple[str, str]]:
    """The meetings to choose from, latest first."""
    found = Meeting.objects.select_related("forum").order_by("-date_start", "slug")[:MOST_MEETINGS]
    return [(meeting.slug, title_of(meeting)) for meeting in found]


def title_of(meeting: Meeting) -> str:
    """The name of a meeting with its date."""
    words = f"{meeting_name(meeting)}, {window(column_window(meeting, 'date'))}"
    return words.replace("\N{NO-BREAK SPACE}", " ")


def told_of(source: Mapping[str, Any]) -> dict[str, str]:
    """What is said of a source as text, without what is left open."""
    return {name: str(source[name]) for name in SOURCE_PARTS if source.get(name)}


def is_sourced(form: MeetingForm, told: Mapping[str, str]) -> bool:
    """Whether what is said about who was there has a source; the form says so where it has none."""
    sourced = "source_url" in told or "source_title" in told
    if not sourced and any(form.cleaned_data[kind.value] for kind in Attendance):
        form.add_error(None, "Who was there or absent needs a source: fill in its address or its title above.")
        return False
    return True


def meeting_row(data: Mapping[str, Any], told: Mapping[str, str]) -> Json:
    """The row that states a meeting, with who chaired it, was there or absent; it goes through review."""
    parties = {name: parties_in_words(data[name]) for name in ("chairs", *Attendance.values)}
    cells = {
        "action": Action.MEETING.value,
        "meeting": data["slug"],
        "forum": data["forum"].slug,
        "meeting_number": str(data["number"] or ""),
        "meeting_status": data["status"],
        "occurred": data["day"].text,
        "place": data["place"],
        "mode": data["mode"],
        **parties,
        **told,
    }
    return {name: cell for name, cell in cells.items() if cell}


def parties_in_words(parties: Iterable[Party]) -> str:
    return "; ".join(f"{donor.code}: {person}" if person else donor.code for donor, person in parties)


def planned_meeting(data: Mapping[str, Any]) -> Meeting:
    """The meeting of a form, which is in no table yet."""
    columns = {name: data[name] for name in ("slug", "forum", "number", "status")}
    day = data["day"]
    return Meeting(**columns, date_text=day.text, date_start=day.start, date_end=day.end, date_precision=day.precision)


@transaction.atomic
def start_entry(
    meeting: Meeting, told: Mapping[str, str], user: User, *, now: datetime, stated: Json | None = None
) -> ChangeSet:
    """Open a draft whose rows are of this meeting, its date and this source unless they say otherwise.

    A meeting that is not there yet is `stated` by its first row.
    """
    rows = [stated] if stated else []
    changeset = create_changeset(
        title=title_of(meeting)[:200], origin=Origin.ENTRY, rows=rows, author=user, today=now.date(), now=now
    )
    occurred = meeting.date_start.isoformat() if meeting.date_start == meeting.date_end else meeting.date_text
    changeset.defaults = {"meeting": meeting.slug, "occurred": occurred, **told}
    changeset.save(update_fields=["defaults"])
    return changeset
