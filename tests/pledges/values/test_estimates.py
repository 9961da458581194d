from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges.values.estimates import (
    Estimate,
    EstimateError,
    EstimateSum,
    add,
    cap_open,
    format_estimate,
    maximum,
    multiply,
    parse,
    scale,
    subtract,
    total,
)

Row = tuple[str, str, str | None, str | None]
settings.register_profile("pledges", deadline=None, derandomize=True)
properties = settings(settings.get_profile("pledges"), max_examples=200)


def bounds(low: str, best: str | None, high: str | None) -> tuple[Decimal, Decimal | None, Decimal | None]:
    return Decimal(low), None if best is None else Decimal(best), None if high is None else Decimal(high)


def estimate(low: str, best: str | None, high: str | None) -> Estimate:
    return Estimate("", *bounds(low, best, high))


EXACT: list[tuple[str, str]] = [
    ("14", "14"),
    ("0", "0"),
    ("none", "0"),
    ("zero", "0"),
    ("one", "1"),
    ("a", "1"),
    ("an", "1"),
    ("another", "1"),
    ("an additional", "1"),
    ("a third battery", "1"),
    ("a battery", "1"),
    ("both", "2"),
    ("a pair", "2"),
    ("couple", "2"),
    ("a couple", "2"),
    ("a couple of batteries", "2"),
    ("half a dozen", "6"),
    ("a half-dozen", "6"),
    ("a dozen", "12"),
    ("twenty", "20"),
    ("two dozen", "24"),
    ("thirty-five", "35"),
    ("hundred", "100"),
    ("a hundred", "100"),
    ("a couple of hundred", "200"),
    ("one hundred and twenty", "120"),
    ("two hundred thousand five hundred", "200500"),
    ("1,000", "1000"),
    ("1 000", "1000"),
    ("1\u00a0000", "1000"),
    ("1\u2009000", "1000"),
    ("1'000", "1000"),
    ("1.000.000", "1000000"),
    ("1.000,50", "1000.5"),
    ("1,000.50", "1000.5"),
    ("395,88", "395.88"),
    ("0,5", "0.5"),
    ("13.333", "13.333"),
    ("216.66666666666666", "216.666667"),
    ("200k", "200000"),
    ("200 thousand", "200000"),
    ("1.2m", "1200000"),
    ("1.2 million", "1200000"),
    ("1,5 million", "1500000"),
    ("half a million", "500000"),
    ("3bn", "3000000000"),
    ("3 billion", "3000000000"),
    ("two batteries", "2"),
    ("14 launchers", "14"),
    ("14x", "14"),
    ("14 × Patriot", "14"),
    ("x14", "14"),
    ("14pcs", "14"),
    ("12 F-16s", "12"),
    ("30 M-ATV", "30"),
    ("6 155 mm howitzers", "6"),
    ("1,000 155mm shells", "1000"),
    ("three more", "3"),
    ("another two", "2"),
    ("two additional batteries", "2"),
    ("a total of 14", "14"),
    ("10-10", "10"),
]
BOUNDED: list[Row] = [
    ("about 200", "180", "200", "220"),
    ("around 200", "180", "200", "220"),
    ("some 200", "180", "200", "220"),
    ("roughly 200", "180", "200", "220"),
    ("approximately 200", "180", "200", "220"),
    ("approx. 200", "180", "200", "220"),
    ("circa 200", "180", "200", "220"),
    ("ca. 200", "180", "200", "220"),
    ("an estimated 200", "180", "200", "220"),
    ("~200", "180", "200", "220"),
    ("≈ 200", "180", "200", "220"),
    ("200 or so", "180", "200", "220"),
    ("about 5", "4", "5", "6"),
    ("about two dozen", "21", "24", "27"),
    ("up to 1,000", "0", None, "1000"),
    ("up to 1k", "0", None, "1000"),
    ("at most 5", "0", None, "5"),
    ("no more than 5", "0", None, "5"),
    ("maximum 5", "0", None, "5"),
    ("a maximum of 5", "0", None, "5"),
    ("as many as 40", "0", None, "40"),
    ("5 or fewer", "0", None, "5"),
    ("≤5", "0", None, "5"),
    ("up to about 200", "0", None, "220"),
    ("up to hundreds", "0", None, None),
    ("at least 6", "6", None, None),
    ("6+", "6", None, None),
    ("5,000+", "5000", None, None),
    ("minimum 6", "6", None, None),
    ("not less than 6", "6", None, None),
    ("6 or more", "6", None, None),
    ("10 at least", "10", None, None),
    (">= 6", "6", None, None),
    ("at least 0", "0", None, None),
    ("more than 60", "61", None, None),
    ("over 60", "61", None, None),
    ("above 60", "61", None, None),
    (">60", "61", None, None),
    ("more than 5,000", "5001", None, None),
    ("over 200,000", "200001", None, None),
    ("more than a dozen", "13", None, None),
    ("more than 13.5", "14", None, None),
    ("nearly 100", "90", None, "100"),
    ("almost 100", "90", None, "100"),
    ("close to 100", "90", None, "100"),
    ("just under 100", "90", None, "100"),
    ("nearly four million", "3600000", None, "4000000"),
    ("less than 10", "0", None, "9"),
    ("under 10", "0", None, "9"),
    ("fewer than 10", "0", None, "9"),
    ("<10", "0", None, "9"),
    ("10-12", "10", None, "12"),
    ("10 – 12", "10", None, "12"),
    ("10 to 12", "10", None, "12"),
    ("10 or 12", "10", None, "12"),
    ("between 10 and 12", "10", None, "12"),
    ("from 10 to 12", "10", None, "12"),
    ("two or three", "2", None, "3"),
    ("3-4 million", "3000000", None, "4000000"),
    ("two to three dozen", "24", None, "36"),
    ("10-40, best 20", "10", "20", "40"),
    ("at least 6, best 8", "6", "8", None),
    ("several", "2", None, None),
    ("several batteries", "2", None, None),
    ("a number of", "2", None, None),
    ("a few", "2", None, None),
    ("some", "2", None, None),
    ("multiple", "2", None, None),
    ("significant quantities", "2", None, None),
    ("additional", "1", None, None),
    ("additional Patriot systems", "1", None, None),
    ("more", "1", None, None),
    ("further", "1", None, None),
    ("dozens", "24", None, None),
    ("dozens of vehicles", "24", None, None),
    ("hundreds", "200", None, None),
    ("several hundred", "200", None, None),
    ("hundreds of additional", "200", None, None),
    ("thousands", "2000", None, None),
    ("tens of thousands", "20000", None, None),
    ("hundreds of thousands", "200000", None, None),
    ("millions", "2000000", None, None),
]
UNKNOWNS = [
    "undisclosed",
    "unknown",
    "Unspecified",
    "not given",
    "TBD",
    "n/a",
    "undisclosed number of missiles",
    "an unspecified number of missiles",
    "quantity not disclosed",
]
REFUSED: list[tuple[str, str, str]] = [
    ("", "blank", "about 200"),
    ("\u00a0", "blank", "about 200"),
    (".", "no quantity", "unknown"),
    ("-5", "negative", "5"),
    ("minus 5", "negative", "5"),
    ("−5", "negative", "5"),
    ("both or several", "not a quantity", ""),
    ("abc", "not a quantity", "at least 6"),
    ("severl", "not a quantity", "several"),
    ("no data", "not a quantity", "unknown"),
    ("€5m", "money", "currency"),
    ("50%", "not a number", "50"),
    ("1e6", "not a number", "1"),
    ("½", "cannot be read", "0.5"),
    ("1.000", "1,000 or 1.0", "1000"),
    ("1.000.00", "separators", "1,000"),
    ("12-10", "backwards", "10-12"),
    ("between 10", "second number", "between 10 and 12"),
    ("14 and 3 spares", "second number", "one row"),
    ("two pairs", "second number", "one quantity"),
    ("200 per month", "per", "about 200"),
    ("less than 1", "nothing but 0", "0"),
    ("partly", "promise", "unknown"),
    ("100000000000000000", "too large", "10^17"),
    ("5" * 250, "250 characters", "note"),
    ("10-40, best 50", "outside", "best"),
]


