"""The stages of a promise, a row each: what follows what, what each adds to, and what the figures are called."""

from collections.abc import Callable
from dataclasses import dataclass

from pledges.values.choices import Stage, StatusWord


@dataclass(frozen=True, slots=True)
class StageRule:
    """What a stage means for the figures of a pledge.

    What is `counted` adds to totals, and has reached every counted stage before it. What is `firm` is sure to come and
    not there yet. What is `handed_on` has left its owner: it has happened on a day, and sources mean different things
    by it. What is `taken_back` lowers what was promised: first what is only announced, then what is firm.
    """

    stage: Stage
    verb: str
    counted: bool = True
    firm: bool = False
    handed_on: bool = False
    taken_back: bool = False


STAGE_RULES = (
    StageRule(Stage.SIGNALLED, "signalled", counted=False),
    StageRule(Stage.ANNOUNCED, "announced"),
    StageRule(Stage.COMMITTED, "committed", firm=True),
    StageRule(Stage.CONTRACTED, "contracted", firm=True),
    StageRule(Stage.SHIPPED, "shipped", firm=True, handed_on=True),
    StageRule(Stage.DELIVERED, "delivered", handed_on=True),
    StageRule(Stage.WITHDRAWN, "withdrew", counted=False, taken_back=True),
)
"""Every stage, in the order in which a promise comes along; `verb` is what an English sentence says of a donor."""


def stages_where(applies: Callable[[StageRule], bool]) -> tuple[Stage, ...]:
    return tuple(rule.stage for rule in STAGE_RULES if applies(rule))


COUNTED_STAGES = stages_where(lambda rule: rule.counted)
"""The stages that count in totals, earliest first."""

UNCOUNTED_STAGES = stages_where(lambda rule: not rule.counted)
FIRM_STAGES = stages_where(lambda rule: rule.firm)
FIRST_STAGE, LAST_STAGE = COUNTED_STAGES[0], COUNTED_STAGES[-1]

SECURED_STAGES = (*FIRM_STAGES, LAST_STAGE)
"""What is firm or there: all that counts beyond the mere announcement."""

HANDED_ON_STAGES = stages_where(lambda rule: rule.handed_on)
PROMISING_STAGES = stages_where(lambda rule: not rule.handed_on and not rule.taken_back)
"""What is said about the future: its day may be that of the source, its quantity a phrase such as "up to 4"."""

STARTED_STATUSES = (StatusWord.DELIVERY_UNDISCLOSED, StatusWord.IN_DELIVERY)
"""The states of pledges of which something has arrived, and not all for certain: without a number, and with one."""

OWED_STATUSES = (*map(StatusWord, COUNTED_STAGES[:-1]), *STARTED_STATUSES)
"""The states of pledges of which something is still to come, the least certain first."""

FURTHEST_FIRST = (StatusWord.DELIVERED, *reversed(OWED_STATUSES), StatusWord.WITHDRAWN)
"""What can become of a pledge that was promised, the furthest first."""

QUANTITY_FIGURES = ("promised", "delivered", "firm", "announced_only", "withdrawn", "outstanding")
"""What is summed of quantities; `promised` is `delivered`, `firm` and `announced_only` together."""

VALUE_FIGURES = ("promised", "delivered", "firm", "announced_only")
"""What is summed in euro."""

VALUE_COLUMNS = tuple(f"value_{name}" for name in VALUE_FIGURES)


def sql_words(words: tuple[str, ...]) -> str:
    """Words of a vocabulary as a list in SQL, as in `IN ('signalled', 'withdrawn')`."""
    return ", ".join(f"'{word!s}'" for word in words)
