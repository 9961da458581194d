"""The closed vocabularies of pledges and of the ledger; values are those of the API."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class Kind(TextChoices):
    """What sort of thing a catalogue entry is."""

    SYSTEM = "system", _("System")
    COMPONENT = "component", _("Component")
    MUNITION = "munition", _("Munition")
    VEHICLE = "vehicle", _("Vehicle")
    AIRCRAFT = "aircraft", _("Aircraft")
    VESSEL = "vessel", _("Vessel")
    DRONE = "drone", _("Drone")
    RADAR = "radar", _("Radar")
    EQUIPMENT = "equipment", _("Equipment")
    TRAINING = "training", _("Training")
    SERVICE = "service", _("Service")
    INFRASTRUCTURE = "infrastructure", _("Infrastructure")
    MONEY = "money", _("Money")


class Unit(TextChoices):
    """What is counted. Figures in different units are never added up."""

    BATTERY = "battery", _("battery")
    FIRE_UNIT = "fire_unit", _("firing unit")
    BATTALION = "battalion", _("battalion")
    LAUNCHER = "launcher", _("launcher")
    RADAR = "radar", _("radar")
    VEHICLE = "vehicle", _("vehicle")
    GUN = "gun", _("gun")
    MISSILE = "missile", _("missile")
    ROUND = "round", _("round")
    SYSTEM = "system", _("system")
    PIECE = "piece", _("piece")
    LOT = "lot", _("lot")
    PERSON = "person", _("person")
    COURSE = "course", _("course")
    COMPONENT = "component", _("component")


UNIT_WORDS = {
    Unit.BATTERY: ngettext_lazy("battery", "batteries", "number"),
    Unit.FIRE_UNIT: ngettext_lazy("firing unit", "firing units", "number"),
    Unit.BATTALION: ngettext_lazy("battalion", "battalions", "number"),
    Unit.LAUNCHER: ngettext_lazy("launcher", "launchers", "number"),
    Unit.RADAR: ngettext_lazy("radar", "radars", "number"),
    Unit.VEHICLE: ngettext_lazy("vehicle", "vehicles", "number"),
    Unit.GUN: ngettext_lazy("gun", "guns", "number"),
    Unit.MISSILE: ngettext_lazy("missile", "missiles", "number"),
    Unit.ROUND: ngettext_lazy("round", "rounds", "number"),
    Unit.SYSTEM: ngettext_lazy("system", "systems", "number"),
    Unit.PIECE: ngettext_lazy("piece", "pieces", "number"),
    Unit.LOT: ngettext_lazy("lot", "lots", "number"),
    Unit.PERSON: ngettext_lazy("person", "people", "number"),
    Unit.COURSE: ngettext_lazy("course", "courses", "number"),
    Unit.COMPONENT: ngettext_lazy("component", "components", "number"),
}
"""The words for a unit by number: some languages have more than one plural."""


def unit_label(unit: str, *, plural: bool, number: int = 2) -> str:
    """The word for a unit, as in "1 battery" and "2 batteries"; `number` chooses among several plurals."""
    return str(UNIT_WORDS[Unit(unit)] % {"number": 1 if not plural else number if number != 1 else 2})


class AidType(TextChoices):
    MILITARY = "military", _("Military")
    FINANCIAL = "financial", _("Financial")
    HUMANITARIAN = "humanitarian", _("Humanitarian")


class Provision(TextChoices):
    """Where what is promised comes from, as the source states it."""

    FROM_STOCK = "from_stock", _("From stock")
    NEW_PURCHASE = "new_purchase", _("New purchase")
    THIRD_COUNTRY_PURCHASE = "third_country_purchase", _("Purchase in a third country")
    RECIPIENT_PURCHASE = "recipient_purchase", _("Purchase by the recipient")
    FINANCING_OF_RECIPIENT_INDUSTRY = "financing_of_recipient_industry", _("Financing of the recipient's industry")
    LOAN = "loan", _("Loan")
    UNKNOWN = "unknown", _("Not stated")


TERMS_WORDS: dict[str, type[TextChoices]] = {"aid_type": AidType, "provision": Provision}
"""The words that terms state, by column. Ledger, states, changes, orders, columns and labels go through this list."""


class Stage(TextChoices):
    """How far the units of an entry have come, in this order; withdrawn stands outside it."""

    SIGNALLED = "signalled", _("Signalled")
    ANNOUNCED = "announced", _("Announced")
    COMMITTED = "committed", _("Committed")
    CONTRACTED = "contracted", _("Contracted")
    SHIPPED = "shipped", _("Shipped")
    DELIVERED = "delivered", _("Delivered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class StatusWord(TextChoices):
    """The derived state of a pledge; lateness stands beside it."""

    SIGNALLED = "signalled", _("Signalled")
    ANNOUNCED = "announced", _("Announced")
    COMMITTED = "committed", _("Committed")
    CONTRACTED = "contracted", _("Contracted")
    SHIPPED = "shipped", _("Shipped")
    DELIVERY_UNDISCLOSED = "delivery_undisclosed", _("Delivery undisclosed")
    IN_DELIVERY = "in_delivery", _("In delivery")
    DELIVERED = "delivered", _("Delivered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class TotalStage(TextChoices):
    """What a promise is made up of, and what was withdrawn from it, as totals by stage have it."""

    ANNOUNCED_ONLY = "announced_only", _("Announced only")
    FIRM = "firm", _("Firm")
    DELIVERED = "delivered", _("Delivered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Alarm(TextChoices):
    """Whether something is missing: whatever the true numbers are, if they lie badly, or not at all."""

    CERTAINLY = "certainly", _("Certainly")
    POSSIBLY = "possibly", _("Possibly")
    NO = "no", _("No")


class Overdue(TextChoices):
    CERTAINLY = "certainly", _("Certainly overdue")
    POSSIBLY = "possibly", _("Due date passed, no delivery reported")
    NO = "no", _("Not overdue")
    NOT_DATED = "not_dated", _("No due date")


class PartyRole(TextChoices):
    FUNDER = "funder", _("Funder")
    STOCK_OWNER = "stock_owner", _("Stock owner")
    SUPPLIER = "supplier", _("Supplier")
    PRODUCER = "producer", _("Producer")
    LEAD = "lead", _("Lead")
    TRAINER = "trainer", _("Trainer")


class AmountBasis(TextChoices):
    """Where an amount comes from; totals use the first two unless asked otherwise."""

    DONOR_STATED = "donor_stated", _("Stated by the donor")
    CONTRACT = "contract", _("Contract")
    LIST_PRICE = "list_price", _("List price")
    REPLACEMENT = "replacement", _("Replacement cost")
    NET_BOOK = "net_book", _("Net book value")
    MARKET_ESTIMATE = "market_estimate", _("Market estimate")


DEFAULT_BASES: tuple[AmountBasis, ...] = (AmountBasis.DONOR_STATED, AmountBasis.CONTRACT)


class Definition(TextChoices):
    """What the source means by "delivered" or "shipped"."""

    LEFT_ORIGIN = "left_origin", _("Left the donor")
    REACHED_HUB = "reached_hub", _("Reached the hub")
    HANDED_OVER = "handed_over", _("Handed over")
    CONFIRMED_BY_RECIPIENT = "confirmed_by_recipient", _("Confirmed by the recipient")
    IN_SERVICE = "in_service", _("In service")
    UNSPECIFIED = "unspecified", _("Not specified")


class AssertedBy(TextChoices):
    DONOR = "donor", _("Donor")
    RECIPIENT = "recipient", _("Recipient")
    THIRD_PARTY = "third_party", _("Third party")


class RequirementBasis(TextChoices):
    """Whether a stated need includes what has already been given."""

    TOTAL = "total", _("In total")
    ADDITIONAL = "additional", _("In addition")


class SumMeasure(TextChoices):
    """What a source's own sum is a sum of, and with which figure of the ledger it is compared."""

    DELIVERED = "delivered", _("Delivered")
    PROMISED = "promised", _("Promised")
    OUTSTANDING = "outstanding", _("Still to come")
    HELD = "held", _("Held by the recipient")