@pytest.mark.parametrize(("text", "number"), EXACT)
def test_parse_reads_an_exact_number(text: str, number: str) -> None:
    assert parse(text) == Estimate(text.strip(), *bounds(number, number, number))


@pytest.mark.parametrize(("text", "low", "best", "high"), BOUNDED)
def test_parse_reads_bounds(text: str, low: str, best: str | None, high: str | None) -> None:
    assert parse(text) == Estimate(text, *bounds(low, best, high))


@pytest.mark.parametrize("text", UNKNOWNS)
def test_parse_takes_an_unknown_promise_for_at_least_one_and_a_later_stage_for_none_at_least(text: str) -> None:
    assert parse(text).bounds == bounds("1", None, None)
    assert parse(text, later_stage=True).bounds == bounds("0", None, None)


@pytest.mark.parametrize("text", ["partly", "partially", "partly delivered", "some delivered", "some"])
def test_parse_takes_part_of_a_promise_for_none_at_least(text: str) -> None:
    assert parse(text, later_stage=True).bounds == bounds("0", None, None)


@pytest.mark.parametrize(
    ("text", "low", "best", "high"),
    [
        ("about 5", "4.5", "5", "5.5"),
        ("more than 1bn", "1000000000", None, None),
        ("less than 10", "0", None, "10"),
        ("almost 12bn", "10800000000", None, "12000000000"),
    ],
)
def test_parse_does_not_round_what_is_not_counted(text: str, low: str, best: str | None, high: str | None) -> None:
    assert parse(text, counted=False).bounds == bounds(low, best, high)


