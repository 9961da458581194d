"""The shapes of the lists that answers give."""

from pledges.answers.fields import Shape
from pledges.answers.fields.entry_fields import ENTRY, ENTRY_COMPONENT
from pledges.answers.fields.field_tree import Component
from pledges.answers.fields.pledge_fields import EXPANDED, PARTY_ROW, PLEDGE
from pledges.answers.fields.summary_fields import GAP, HEADROOM, SYSTEM_SUMMARY, keyed_summary

PLEDGES = Shape(PLEDGE, Component("PledgeRow", "One promise in a list"), EXPANDED)
PARTIES = Shape(PARTY_ROW, Component("PartyRow", "Who takes part in a promise, and how"))
ENTRIES = Shape(ENTRY, ENTRY_COMPONENT)
SYSTEM_SUMMARIES = Shape(
    SYSTEM_SUMMARY,
    Component("SystemSummary", 'Stage fields with what is required; gap null is "no stated requirement"'),
)
DONOR_SUMMARIES = Shape(
    keyed_summary("donor"),
    Component("DonorSummary", "What is attributed to a donor; JOINT is what cannot be attributed"),
)
MEETING_SUMMARIES = Shape(keyed_summary("meeting"), Component("MeetingSummary", "What was promised at a meeting"))
COALITION_SUMMARIES = Shape(
    keyed_summary("coalition"), Component("CoalitionSummary", "What was promised in a coalition")
)
GAPS = Shape(
    GAP,
    Component(
        "Gap", "The latest requirement, what of it is delivered or firm, and what is certainly or possibly missing"
    ),
)
HEADROOM_ROWS = Shape(
    HEADROOM,
    Component(
        "Headroom",
        "What a donor could still give of a system, in the unit of its stock; null where units differ. The alarm says"
        " whether more is owed than there is; stale stocks raise none",
    ),
)