class SumOutcome(TextChoices):
    """How the ledger stands to a source's own sum: its interval holds it, meets it, or lies below or above it."""

    AGREES = "agrees", _("agrees with the ledger")
    OVERLAPS = "overlaps", _("may agree with the ledger")
    LEDGER_BELOW = "ledger_below", _("the ledger has less")
    LEDGER_ABOVE = "ledger_above", _("the ledger has more")
    NOT_COMPARED = "not_compared", _("not compared")


class NotCompared(TextChoices):
    """Why a source's own sum is not compared with the ledger."""

    UNNAMED_DONOR = "unnamed_donor", _("of donors who are not named")
    UNSPECIFIED_SYSTEM = "unspecified_system", _("of systems that are not specified")
    OF_A_PART = "of_a_part", _("of a part of the aid only")
    NO_NUMBER = "no_number", _("no number is stated")
    NO_RATE = "no_rate", _("no rate to euro is known")
    NOT_REPORTED = "not_reported", _("the ledger has no report of a payment")


class DisputeKind(TextChoices):
    """What differs: a sum of a source and the ledger, the values of several sources, or two pledges that may be one."""

    ASSERTED_SUM = "asserted_sum", _("A source's own sum beside the ledger")
    CONFLICTING_VALUES = "conflicting_values", _("Values of several sources")
    POSSIBLE_OVERLAP = "possible_overlap", _("Two pledges that may be one")


