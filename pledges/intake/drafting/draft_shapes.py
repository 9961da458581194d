"""What the steps of drafting hand to one another: sentences, spans of what they name, and claims."""

from __future__ import annotations

from dataclasses import dataclass, field

UNNAMED = "JOINT"
"""A group of donors that the text does not name one by one."""


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int
    paragraph: int
    bullet: bool = False
    lead: int | None = None
    """Which sentence a bullet hangs on."""


@dataclass(frozen=True, slots=True)
class DonorMention:
    start: int
    end: int
    codes: tuple[str, ...]
    acts: bool
    """Whether it can be who does something: not behind “to”, “from” and the like, and no mere adjective."""
    joint: bool = False


@dataclass(frozen=True, slots=True)
class ItemMention:
    start: int
    end: int
    text: str
    code: str | None
    kind: str
    weight: str
    """own: a thing by itself; generic: equipment; aid: a package, an aid."""
    quantity_text: str | None = None
    low: float | None = None
    high: float | None = None
    definite: bool = False
    excluded: bool = False

    @property
    def is_counted(self) -> bool:
        return self.high is not None or (self.low or 0) > 1


@dataclass(frozen=True, slots=True)
class AmountMention:
    start: int
    end: int
    text: str
    value: float | None
    currency: str
    bare: bool = False
    """Dollars or crowns without a country: those of who gives."""


@dataclass(frozen=True, slots=True)
class VerbGroup:
    start: int
    end: int
    verb: str
    verb_class: str
    tense: str
    """past, present, future, or inherit: of the verb that it hangs on."""
    modality: str
    """firm, conditional, denied, request, or none: no statement that anything is given."""
    passive: bool = False
    cumulative: bool = False


@dataclass(slots=True)
class Claim:
    start: int
    end: int
    donors: tuple[str, ...]
    item: str
    system_code: str | None
    kind: str
    stage: str
    modality: str
    relation: str
    quantity_text: str | None = None
    low: float | None = None
    high: float | None = None
    amount: AmountMention | None = None
    currency: str | None = None
    supplier: str | None = None
    due: str | None = None
    provision: str | None = None
    """Where it comes from, a word of the ledger's choice of provisions, where the text says so."""
    covers: list[tuple[int, int]] = field(default_factory=list)
    """What of the text beside the quote is told by it."""
