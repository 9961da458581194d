"""The closed vocabularies of meetings, memberships and sources; values are those of the API."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MeetingStatus(TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")


class MeetingMode(TextChoices):
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("Hybrid")


class Attendance(TextChoices):
    """How a party or a person was at a meeting; what is not known has no value, because it is not stored."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    ABSENT = "absent", _("Absent")


class CoalitionRole(TextChoices):
    LEAD = "lead", _("Lead")
    CO_LEAD = "co_lead", _("Co-lead")
    MEMBER = "member", _("Member")
    OBSERVER = "observer", _("Observer")
    ANNOUNCED = "announced", _("Announced")


class MembershipBody(TextChoices):
    NATO = "nato", _("NATO")
    EU = "eu", _("European Union")
    CONTACT_GROUP = "contact_group", _("Contact Group")


class Capability(TextChoices):
    """What a system or a coalition is for: the domains of the capability coalitions."""

    AIR_DEFENCE = "air_defence", _("Air defence")
    ARTILLERY = "artillery", _("Artillery")
    ARMOUR = "armour", _("Armour")
    DRONES = "drones", _("Drones")
    IT = "it", _("IT")
    DEMINING = "demining", _("Demining")
    MARITIME = "maritime", _("Maritime")
    AIR_FORCE = "air_force", _("Air force")
    ELECTRONIC_WARFARE = "electronic_warfare", _("Electronic warfare")
    OTHER = "other", _("Other")


class SourceGrade(TextChoices):
    """How close a source stands to the fact, closest first: the order in which sources are preferred."""

    OFFICIAL_DONOR = "official_donor", _("Official donor")
    RECIPIENT = "recipient", _("Recipient")
    ALLIANCE = "alliance", _("Alliance")
    CONTRACT_BODY = "contract_body", _("Contract body")
    MEDIA_QUOTING_OFFICIAL = "media_quoting_official", _("Media quoting an official")
    MEDIA = "media", _("Media")
    UNVERIFIED = "unverified", _("Unverified")


SOURCE_GRADE_RANK: dict[str, int] = {grade.value: rank for rank, grade in enumerate(SourceGrade)}
"""The place of every grade in the order of preference; 0 is preferred to all others."""


class Confidence(TextChoices):
    """How the words of a source were seen by whoever entered them, surest first."""

    OFFICIAL = "official", _("Official page")
    STORED_PAGE = "stored_page", _("Stored copy of a page")
    ARTICLE = "article", _("Article")
    REPO_DATA = "repo_data", _("Published data set")
    MEMORY = "memory", _("From memory, unverified")


class DatePrecision(TextChoices):
    """How finely a date window was stated; a deadline is one whatever its last day was stated as."""

    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")
    SEASON = "season", _("Season")
    HALF = "half", _("Half-year")
    YEAR = "year", _("Year")
    PART = "part", _("Early, middle or late part")
    RELATIVE = "relative", _("Relative to the statement")
    RANGE = "range", _("Range")
    DEADLINE = "deadline", _("Deadline")
    UNKNOWN = "unknown", _("Unknown")
