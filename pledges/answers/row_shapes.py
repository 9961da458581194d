"""The shapes of the lists that answers give."""

from pledges.answers.fields import Shape
from pledges.answers.fields.entry_fields import ENTRY
from pledges.answers.fields.pledge_fields import EXPANDED, PARTY_ROW, PLEDGE
from pledges.answers.fields.summary_fields import GAP, HEADROOM, SYSTEM_SUMMARY, keyed_summary

PLEDGES = Shape(PLEDGE, EXPANDED)
PARTIES = Shape(PARTY_ROW)
ENTRIES = Shape(ENTRY)
SYSTEM_SUMMARIES = Shape(SYSTEM_SUMMARY)
DONOR_SUMMARIES = Shape(keyed_summary("donor"))
MEETING_SUMMARIES = Shape(keyed_summary("meeting"))
COALITION_SUMMARIES = Shape(keyed_summary("coalition"))
GAPS = Shape(GAP)
HEADROOM_ROWS = Shape(HEADROOM)