@pytest.mark.parametrize(("text", "message", "hint"), REFUSED)
def test_parse_refuses_and_says_what_would_be_right(text: str, message: str, hint: str) -> None:
    with pytest.raises(EstimateError) as caught:
        parse(text)
    assert message in caught.value.message
    assert caught.value.hint == "" or hint in caught.value.hint or hint in caught.value.message


@pytest.mark.parametrize(
    ("low", "best", "high"),
    [
        ("-1", None, None),
        ("5", None, "4"),
        ("5", "4", "6"),
        ("5", "7", "6"),
        ("NaN", None, None),
        ("1", None, "Infinity"),
    ],
)
def test_estimate_refuses_bounds_out_of_order(low: str, best: str | None, high: str | None) -> None:
    with pytest.raises(EstimateError):
        estimate(low, best, high)


def test_estimate_refuses_binary_fractions() -> None:
    with pytest.raises(EstimateError, match="Decimal"):
        Estimate("", 0.1, None, None)  # type: ignore[arg-type]  # the mistake under test


def test_estimate_with_equal_bounds_is_known() -> None:
    assert estimate("5", None, "5") == estimate("5", "5", "5")


def test_exact_takes_whole_numbers_and_fractions() -> None:
    assert Estimate.exact(14) == Estimate("14", *bounds("14", "14", "14"))
    assert Estimate.exact(Decimal("13.500")) == Estimate("13.5", *bounds("13.5", "13.5", "13.5"))


@pytest.mark.parametrize(
    ("parts", "low", "best", "high"),
    [
        (("14", "about 200"), "194", "214", "234"),
        (("14", "up to 1,000"), "14", None, "1014"),
        (("14", "several"), "16", None, None),
    ],
)
def test_add_adds_bound_by_bound(parts: tuple[str, str], low: str, best: str | None, high: str | None) -> None:
    assert add(parse(parts[0]), parse(parts[1])) == estimate(low, best, high)


def test_total_counts_the_unbounded_parts() -> None:
    parts = [parse(text) for text in ("14", "several", "10-12", "unknown")]
    stated = bounds("24", None, "26")
    assert total(parts) == EstimateSum(Decimal(27), None, None, 2, without_number=2, numbered=stated)


