"""Descriptions of the JSON shapes of meetings, donors, coalitions and sources, for the OpenAPI document."""

from rest_framework import serializers

from meetings.choices import (
    Attendance,
    Capability,
    CoalitionRole,
    Confidence,
    DatePrecision,
    MeetingMode,
    MeetingStatus,
    MembershipBody,
    SourceGrade,
)
from meetings.models import DonorKind


class DateWindowSchema(serializers.Serializer):
    """A date as stated: on some day from start to end, both included; null is open or unknown."""

    text = serializers.CharField()
    start = serializers.DateField(allow_null=True)
    end = serializers.DateField(allow_null=True)
    precision = serializers.ChoiceField(choices=DatePrecision.choices, allow_null=True)


class SourceSchema(serializers.Serializer):
    """A publication that facts are cited from."""

    id = serializers.IntegerField()
    publisher = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField()
    published = serializers.DateField(allow_null=True)
    grade = serializers.ChoiceField(choices=SourceGrade.choices)


class SourceDetailSchema(SourceSchema):
    """A source with when and in which state it was read."""

    retrieved = serializers.DateField(allow_null=True)
    sha256 = serializers.CharField(allow_null=True)


class CitedSchema(serializers.Serializer):
    """What stands beside a fact: the words quoted, remarks, and how the words were seen."""

    quote = serializers.CharField()
    note = serializers.CharField()
    confidence = serializers.ChoiceField(choices=Confidence.choices, allow_null=True)
    source = SourceSchema()  # type: ignore[assignment]  # a column, not the attribute


class ChairSchema(serializers.Serializer):
    """A chair of a meeting."""

    donor = serializers.CharField()
    person = serializers.CharField()
    note = serializers.CharField()


class AttendanceSchema(serializers.Serializer):
    """How a party, or one person of it, is stated to have been at a meeting; whoever is missing may have come."""

    donor = serializers.CharField()
    person = serializers.CharField()
    attendance = serializers.ChoiceField(choices=Attendance.choices)
    source = SourceSchema(allow_null=True)  # type: ignore[assignment]  # a column, not the attribute
    confidence = serializers.ChoiceField(choices=Confidence.choices, allow_null=True)
    note = serializers.CharField()


class MeetingSchema(serializers.Serializer):
    """One gathering of a forum."""

    slug = serializers.CharField()
    forum = serializers.CharField()
    forum_name = serializers.CharField()
    number = serializers.IntegerField(allow_null=True)
    title = serializers.CharField()
    date = DateWindowSchema()
    place = serializers.CharField()
    country = serializers.CharField(allow_null=True)
    mode = serializers.ChoiceField(choices=MeetingMode.choices, allow_null=True)
    status = serializers.ChoiceField(choices=MeetingStatus.choices)
    rescheduled_to = serializers.CharField(allow_null=True)
    participants = serializers.CharField()
    outcomes = serializers.CharField()
    chairs = ChairSchema(many=True)
    attendances = AttendanceSchema(many=True)
    source = SourceSchema(allow_null=True)  # type: ignore[assignment]  # a column, not the attribute
    confidence = serializers.ChoiceField(choices=Confidence.choices, allow_null=True)
    note = serializers.CharField()


class DonorMembershipSchema(serializers.Serializer):
    """A dated membership of NATO, the EU or the Contact Group."""

    body = serializers.ChoiceField(choices=MembershipBody.choices)
    status = serializers.CharField()
    member_since = serializers.DateField(allow_null=True)
    member_until = serializers.DateField(allow_null=True)
    confidence = serializers.ChoiceField(choices=Confidence.choices, allow_null=True)


class DonorGdpSchema(serializers.Serializer):
    """A gross domestic product; the rate is in units of the currency for one euro, as a mean of the year."""

    year = serializers.IntegerField()
    amount = serializers.FloatField()
    currency = serializers.CharField()
    rate = serializers.FloatField()
    amount_eur = serializers.FloatField()
    source = SourceSchema()  # type: ignore[assignment]  # a column, not the attribute
    confidence = serializers.ChoiceField(choices=Confidence.choices, allow_null=True)
    note = serializers.CharField(allow_blank=True)


class DonorSchema(serializers.Serializer):
    """A country or organisation that takes part in pledges, meetings and coalitions."""

    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=DonorKind.choices)
    iso2 = serializers.CharField(allow_null=True)
    aliases = serializers.ListField(child=serializers.CharField())
    memberships = DonorMembershipSchema(many=True)
    gdp = DonorGdpSchema(many=True)


class MemberSchema(CitedSchema):
    """A member of a coalition or an initiative, as stated."""

    donor = serializers.CharField()
    role = serializers.ChoiceField(choices=CoalitionRole.choices)
    joined = DateWindowSchema(allow_null=True)
    as_of = serializers.DateField(allow_null=True)


class CoalitionSchema(serializers.Serializer):
    """A capability coalition with its members at the moment."""

    slug = serializers.CharField()
    name = serializers.CharField()
    capability = serializers.ChoiceField(choices=Capability.choices)
    announced = DateWindowSchema(allow_null=True)
    founded = DateWindowSchema(allow_null=True)
    member_count = serializers.IntegerField(allow_null=True)
    member_count_as_of = serializers.DateField(allow_null=True)
    members = MemberSchema(many=True)
    source = SourceSchema(allow_null=True)  # type: ignore[assignment]  # a column, not the attribute
    confidence = serializers.ChoiceField(choices=Confidence.choices, allow_null=True)
    note = serializers.CharField()


class InitiativeSchema(serializers.Serializer):
    """A named scheme that pledges run through, with its members at the moment."""

    slug = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    since = DateWindowSchema(allow_null=True)
    leads = serializers.ListField(child=serializers.CharField())
    members = MemberSchema(many=True)
    source = SourceSchema(allow_null=True)  # type: ignore[assignment]  # a column, not the attribute
    confidence = serializers.ChoiceField(choices=Confidence.choices, allow_null=True)
    note = serializers.CharField()
