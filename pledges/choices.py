"""The closed vocabularies of pledges and of the ledger; values are those of the API."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """What sort of thing a catalogue entry is."""

    SYSTEM = "system", "System"
    COMPONENT = "component", "Component"
    MUNITION = "munition", "Munition"
    VEHICLE = "vehicle", "Vehicle"
    AIRCRAFT = "aircraft", "Aircraft"
    VESSEL = "vessel", "Vessel"
    DRONE = "drone", "Drone"
    RADAR = "radar", "Radar"
    EQUIPMENT = "equipment", "Equipment"
    TRAINING = "training", "Training"
    SERVICE = "service", "Service"
    INFRASTRUCTURE = "infrastructure", "Infrastructure"
    MONEY = "money", "Money"


class Unit(TextChoices):
    """What is counted. Figures in different units are never added up."""

    BATTERY = "battery", "battery"
    FIRE_UNIT = "fire_unit", "firing unit"
    BATTALION = "battalion", "battalion"
    LAUNCHER = "launcher", "launcher"
    RADAR = "radar", "radar"
    VEHICLE = "vehicle", "vehicle"
    GUN = "gun", "gun"
    MISSILE = "missile", "missile"
    ROUND = "round", "round"
    SYSTEM = "system", "system"
    PIECE = "piece", "piece"
    LOT = "lot", "lot"
    PERSON = "person", "person"
    COURSE = "course", "course"
    COMPONENT = "component", "component"


IRREGULAR_PLURALS: dict[Unit, str] = {Unit.BATTERY: "batteries", Unit.PERSON: "people"}


def unit_label(unit: str, *, plural: bool) -> str:
    """Return the word for a unit, as in "1 battery" and "2 batteries"."""
    member = Unit(unit)
    singular = str(member.label)
    return IRREGULAR_PLURALS.get(member, f"{singular}s") if plural else singular


class AidType(TextChoices):
    MILITARY = "military", "Military"
    FINANCIAL = "financial", "Financial"
    HUMANITARIAN = "humanitarian", "Humanitarian"


class Stage(TextChoices):
    """How far the units of an entry have come, in this order; withdrawn stands outside it."""

    SIGNALLED = "signalled", "Signalled"
    ANNOUNCED = "announced", "Announced"
    COMMITTED = "committed", "Committed"
    CONTRACTED = "contracted", "Contracted"
    SHIPPED = "shipped", "Shipped"
    DELIVERED = "delivered", "Delivered"
    WITHDRAWN = "withdrawn", "Withdrawn"


COUNTED_STAGES: tuple[Stage, ...] = (
    Stage.ANNOUNCED,
    Stage.COMMITTED,
    Stage.CONTRACTED,
    Stage.SHIPPED,
    Stage.DELIVERED,
)
"""The stages that count in totals, earliest first."""


class StatusWord(TextChoices):
    """The derived state of a pledge; lateness stands beside it."""

    SIGNALLED = "signalled", "Signalled"
    ANNOUNCED = "announced", "Announced"
    COMMITTED = "committed", "Committed"
    CONTRACTED = "contracted", "Contracted"
    SHIPPED = "shipped", "Shipped"
    IN_DELIVERY = "in_delivery", "In delivery"
    DELIVERED = "delivered", "Delivered"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Overdue(TextChoices):
    CERTAINLY = "certainly", "Certainly overdue"
    POSSIBLY = "possibly", "Possibly overdue"
    NO = "no", "Not overdue"
    NOT_DATED = "not_dated", "No due date"


class PartyRole(TextChoices):
    FUNDER = "funder", "Funder"
    STOCK_OWNER = "stock_owner", "Stock owner"
    SUPPLIER = "supplier", "Supplier"
    PRODUCER = "producer", "Producer"
    LEAD = "lead", "Lead"
    TRAINER = "trainer", "Trainer"


class AmountBasis(TextChoices):
    """Where an amount comes from; totals use the first two unless asked otherwise."""

    DONOR_STATED = "donor_stated", "Stated by the donor"
    CONTRACT = "contract", "Contract"
    LIST_PRICE = "list_price", "List price"
    REPLACEMENT = "replacement", "Replacement cost"
    NET_BOOK = "net_book", "Net book value"
    MARKET_ESTIMATE = "market_estimate", "Market estimate"


DEFAULT_BASES: tuple[AmountBasis, ...] = (AmountBasis.DONOR_STATED, AmountBasis.CONTRACT)


class Definition(TextChoices):
    """What the source means by "delivered" or "shipped"."""

    LEFT_ORIGIN = "left_origin", "Left the donor"
    REACHED_HUB = "reached_hub", "Reached the hub"
    HANDED_OVER = "handed_over", "Handed over"
    CONFIRMED_BY_RECIPIENT = "confirmed_by_recipient", "Confirmed by the recipient"
    IN_SERVICE = "in_service", "In service"
    UNSPECIFIED = "unspecified", "Not specified"


class AssertedBy(TextChoices):
    DONOR = "donor", "Donor"
    RECIPIENT = "recipient", "Recipient"
    THIRD_PARTY = "third_party", "Third party"


class RequirementBasis(TextChoices):
    """Whether a stated need includes what has already been given."""

    TOTAL = "total", "In total"
    ADDITIONAL = "additional", "In addition"


class ChangeSetState(TextChoices):
    """Where a change set stands. A rejected one is a draft again; its events keep the rejection."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"


class ChangeSetEventKind(TextChoices):
    """What happened to a change set; unlike its state, this keeps rejections and undoing."""

    CREATED = "created", "Created"
    EDITED = "edited", "Edited"
    SUBMITTED = "submitted", "Submitted"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    PUBLISHED = "published", "Published"
    UNDONE = "undone", "Undone"
    NOTED = "noted", "Noted"


class Origin(TextChoices):
    """The door through which a change set came in."""

    ENTRY = "entry", "Entry grid"
    TABLE = "table", "Table"
    KIEL = "kiel", "Kiel release"
    API = "api", "API"
    STARTER = "starter", "Starter data"
    UNDO = "undo", "Undo"


class ImportState(TextChoices):
    """How far the reading of an uploaded file has come."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class Action(TextChoices):
    """What a row of a change set asks for."""

    PLEDGE = "pledge", "Pledge"
    ENTRY = "entry", "Entry"
    TERMS = "terms", "Terms"
    REQUIREMENT = "requirement", "Requirement"
    STOCK = "stock", "Stock"
    MEMBERSHIP = "membership", "Membership"
    VOID = "void", "Void"
    ASSERTED_TOTAL = "asserted_total", "Asserted total"


class PlanAction(TextChoices):
    """What publishing a row would do."""

    CREATE = "create", "Create"
    UNCHANGED = "unchanged", "Unchanged"
    CHANGE = "change", "Change"
    CONFLICT = "conflict", "Conflict"
    DUPLICATE = "duplicate", "Possible duplicate"


class Role(TextChoices):
    READER = "reader", "Reader"
    DRAFTER = "drafter", "Drafter"
    REVIEWER = "reviewer", "Reviewer"
    STEWARD = "steward", "Steward"
    ADMIN = "admin", "Admin"


class RateSource(TextChoices):
    """Where the rate of a converted amount comes from."""

    NONE_NEEDED = "none_needed", "None needed"
    STATED = "stated", "Conversion stated by the source"
    ECB = "ecb", "ECB reference rate"
