"""The geometry of a bar: solid to what is certain, hatched to what may be, an arrow where there is no bound."""

from decimal import Decimal

from pledges.values.estimates import Estimate
from pledges.words.estimate_bars import Bar, Part, make_bar


def estimate(low: str, high: str | None) -> Estimate:
    return Estimate("", Decimal(low), None, None if high is None else Decimal(high))


NOTHING = estimate("0", "0")


def test_bar_of_exact_figures_is_solid_hatched_and_outlined() -> None:
    assert make_bar(estimate("10", "10"), estimate("5", "5"), estimate("3", "3"), None) == Bar(
        frame=Part("0.00%", "95.00%", "95.00%"),
        solid=Part("0.00%", "47.50%", "47.50%"),
        hatched=Part("47.50%", "28.50%", "76.00%"),
        whisker=None,
        missing=None,
        need="",
        arrow="",
        words="promised 10, delivered 5",
    )


def test_bar_of_an_open_promise_ends_in_an_arrow() -> None:
    bar = make_bar(estimate("95", None), estimate("0", None), NOTHING, None)
    assert (bar.solid, bar.hatched, bar.arrow) == (None, Part("0.00%", "95.00%", "95.00%"), "95.00%")


def test_bar_of_a_range_ends_in_a_whisker() -> None:
    bar = make_bar(estimate("5", "10"), NOTHING, NOTHING, None)
    assert (bar.frame, bar.whisker) == (Part("0.00%", "47.50%", "47.50%"), Part("47.50%", "47.50%", "95.00%"))


def test_bar_with_a_gap_reaches_to_the_need() -> None:
    bar = make_bar(estimate("9", "9"), estimate("8", "8"), NOTHING, estimate("12", "12"))
    assert (bar.need, bar.missing) == ("95.00%", Part("42.75%", "52.25%", "95.00%"))
    assert bar.words == "promised 9, delivered 8, gap 12"


def test_bar_with_a_need_of_unknown_size_has_no_tick() -> None:
    assert make_bar(estimate("9", "9"), NOTHING, NOTHING, estimate("1", None)).need == ""


def test_bar_of_nothing_is_empty() -> None:
    bar = make_bar(NOTHING, NOTHING, NOTHING, None)
    assert (bar.frame, bar.solid, bar.hatched, bar.whisker, bar.arrow) == (None, None, None, None, "")