class DisputeStatus(TextChoices):
    """Whether a difference is open, may be none, was decided with a reason, is understood, or is none."""

    OPEN = "open", _("Open")
    MAY_AGREE = "may_agree", _("May agree")
    DECIDED = "decided", _("One value is used, with its reason")
    EXPLAINED = "explained", _("Explained")
    NOT_COMPARED = "not_compared", _("Not compared")
    AGREES = "agrees", _("Agrees")


class ClaimedBy(TextChoices):
    """Who says a value of a dispute."""

    SOURCE = "source", _("A source")
    LEDGER = "ledger", _("The ledger")


class WarningRule(TextChoices):
    """What is odd about a row, and yet possible: somebody has to say why it stands."""

    OVER_DELIVERY = "over_delivery", _("More delivered than promised")
    OVER_WITHDRAWAL = "over_withdrawal", _("More withdrawn than promised")
    BEFORE_PROMISE = "before_promise", _("Delivered before it was promised")
    FAR_OFF = "far_off", _("More than ten years off")
    OWN_COUNTRY = "own_country", _("The recipient promises to itself")
    RATES_END = "rates_end", _("The rates to euro end before it")
    OTHER_RATE = "other_rate", _("The source converts at another rate than the pledge has")


class ChangeSetState(TextChoices):
    """Where a change set stands. A rejected one is a draft again; its events keep the rejection.

    Published and discarded are ends: nothing leads away from them.
    """

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    DISCARDED = "discarded", _("Discarded")


class ChangeSetEventKind(TextChoices):
    """What happened to a change set; unlike its state, this keeps rejections and undoing."""

    CREATED = "created", _("Created")
    EDITED = "edited", _("Edited")
    SUBMITTED = "submitted", _("Submitted")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    PUBLISHED = "published", _("Published")
    UNDONE = "undone", _("Undone")
    DISCARDED = "discarded", _("Discarded")
    NOTED = "noted", _("Noted")
    REPLANNED = "replanned", _("Planned anew")
    TAKEN_OUT = "taken_out", _("Row taken out")
    PUT_BACK = "put_back", _("Row put back")
    ASSIGNED = "assigned", _("Assigned")
    NAME_ASKED = "name_asked", _("Name asked for")
    NAME_TOLD = "name_told", _("Name answered")


class NameKind(TextChoices):
    """What a name that the catalogue lacks is one of."""

    DONOR = "donor", _("Donor")
    SYSTEM = "system", _("System")
    COALITION = "coalition", _("Coalition")
    INITIATIVE = "initiative", _("Initiative")
    PACKAGE = "package", _("Package")


class NameAnswer(TextChoices):
    """What a steward makes of a name that was asked for."""

    NEW = "new", _("New in the catalogue")
    ALIAS = "alias", _("Another spelling")
    MEANS = "means", _("Filled in, here only")
    DECLINED = "declined", _("Declined")


class Origin(TextChoices):
    """The door through which a change set came in."""

    ENTRY = "entry", _("Entry grid")
    TABLE = "table", _("Table")
    KIEL = "kiel", _("Kiel release")
    API = "api", _("API")
    STARTER = "starter", _("Starter data")
    UNDO = "undo", _("Undo")


