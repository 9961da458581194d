"""The closed vocabularies of meetings, memberships and sources; values are those of the API."""

from django.db.models import TextChoices


class MeetingStatus(TextChoices):
    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    POSTPONED = "postponed", "Postponed"
    CANCELLED = "cancelled", "Cancelled"


class MeetingMode(TextChoices):
    IN_PERSON = "in_person", "In person"
    ONLINE = "online", "Online"
    HYBRID = "hybrid", "Hybrid"


class CoalitionRole(TextChoices):
    LEAD = "lead", "Lead"
    CO_LEAD = "co_lead", "Co-lead"
    MEMBER = "member", "Member"
    OBSERVER = "observer", "Observer"
    ANNOUNCED = "announced", "Announced"


class MembershipBody(TextChoices):
    NATO = "nato", "NATO"
    EU = "eu", "European Union"
    CONTACT_GROUP = "contact_group", "Contact Group"


class Capability(TextChoices):
    """What a system or a coalition is for: the domains of the capability coalitions."""

    AIR_DEFENCE = "air_defence", "Air defence"
    ARTILLERY = "artillery", "Artillery"
    ARMOUR = "armour", "Armour"
    DRONES = "drones", "Drones"
    IT = "it", "IT"
    DEMINING = "demining", "Demining"
    MARITIME = "maritime", "Maritime"
    AIR_FORCE = "air_force", "Air force"
    ELECTRONIC_WARFARE = "electronic_warfare", "Electronic warfare"
    OTHER = "other", "Other"


class SourceGrade(TextChoices):
    """How close a source stands to the fact, closest first: the order in which sources are preferred."""

    OFFICIAL_DONOR = "official_donor", "Official donor"
    RECIPIENT = "recipient", "Recipient"
    ALLIANCE = "alliance", "Alliance"
    CONTRACT_BODY = "contract_body", "Contract body"
    MEDIA_QUOTING_OFFICIAL = "media_quoting_official", "Media quoting an official"
    MEDIA = "media", "Media"
    UNVERIFIED = "unverified", "Unverified"


SOURCE_GRADE_RANK: dict[str, int] = {grade.value: rank for rank, grade in enumerate(SourceGrade)}
"""The place of every grade in the order of preference; 0 is preferred to all others."""


class Confidence(TextChoices):
    """How the words of a source were seen by whoever entered them, surest first."""

    OFFICIAL = "official", "Official page"
    STORED_PAGE = "stored_page", "Stored copy of a page"
    ARTICLE = "article", "Article"
    REPO_DATA = "repo_data", "Published data set"
    MEMORY = "memory", "From memory, unverified"


class DatePrecision(TextChoices):
    """How finely a date window was stated; a deadline is one whatever its last day was stated as."""

    DAY = "day", "Day"
    MONTH = "month", "Month"
    QUARTER = "quarter", "Quarter"
    SEASON = "season", "Season"
    HALF = "half", "Half-year"
    YEAR = "year", "Year"
    PART = "part", "Early, middle or late part"
    RELATIVE = "relative", "Relative to the statement"
    RANGE = "range", "Range"
    DEADLINE = "deadline", "Deadline"
    UNKNOWN = "unknown", "Unknown"
