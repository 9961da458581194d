from pledges.values.choices import ChangeType, Stage, StatusWord, TotalStage
from pledges.values.stages import (
    COUNTED_STAGES,
    FIRM_STAGES,
    FURTHEST_FIRST,
    HANDED_ON_STAGES,
    OWED_STATUSES,
    PROMISING_STAGES,
    QUANTITY_FIGURES,
    SECURED_STAGES,
    STAGE_RULES,
    UNCOUNTED_STAGES,
    VALUE_FIGURES,
)


def test_every_stage_has_one_rule_in_the_order_of_the_vocabulary() -> None:
    assert [rule.stage for rule in STAGE_RULES] == list(Stage)


def test_counted_stages_leave_out_signals_and_withdrawals() -> None:
    assert set(Stage) - set(COUNTED_STAGES) == {Stage.SIGNALLED, Stage.WITHDRAWN}
    assert set(UNCOUNTED_STAGES) == {Stage.SIGNALLED, Stage.WITHDRAWN}


def test_firm_stages_lie_between_the_announcement_and_the_delivery() -> None:
    assert FIRM_STAGES == COUNTED_STAGES[1:-1] == (Stage.COMMITTED, Stage.CONTRACTED, Stage.SHIPPED)
    assert COUNTED_STAGES[1:] == SECURED_STAGES


def test_every_stage_promises_hands_on_or_takes_back() -> None:
    assert HANDED_ON_STAGES == (Stage.SHIPPED, Stage.DELIVERED)
    assert PROMISING_STAGES == (Stage.SIGNALLED, Stage.ANNOUNCED, Stage.COMMITTED, Stage.CONTRACTED)
    assert [rule.stage for rule in STAGE_RULES if rule.taken_back] == [Stage.WITHDRAWN]


def test_states_of_pledges_stand_in_the_order_of_the_stages() -> None:
    assert (StatusWord.SIGNALLED, *OWED_STATUSES, StatusWord.DELIVERED, StatusWord.WITHDRAWN) == tuple(StatusWord)
    assert (StatusWord.DELIVERED, *OWED_STATUSES[::-1], StatusWord.WITHDRAWN) == FURTHEST_FIRST


def test_a_change_has_the_word_of_its_stage_except_for_the_announcement() -> None:
    assert set(Stage.values) - set(ChangeType.values) == {Stage.ANNOUNCED}


def test_totals_by_stage_have_figures_of_quantities() -> None:
    assert set(TotalStage.values) == {*VALUE_FIGURES, "withdrawn"} - {"promised"}
    assert (*VALUE_FIGURES, "withdrawn", "outstanding") == QUANTITY_FIGURES
