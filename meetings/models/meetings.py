"""Forums and their meetings."""

from django.db import models
from django.db.models import Q

from meetings.choices import Attendance, Confidence, MeetingMode, MeetingStatus
from meetings.models.catalogue_version import part_of_catalogue
from meetings.models.donors import Donor
from meetings.models.sources import Source
from meetings.models.vocabulary_field import VocabularyField
from meetings.models.window_columns import window_columns, window_order
from meetings.querysets import MeetingQuerySet


class Forum(models.Model):
    """A series of meetings, such as the Contact Group or the NATO-Ukraine Council."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)

    class Meta:
        triggers = part_of_catalogue()

    def __str__(self) -> str:
        return self.name


class StandingMeetings(models.Manager["Meeting"]):
    """The meetings that nobody took back: what facts of former versions name stays in the table, and in no list."""

    def get_queryset(self) -> models.QuerySet["Meeting"]:
        return super().get_queryset().filter(taken_back=False)


class Meeting(models.Model):
    """One gathering of a forum. The slug never changes, even where the number is disputed.

    One that was `taken_back` stood in a change set that was undone.
    """

    slug = models.SlugField(max_length=60, unique=True)
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=200, blank=True)
    date_text, date_start, date_end, date_precision = window_columns(required=True)
    place = models.CharField(max_length=100, blank=True)
    country = models.ForeignKey(Donor, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    mode = VocabularyField(max_length=20, choices=MeetingMode, blank=True)
    status = VocabularyField(max_length=20, choices=MeetingStatus, default=MeetingStatus.HELD)
    rescheduled_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    participants = models.CharField(max_length=200, blank=True)
    outcomes = models.TextField(blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confidence = VocabularyField(max_length=20, choices=Confidence, blank=True)
    note = models.CharField(max_length=500, blank=True)

    taken_back = models.BooleanField(default=False, db_default=False, editable=False)

    objects = StandingMeetings.from_queryset(MeetingQuerySet)()
    every = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "number"], condition=Q(number__isnull=False), name="meeting_number_unique"
            ),
            window_order("meeting", "date"),
        ]
        indexes = [models.Index(fields=["-date_start", "slug"], name="meeting_date_idx")]
        triggers = part_of_catalogue()

    def __str__(self) -> str:
        return self.title or self.slug


class MeetingChair(models.Model):
    """One of the chairs of a meeting: the party, and the person where known."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="chairs")
    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "donor", "person"], name="meeting_chair_unique")]
        triggers = part_of_catalogue()

    def __str__(self) -> str:
        return self.person or str(self.donor_id)


class MeetingAttendance(models.Model):
    """How a party, or one person of it, is stated to have been at a meeting.

    Only what is stated has a row: whoever has none may have come or not. Without a person it is the party as a whole.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=100, blank=True)
    attendance = VocabularyField(max_length=20, choices=Attendance)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confidence = VocabularyField(max_length=20, choices=Confidence, blank=True)
    note = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "donor", "person"], name="meeting_attendance_unique"),
            models.CheckConstraint(
                name="meeting_attendance_stated",
                condition=Q(attendance__in=Attendance.values),
                violation_error_message="Attendance that is not known has no row.",
            ),
            models.CheckConstraint(
                name="meeting_attendance_sourced",
                condition=Q(source__isnull=False) | Q(confidence=Confidence.MEMORY),
                violation_error_message="Attendance needs a source, or the confidence “From memory, unverified”.",
            ),
        ]
        triggers = part_of_catalogue()

    def __str__(self) -> str:
        return f"{self.person or self.donor_id}: {self.attendance}"