class ImportState(TextChoices):
    """How far the reading of an uploaded file has come."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    ASKING = "asking", _("Columns to choose")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class DraftingState(TextChoices):
    """How far the drafting of a text has come."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class DraftedRowState(TextChoices):
    """Where a drafted row stands; handed over is one that went into a change set before anybody judged it."""

    OPEN = "open", _("To confirm")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    HANDED_OVER = "handed_over", _("Handed over")
    REPLACED = "replaced", _("Drafted otherwise since")


class RowOutcome(TextChoices):
    """What a person made of a drafted row."""

    ACCEPTED = "accepted", _("Accepted")
    EDITED = "edited", _("Edited")
    REJECTED = "rejected", _("Rejected")
    REOPENED = "reopened", _("Opened again")


class RejectionReason(TextChoices):
    """Why a drafted row is no row of the ledger."""

    NO_PROMISE = "no_promise", _("No promise, delivery or need")
    TOLD_ALREADY = "told_already", _("Another row tells it")
    MISREAD = "misread", _("Misread: who, what or how many")
    NOT_FOR_UKRAINE = "not_for_ukraine", _("Not for Ukraine")
    OTHER = "other", _("Something else")


class CopyState(TextChoices):
    """Whether the text of a kept copy has been taken from its bytes."""

    WAITING = "waiting", _("Text not read yet")
    READ = "read", _("Text read")
    FAILED = "failed", _("Text could not be read")


class QuoteState(TextChoices):
    """Whether quoted words stand in the kept copy of their source."""

    KEPT = "kept", _("Found in the kept copy")
    NOT_FOUND = "not_found", _("Not found in the copy")
    UNREAD = "unread", _("Kept copy not read yet")
    NO_COPY = "no_copy", _("No copy kept")


class Action(TextChoices):
    """What a row of a change set asks for."""

    PLEDGE = "pledge", _("Pledge")
    ENTRY = "entry", _("Entry")
    TERMS = "terms", _("Terms")
    REQUIREMENT = "requirement", _("Requirement")
    STOCK = "stock", _("Stock")
    MEMBERSHIP = "membership", _("Membership")
    VOID = "void", _("Void")
    CORRECT = "correct", _("Correction")
    SOURCE = "source", _("Source")
    ASSERTED_TOTAL = "asserted_total", _("Asserted total")
    COMPLETENESS = "completeness", _("Complete list")
    MEETING = "meeting", _("Meeting")


class PlanAction(TextChoices):
    """What publishing a row would do."""

    CREATE = "create", _("Create")
    UNCHANGED = "unchanged", _("Unchanged")
    CHANGE = "change", _("Change")
    CONFLICT = "conflict", _("Conflict")
    DUPLICATE = "duplicate", _("Possible duplicate")
    TAKEN_OUT = "taken_out", _("Taken out")


class Role(TextChoices):
    READER = "reader", _("Reader")
    DRAFTER = "drafter", _("Drafter")
    REVIEWER = "reviewer", _("Reviewer")
    STEWARD = "steward", _("Steward")
    ADMIN = "admin", _("Admin")


class TokenScope(TextChoices):
    """What a token lets a program do, at most as far as the role of its owner goes; each stands by itself."""

    READ = "read", "Read change sets"
    DRAFT = "draft", "Draft and submit"
    REVIEW = "review", "Approve and send back"
    PUBLISH = "publish", "Publish"


def all_scopes() -> list[str]:
    """What tokens could do before there were scopes."""
    return [str(scope) for scope in TokenScope]