def test_total_of_nothing_is_zero() -> None:
    assert total([]) == EstimateSum(Decimal(0), Decimal(0), Decimal(0), 0)


@pytest.mark.parametrize(
    ("a", "b", "low", "best", "high"),
    [
        ("14", "4", "10", "10", "10"),
        ("10-12", "4", "6", None, "8"),
        ("14", "10-20", "0", None, "4"),
        ("14", "several", "0", None, "12"),
        ("several", "1", "1", None, None),
        ("about 200", "about 100", "70", "100", "130"),
        ("4", "10", "0", "0", "0"),
        ("1-3", "5-6", "0", "0", "0"),
    ],
)
def test_subtract_follows_the_difference_rule(a: str, b: str, low: str, best: str | None, high: str | None) -> None:
    assert subtract(parse(a), parse(b)) == estimate(low, best, high)


@pytest.mark.parametrize(
    ("a", "b", "low", "best", "high"),
    [
        ("14", "4", "14", "14", "14"),
        ("14", "10-20", "14", None, "20"),
        ("14", "several", "14", None, None),
        ("14", "10-14", "14", "14", "14"),
    ],
)
def test_maximum_compares_bound_by_bound(a: str, b: str, low: str, best: str | None, high: str | None) -> None:
    assert maximum(parse(a), parse(b)) == estimate(low, best, high)


def test_scale_takes_a_share() -> None:
    assert scale(parse("10-12"), Decimal("0.5")) == estimate("5", None, "6")
    assert scale(parse("several"), Decimal("0.5")) == estimate("1", None, None)
    assert scale(parse("unknown"), 0) == estimate("0", "0", "0")
    with pytest.raises(EstimateError):
        scale(parse("14"), -1)


def test_multiply_converts_units() -> None:
    assert multiply(parse("2"), parse("3-5")) == estimate("6", None, "10")


def test_cap_open_closes_an_open_high_with_the_promise() -> None:
    promise = parse("14")
    assert cap_open(parse("unknown", later_stage=True), within=promise).bounds == bounds("0", None, "14")
    assert cap_open(parse("at least 20"), within=promise).bounds == bounds("20", "20", "20")
    assert cap_open(parse("up to 20"), within=promise).bounds == bounds("0", None, "20")
    assert cap_open(parse("several"), within=parse("dozens")).bounds == bounds("2", None, None)


def test_filters_come_in_two_strengths() -> None:
    stated = parse("10-12")
    assert [stated.certainly_at_least(n) for n in (10, 11)] == [True, False]
    assert [stated.possibly_at_least(n) for n in (12, 13)] == [True, False]
    assert parse("several").possibly_at_least(10**9)


@pytest.mark.parametrize(
    ("low", "best", "high", "text"),
    [
        ("14", "14", "14", "14"),
        ("1000", None, "2000.5", "1,000-2,000.5"),
        ("0", None, "1000", "up to 1,000"),
        ("6", None, None, "at least 6"),
        ("180", "200", "220", "about 200"),
        ("4", "5", "6", "4-6, best 5"),
        ("6", "8", None, "at least 6, best 8"),
    ],
)
def test_format_says_computed_bounds(low: str, best: str | None, high: str | None, text: str) -> None:
    assert format_estimate(estimate(low, best, high)) == text


def test_format_keeps_the_words_as_stated() -> None:
    assert format_estimate(parse("two Patriot batteries")) == "two Patriot batteries"


def test_sum_says_its_bounds() -> None:
    assert total([parse("14"), parse("several")]).text == "at least 16"


readings = st.fixed_dictionaries({"counted": st.booleans(), "later_stage": st.booleans()})
decimals = st.decimals(0, 10**9, places=3, allow_nan=False, allow_infinity=False)


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    low, best, high = sorted(draw(st.tuples(decimals, decimals, decimals)))
    return Estimate("", low, draw(st.sampled_from([None, best])), draw(st.sampled_from([None, high])))


