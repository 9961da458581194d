"""Sums per system, donor, meeting and coalition; gaps and headroom."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from pledges.api.lists import AnswerList, Key
from pledges.api.schemas import (
    CoalitionSummarySchema,
    DonorSummarySchema,
    GapSchema,
    HeadroomSchema,
    MeetingSummarySchema,
    SystemSummarySchema,
)
from pledges.api.shapes import gap_json, headroom_json, keyed_row_json, system_row_json
from pledges.choices import AidType
from pledges.filters import PLEDGE_PARAMETERS, SUMMARY_PARAMETERS, SYSTEM_PARAMETERS, Values, system_choice
from pledges.projections import answers
from pledges.projections.answers import AsOf, GapRow, HeadroomRow, KeyedRow, StageRow


class SystemSummaries(AnswerList):
    """A row for each system and unit."""

    about = "What was promised, delivered and required, per system and unit"
    parameters = SUMMARY_PARAMETERS
    row_schema = SystemSummarySchema

    def rows(self, values: Values, as_of: AsOf, **names: str) -> Sequence[StageRow]:
        return answers.system_summaries(as_of, aid_type=aid_type(values), **system_choice(values))

    def key(self, row: StageRow) -> Key:
        return row.system.slug, row.unit

    def shape(self, row: StageRow) -> dict[str, Any]:
        return system_row_json(row)


class KeyedSummaries(AnswerList):
    """A row for each key of a scope, with its systems."""

    word: ClassVar[str]
    answer: ClassVar[Callable[..., list[KeyedRow]]]

    def rows(self, values: Values, as_of: AsOf, **names: str) -> Sequence[KeyedRow]:
        chosen = {f"{self.word}s": values[self.word]}
        return type(self).answer(as_of, aid_type=aid_type(values), **chosen, **system_choice(values))

    def key(self, row: KeyedRow) -> Key:
        return (row.key,)

    def shape(self, row: KeyedRow) -> dict[str, Any]:
        return keyed_row_json(row, key=self.word)


class DonorSummaries(KeyedSummaries):
    """A row for each donor, and one for what cannot be attributed."""

    about = "What was promised and delivered, per donor"
    word = "donor"
    parameters = {"donor": PLEDGE_PARAMETERS["donor"], **SUMMARY_PARAMETERS}
    row_schema = DonorSummarySchema
    answer = staticmethod(answers.donor_summaries)


class MeetingSummaries(KeyedSummaries):
    """A row for each meeting."""

    about = "What was promised at a meeting, and what became of it"
    word = "meeting"
    parameters = {"meeting": PLEDGE_PARAMETERS["meeting"], **SUMMARY_PARAMETERS}
    row_schema = MeetingSummarySchema
    answer = staticmethod(answers.meeting_summaries)


class CoalitionSummaries(KeyedSummaries):
    """A row for each coalition."""

    about = "What was promised in a coalition, and what became of it"
    word = "coalition"
    parameters = {"coalition": PLEDGE_PARAMETERS["coalition"], **SUMMARY_PARAMETERS}
    row_schema = CoalitionSummarySchema
    answer = staticmethod(answers.coalition_summaries)


class Gaps(AnswerList):
    """A row for each system and unit with a stated requirement."""

    about = "What is required, what of it is delivered or firm, and what is missing"
    parameters = SYSTEM_PARAMETERS
    row_schema = GapSchema

    def rows(self, values: Values, as_of: AsOf, **names: str) -> Sequence[GapRow]:
        return answers.gaps(as_of, **system_choice(values))

    def key(self, row: GapRow) -> Key:
        return row.system.slug, row.unit

    def shape(self, row: GapRow) -> dict[str, Any]:
        return gap_json(row)


class Headroom(AnswerList):
    """A row for each holder of a stock and system."""

    about = "What donors hold, owe and could still give"
    parameters = {"donor": PLEDGE_PARAMETERS["donor"], **SYSTEM_PARAMETERS}
    row_schema = HeadroomSchema

    def rows(self, values: Values, as_of: AsOf, **names: str) -> Sequence[HeadroomRow]:
        return answers.headroom(as_of, donors=values["donor"], **system_choice(values))

    def key(self, row: HeadroomRow) -> Key:
        return row.donor, row.system.slug, row.unit

    def shape(self, row: HeadroomRow) -> dict[str, Any]:
        return headroom_json(row)


def aid_type(values: Values) -> str:
    """Return the kind of aid asked for; military unless asked otherwise."""
    return values["aid_type"] or AidType.MILITARY.value