class AccountEventKind(TextChoices):
    """What is kept for good of accounts: who came in how, who was kept out, who gave whom which rights."""

    SIGNED_IN = "signed_in", "signed in"
    SIGNED_OUT = "signed_out", "signed out"
    LOCKED_OUT = "locked_out", "has to wait after wrong attempts"
    PASSWORD_CHANGED = "password_changed", "changed the password"
    PASSWORD_SET = "password_set", "was given a password"
    RESET_ASKED = "reset_asked", "asked for a new password"
    FACTOR_ADDED = "factor_added", "set up a second factor"
    FACTOR_REMOVED = "factor_removed", "removed a second factor"
    SESSION_ENDED = "session_ended", "ended a session"
    TOKEN_MADE = "token_made", "made a token"
    TOKEN_REVOKED = "token_revoked", "revoked a token"
    ACCOUNT_MADE = "account_made", "made an account"
    ROLE_CHANGED = "role_changed", "changed a role"
    ACCOUNT_CLOSED = "account_closed", "closed an account"
    ACCOUNT_OPENED = "account_opened", "opened an account"
    INVITED = "invited", "invited somebody"
    INVITATION_REVOKED = "invitation_revoked", "took an invitation back"
    INVITATION_TAKEN = "invitation_taken", "took an invitation"


class RateSource(TextChoices):
    """Where the rate of a converted amount comes from."""

    NONE_NEEDED = "none_needed", _("None needed")
    STATED = "stated", _("Conversion stated by the source")
    ECB = "ecb", _("ECB reference rate")
    FIXED = "fixed", _("Fixed rate of a currency that the euro replaced")


class WaitingGroup(TextChoices):
    """What the waits of promises can be grouped by."""

    DONOR = "donor", _("Donor")
    SYSTEM = "system", _("System")
    CAPABILITY = "capability", _("Capability")
    ANNOUNCED_YEAR = "announced_year", _("Year of announcement")


class WaitingMissing(TextChoices):
    """Why the waits of a group have no median."""

    NOT_ENOUGH = "not_enough", _("not enough")
    UNDER_HALF = "under_half", _("less than half so far")


class GroupBy(TextChoices):
    """What pledges can be grouped by. The role is that through which a part of a pledge is attributed.

    Labels read within a sentence.
    """

    DONOR = "donor", _("donor")
    ROLE = "role", _("role")
    SYSTEM = "system", _("system")
    KIND = "kind", _("kind")
    CAPABILITY = "capability", _("capability")
    UNIT = "unit", _("unit")
    MEETING = "meeting", _("meeting")
    FORUM = "forum", _("forum")
    COALITION = "coalition", _("coalition")
    INITIATIVE = "initiative", _("initiative")
    PACKAGE = "package", _("package")
    BENEFICIARY = "beneficiary", _("beneficiary")
    STATUS = "status", _("state")
    OVERDUE = "overdue", _("lateness")
    STAGE = "stage", _("stage")
    AID_TYPE = "aid_type", _("kind of aid")
    PROVISION = "provision", _("origin")
    ANNOUNCED_YEAR = "announced_year", _("year of announcement")
    ANNOUNCED_QUARTER = "announced_quarter", _("quarter of announcement")
    ANNOUNCED_MONTH = "announced_month", _("month of announcement")
    DELIVERED_YEAR = "delivered_year", _("year of delivery")
    DELIVERED_QUARTER = "delivered_quarter", _("quarter of delivery")
    DELIVERED_MONTH = "delivered_month", _("month of delivery")


class Measure(TextChoices):
    """What totals add up: numbers of a system in a unit, or money over all systems."""

    QUANTITY = "quantity", _("Quantity")
    VALUE_EUR = "value_eur", _("Value in euro")


class ChangeType(TextChoices):
    """What a published fact changes, as it stood when it was published; a later fact never alters it."""

    SIGNALLED = "signalled", _("Signalled")
    PLEDGE_ANNOUNCED = "pledge_announced", _("Pledge announced")
    RESTATED = "restated", _("Announced again")
    INCREASED = "increased", _("Increased")
    COMMITTED = "committed", _("Committed")
    CONTRACTED = "contracted", _("Contracted")
    SHIPPED = "shipped", _("Shipped")
    DELIVERED = "delivered", _("Delivered")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REBASELINED = "rebaselined", _("Due date moved")
    TERMS_CHANGED = "terms_changed", _("Terms changed")
    REQUIREMENT = "requirement", _("Requirement stated")
    STOCK = "stock", _("Stock stated")
    MEMBERSHIP = "membership", _("Membership stated")
    ASSERTED_TOTAL = "asserted_total", _("Total asserted")
    COMPLETENESS = "completeness", _("List said to be complete")
    VOIDED = "voided", _("Taken back")
    VOID_LIFTED = "void_lifted", _("Stands again")
