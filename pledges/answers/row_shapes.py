"""The shapes of the lists that answers give."""

from pledges.answers.fields import Shape
from pledges.answers.fields.asserted_fields import ASSERTED_TOTAL
from pledges.answers.fields.catalogue_fields import COMPLETENESS, PACKAGE, REQUIREMENT, STOCK, SYSTEM
from pledges.answers.fields.change_fields import CHANGE
from pledges.answers.fields.detail_fields import PLEDGE_IN_FULL
from pledges.answers.fields.dispute_fields import DISPUTE
from pledges.answers.fields.entry_fields import ENTRY, ENTRY_COMPONENT
from pledges.answers.fields.field_tree import Component
from pledges.answers.fields.meeting_fields import COALITION, DONOR, INITIATIVE, MEETING, SOURCE_IN_FULL
from pledges.answers.fields.pledge_fields import EXPANDED, PARTY_ROW, PLEDGE
from pledges.answers.fields.release_fields import RELEASE
from pledges.answers.fields.reporting_fields import REPORTING
from pledges.answers.fields.summary_fields import GAP, HEADROOM, SYSTEM_SUMMARY, keyed_summary
from pledges.answers.fields.total_fields import TOTAL

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
REPORTING_ROWS = Shape(
    REPORTING,
    Component(
        "Reporting",
        "How what a donor promised was reported: of so many pledges, how many say what; how soon sources said it, and"
        " when one was last heard of",
    ),
)
DETAIL = Shape(
    PLEDGE_IN_FULL,
    Component("PledgeDetail", "A pledge in full: its terms with their history, its entries, and its links"),
)
CHANGES = Shape(
    CHANGE,
    Component(
        "Change",
        "One published fact. What it says depends only on what was published by then, so it never changes itself",
    ),
)
TOTALS = Shape(
    TOTAL,
    Component(
        "Total",
        "One group: the keys asked for, then its stage fields; by stage, what of them is at that stage.\n\nParts add up"
        " to the whole. The counts say how many pledges a row has a part of, so a pledge that is shared among donors,"
        " or given by one role and paid by another, is counted in the row of each",
    ),
)
RELEASES = Shape(
    RELEASE, Component("Release", "One published dataset version: the change set that it was, and who let it in")
)
MEETINGS = Shape(MEETING, Component("Meeting", "One gathering of a forum"))
DONORS = Shape(
    DONOR, Component("Donor", "A country or organisation that takes part in pledges, meetings and coalitions")
)
COALITIONS = Shape(COALITION, Component("Coalition", "A capability coalition with its members at the moment"))
INITIATIVES = Shape(
    INITIATIVE,
    Component("Initiative", "A named scheme that pledges run through, with its members at the moment"),
)
SOURCES = Shape(SOURCE_IN_FULL, Component("SourceDetail", "A source with when and in which state it was read"))
SYSTEMS = Shape(SYSTEM, Component("System", "An entry of the catalogue"))
PACKAGES = Shape(PACKAGE, Component("Package", "Pledges that were announced together"))
CITED_FIRST = ("quote", "note", "confidence", "source")
ASSERTED_TOTALS = Shape(
    ASSERTED_TOTAL,
    Component(
        "AssertedTotal", "What a source states in sum, and what the ledger has of it; it adds nothing to figures"
    ),
)
DISPUTES = Shape(
    DISPUTE,
    Component(
        "Dispute",
        "A difference with every value: a source's own sum beside the ledger, values of several sources, or two pledges"
        " that may be one",
    ),
)
REQUIREMENTS = Shape(REQUIREMENT, Component("Requirement", "A stated need for a system"), first=CITED_FIRST)
STOCKS = Shape(STOCK, Component("Stock", "What a country holds of a system, as stated"), first=CITED_FIRST)
COMPLETE_LISTS = Shape(
    COMPLETENESS,
    Component("Completeness", "A source's word that it lists every delivery of a donor, a system, or both, to a day"),
    first=CITED_FIRST,
)
