"""The two clocks of a question: what was valid on a day, as far as it was known here in a version."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pledges.values.choices import DEFAULT_BASES


@dataclass(frozen=True, slots=True)
class Moment:
    """`valid_at` is the end of that UTC day; `known` is a dataset version; `bases` say which amounts count."""

    valid_at: date
    known: int
    bases: tuple[str, ...] = DEFAULT_BASES

    def params(self) -> dict[str, Any]:
        """The named parameters that every projection query takes."""
        return {"valid_at": self.valid_at, "known": self.known, "bases": list(self.bases)}
