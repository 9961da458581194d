"""Systems, the ledger of pledges, needs and stocks, change sets, and the projections of the ledger."""

from pledges.models.account_events import AccountEvent, AskedReset, GuessCount, Invitation
from pledges.models.api_access import ApiToken, StoredAnswer
from pledges.models.change_sets import ChangeSet, ChangeSetEvent, ChangeSetRow, DatasetVersion, OutboxMessage
from pledges.models.drafted_texts import (
    DraftedRow,
    DraftedText,
    DraftingRun,
    FieldDecision,
    ResidueSentence,
    RowDecision,
)
from pledges.models.duplicate_candidates import (
    DuplicateCandidate,
    DuplicateDecision,
    Outcome,
    ReconciliationDecision,
    ReconciliationOutcome,
)
from pledges.models.duplicate_sides import DuplicateSide, DuplicateSideState
from pledges.models.import_jobs import ImportJob
from pledges.models.import_mappings import CatalogueSuggestion, ImportLayout
from pledges.models.kept_copies import KeptCopy, QuoteAnchor, SourceCopy
from pledges.models.ledger_facts import Entry, ExternalReference, Pledge, Terms, TermsParty, Void
from pledges.models.loaded_rates import LoadedRate, RateLoad
from pledges.models.name_requests import NameRequest
from pledges.models.notice_mails import NoticeMail
from pledges.models.projected_rows import (
    KNOWN_FOREVER,
    VALID_FOREVER,
    ChangeMark,
    GapSummary,
    HeadroomSummary,
    PledgeAttribution,
    PledgeSpan,
    PledgeState,
    ProjectionState,
    ReportingSummary,
    Scope,
    Summary,
)
from pledges.models.requirements import AssertedTotal, Completeness, Requirement, Stock
from pledges.models.row_comments import RowComment
from pledges.models.row_words import RowWords
from pledges.models.systems import Package, PriceEstimate, System, SystemAlias, SystemUnit, UnitConversion
from pledges.models.user import SYSTEM_BOOTSTRAP, SYSTEM_STARTER, ReviewPolicy, User
