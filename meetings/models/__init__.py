"""Forums, meetings, coalitions, donors and sources."""

from meetings.models.catalogue_version import CatalogueVersion, SupersededRow
from meetings.models.coalitions import Coalition, Initiative, Membership
from meetings.models.donors import JOINT, RECIPIENT, UNNAMED, Donor, DonorAlias, DonorGdp, DonorKind, DonorMembership
from meetings.models.meetings import Forum, Meeting, MeetingAttendance, MeetingChair
from meetings.models.sources import Source, SourceClaim
