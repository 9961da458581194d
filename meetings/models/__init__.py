"""Forums, meetings, coalitions, donors and sources."""

from meetings.models.coalitions import Coalition, Initiative, Membership
from meetings.models.donors import JOINT, UNNAMED, Donor, DonorAlias, DonorKind, DonorMembership
from meetings.models.meetings import Forum, Meeting, MeetingChair
from meetings.models.sources import Source, SourceClaim

__all__ = [
    "JOINT",
    "UNNAMED",
    "Coalition",
    "Donor",
    "DonorAlias",
    "DonorKind",
    "DonorMembership",
    "Forum",
    "Initiative",
    "Meeting",
    "MeetingChair",
    "Membership",
    "Source",
    "SourceClaim",
]
