"""Where facts stand in the ledger, and which part of it is looked at."""

from dataclasses import dataclass
from typing import NamedTuple


class LedgerPlace(NamedTuple):
    """The place of a fact: its version, and its position there. It stays good for ever."""

    version: int
    position: int

    @property
    def name(self) -> str:
        """The place as readers pass it on, such as 12.340."""
        return f"{self.version}.{self.position}"


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the ledger: between which places, in which direction, how many facts."""

    after: LedgerPlace | None = None
    before: LedgerPlace | None = None
    newest_first: bool = False
    size: int | None = None