numbers = st.one_of(
    st.integers(0, 10**8).map(str),
    st.integers(0, 10**8).map(lambda number: f"{number:,}"),
    st.decimals(0, 10**6, places=2).map(lambda number: f"{number:f}"),
    st.sampled_from(["a dozen", "two", "200k", "1.2m", "half a million", "thirty-five"]),
)
phrases = st.one_of(
    numbers,
    st.sampled_from([text for text, *_ in BOUNDED] + UNKNOWNS),
    st.builds(
        "{} {}".format,
        st.sampled_from(["about", "up to", "at least", "more than", "nearly", "some", "no more than"]),
        numbers,
    ),
)


@properties
@given(phrases, readings)
def test_what_parse_made_is_read_back_from_its_words(text: str, reading: dict[str, bool]) -> None:
    made = parse(text, **reading)
    assert parse(format_estimate(made), **reading) == made


@properties
@given(st.one_of(estimates(), phrases.map(lambda text: replace(parse(text), text=""))))
def test_computed_words_are_read_back_to_the_same_bounds(computed: Estimate) -> None:
    for counted in (True, False):
        assert parse(format_estimate(computed), counted=counted).bounds == computed.bounds


@properties
@given(st.lists(estimates(), max_size=6), st.randoms())
def test_sums_do_not_depend_on_their_order(parts: list[Estimate], random: object) -> None:
    cut = len(parts) // 2
    assert total(parts[:cut]) + total(parts[cut:]) == total(parts) == total(reversed(parts))


@properties
@given(st.lists(estimates(), min_size=1, max_size=6))
def test_sums_never_lose_unboundedness(parts: list[Estimate]) -> None:
    summed = total(parts)
    assert summed.unbounded == sum(part.high is None for part in parts)
    assert (summed.high is None) == (summed.unbounded > 0)


@properties
@given(estimates(), estimates())
def test_differences_are_never_negative_and_contain_every_true_difference(a: Estimate, b: Estimate) -> None:
    difference = subtract(a, b)
    assert difference.low >= 0
    for mine, theirs in ((a.low, b.low), (a.high or a.low, b.high or b.low), (a.low, b.high or b.low)):
        true = max(Decimal(0), mine - theirs)
        assert difference.low <= true
        assert difference.high is None or true <= difference.high


@properties
@given(estimates(), estimates())
def test_maximum_contains_both_lows(a: Estimate, b: Estimate) -> None:
    larger = maximum(a, b)
    assert larger.low >= max(a.low, b.low)
    assert (larger.high is None) == (a.high is None or b.high is None)


@properties
@given(estimates(), estimates())
def test_an_unknown_never_has_a_high_of_zero(a: Estimate, b: Estimate) -> None:
    for computed in (a, add(a, b), subtract(a, b), maximum(a, b), multiply(a, b), cap_open(a, within=b)):
        assert computed.best is not None or computed.high != 0


@properties
@given(st.sampled_from(UNKNOWNS), readings)
def test_an_unknown_never_becomes_zero(text: str, reading: dict[str, bool]) -> None:
    stated = parse(text, **reading)
    assert (stated.best, stated.high) == (None, None)


@properties
@given(st.integers(0, 10**12), readings)
def test_about_contains_its_number(number: int, reading: dict[str, bool]) -> None:
    stated = parse(f"about {number}", **reading)
    assert stated.low <= number == stated.best
    assert stated.high is not None
    assert number <= stated.high


WORDS = """
    about up to at least more than 10 12 1,000 1.5 - – + k million dozen dozens of a an and or between from some several
    unknown additional half hundred thousand none , ( ) . best partly delivered batteries 155mm x % € ~ no minus '
"""
words = st.sampled_from(WORDS.split())


@properties
@given(st.one_of(st.text(max_size=40), st.lists(words, max_size=8).map(" ".join)), readings)
def test_parse_reads_or_refuses_any_text(text: str, reading: dict[str, bool]) -> None:
    try:
        stated = parse(text, **reading)
    except EstimateError:
        with pytest.raises(EstimateError, match=r"\w"):
            parse(text.strip(), **reading)
    else:
        assert parse(format_estimate(stated), **reading) == stated
