"""Systems, the ledger of pledges, needs and stocks, change sets, and the projections of the ledger."""

from pledges.models.accounts import SYSTEM_BOOTSTRAP, SYSTEM_STARTER, ReviewPolicy, User
from pledges.models.api import ApiToken, StoredAnswer
from pledges.models.catalogue import Package, PriceEstimate, System, SystemAlias, SystemUnit, UnitConversion
from pledges.models.duplicates import (
    DuplicateCandidate,
    DuplicateDecision,
    Outcome,
    ReconciliationDecision,
    ReconciliationOutcome,
)
from pledges.models.imports import CatalogueSuggestion, ImportLayout, SuggestionKind, SuggestionState
from pledges.models.intake import ChangeSet, ChangeSetEvent, ChangeSetRow, DatasetVersion, OutboxMessage
from pledges.models.jobs import ImportJob
from pledges.models.ledger import VOID_TARGETS, Entry, ExternalReference, Pledge, Terms, TermsParty, Void
from pledges.models.needs import AssertedTotal, Requirement, Stock
from pledges.models.summaries import (
    ChangeMark,
    GapSummary,
    HeadroomSummary,
    PledgeAttribution,
    PledgeState,
    ProjectionState,
    Scope,
    Summary,
)

__all__ = [
    "SYSTEM_BOOTSTRAP",
    "SYSTEM_STARTER",
    "VOID_TARGETS",
    "ApiToken",
    "AssertedTotal",
    "CatalogueSuggestion",
    "ChangeMark",
    "ChangeSet",
    "ChangeSetEvent",
    "ChangeSetRow",
    "DatasetVersion",
    "DuplicateCandidate",
    "DuplicateDecision",
    "Entry",
    "ExternalReference",
    "GapSummary",
    "HeadroomSummary",
    "ImportJob",
    "ImportLayout",
    "OutboxMessage",
    "Outcome",
    "Package",
    "Pledge",
    "PledgeAttribution",
    "PledgeState",
    "PriceEstimate",
    "ProjectionState",
    "ReconciliationDecision",
    "ReconciliationOutcome",
    "Requirement",
    "ReviewPolicy",
    "Scope",
    "Stock",
    "StoredAnswer",
    "SuggestionKind",
    "SuggestionState",
    "Summary",
    "System",
    "SystemAlias",
    "SystemUnit",
    "Terms",
    "TermsParty",
    "UnitConversion",
    "User",
    "Void",
]
