"""Numbers with their words in the languages of donors: read as they are meant, or refused with the word named."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges.values.amount_words import parse_amount
from pledges.values.currency_words import ANY_SIGN
from pledges.values.estimates import EstimateError, parse
from pledges.values.estimates.foreign_words import HEDGES, NUMBERS
from pledges.values.estimates.scale_words import CLEAR, SCALE_PHRASES
from pledges.values.estimates.words_after import AMOUNT_WORDS

properties = settings(deadline=None, derandomize=True, max_examples=300)
POWERS = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def plain(*bounds: Decimal | None) -> list[str | None]:
    return [None if bound is None else format(bound, "f") for bound in bounds]


AMOUNTS = """
    16,1 miljarder SEK | 16100000000 SEK
    SEK 16,1 miljarder | 16100000000 SEK
    2 Mld. Euro | 2000000000 EUR
    1,5 Milliarden Euro | 1500000000 EUR
    2 Mrd. € | 2000000000 EUR
    2 Mrd€ | 2000000000 EUR
    5Mio EUR | 5000000 EUR
    5 Mio. SFr. | 5000000 CHF
    10 Mio. US-Dollar | 10000000 USD
    eine Milliarde Euro | 1000000000 EUR
    eine halbe Milliarde Euro | 500000000 EUR
    hundert Millionen Euro | 100000000 EUR
    100 Millionen kanadische Dollar | 100000000 CAD
    € 3 Mrd. Militärhilfe | 3000000000 EUR
    EUR 5 Tsd. | 5000 EUR
    TEUR 500 | 500000 EUR
    MEUR 5 | 5000000 EUR
    500 MSEK | 500000000 SEK
    5 M€ | 5000000 EUR
    5 k€ | 5000 EUR
    $5MM | 5000000 USD
    13.3 mdr NOK | 13300000000 NOK
    16.1 mdkr SEK | 16100000000 SEK
    en milliard kroner NOK | 1000000000 NOK
    6,5 mia. danske kroner | 6500000000 DKK
    500 mill. norske kroner | 500000000 NOK
    5 tusen millioner NOK | 5000000000 NOK
    500 miljoner kronor | 500000000 SEK
    1,2 miljardia euroa | 1200000000 EUR
    30 milj. euroa | 30000000 EUR
    kaksi miljardia euroa | 2000000000 EUR
    400 millions d'euros | 400000000 EUR
    un milliard d'euros | 1000000000 EUR
    cent millions d'euros | 100000000 EUR
    mille milliards d'euros | 1000000000000 EUR
    5 million dollars canadiens | 5000000 CAD
    3 miliardi di euro | 3000000000 EUR
    un millón de dólares | 1000000 USD
    10 mil millones de euros | 10000000000 EUR
    tres millones de euros | 3000000 EUR
    2,5 mld euro | 2500000000 EUR
    twee miljard euro | 2000000000 EUR
    100 mln zł | 100000000 PLN
    10 tys. złotych | 10000 PLN
    dwa miliardy złotych | 2000000000 PLN
    10 mil. Kč | 10000000 CZK
    10 mil Kč | 10000000 CZK
    10 mil. eur | 10000000 EUR
    500 milionů korun | 500000000 CZK
    500 tis. Kč | 500000 CZK
    500 million Czech crowns | 500000000 CZK
    ₴ 500 млн | 500000000 UAH
    5 млн. грн. | 5000000 UAH
    100 тис. євро | 100000 EUR
    2 мільярди гривень | 2000000000 UAH
    2 млрд дол. США | 2000000000 USD
    5 crore INR | 50000000 INR
    ₹ 5 lakh | 500000 INR
    $100 million Canadian | 100000000 CAD
    $100 million (Canadian) | 100000000 CAD
    50 million Australian dollars | 50000000 AUD
    CDN$5M | 5000000 CAD
    NZ$5m | 5000000 NZD
    5 million (USD) | 5000000 USD
    $1.5 Billion | 1500000000 USD
    2 Billionen Euro | 2000000000000 EUR
    €1.234 million | 1234000 EUR
    12,34 Mio. Euro | 12340000 EUR
    1/2 million EUR | 500000 EUR
    500 мільйонів доларів США | 500000000 USD
    US-$ 5 Mio | 5000000 USD
    kr. 5 mia. (DKK) | 5000000000 DKK
    $CAD 100 million | 100000000 CAD
    100 million Canadian $ | 100000000 CAD
    1,1 млрд норвезьких крон | 1100000000 NOK
    EUR 1.5 thousand million | 1500000000 EUR
    EUR 1.234,50 | 1234.5 EUR
"""
ASKED = """
    € 10 mil | a thousand (Spanish) or a million (Czech, English)
    $10 mil | a thousand (Spanish) or a million (Czech, English)
    1 Billion Euro | a billion (English) or a trillion (German, French, Danish)
    1 billón de euros | a trillion (Spain) or a billion (United States)
    5 tn SEK | a trillion (English) or a thousand (Swedish)
    20 t EUR | a thousand (German, Danish) or a trillion (English)
    6,5 mia. kr. | DKK, NOK, SEK
    500 million crowns | CZK, DKK, ISK, NOK, SEK
    A$100 million Canadian | AUD and CAD
    €1.234 | thousands or for a fraction
    € 5.000,- | 5,000 or 5.0
    1,234 Milliarden Euro | 1,234 or 1.234
    1.234 Mio. Euro | 1,234 or 1.234
    5 million foo EUR | "foo" is not understood
    EUR 5 Myriaden | "myriaden" is not understood
    some nonsense EUR | "nonsense" is not understood
    100 million USD equivalent | "equivalent" is not understood
    €5 million/year | "year" is not understood
    €5m p.a. | "p.a" is not understood
    €500 million/5 years | second number
    EUR 5m TBC | "tbc" is not understood
    €5 million + €3 million | second number
    (5) EUR | not a quantity
    €½ million | "½" cannot be read
    #REF! | error of a spreadsheet
    #WERT! | error of a spreadsheet
"""
BOUNDED_AMOUNTS = """
    plus de 400 millions d’euros | 400000000 - - EUR
    mehr als 2 Milliarden Euro | 2000000000 - - EUR
    mer än 500 miljoner kronor | 500000000 - - SEK
    понад 2 млрд євро | 2000000000 - - EUR
    bis zu 1,3 Mrd. Euro | 0 - 1300000000 EUR
    rund 500 Mio. Euro | 450000000 500000000 550000000 EUR
    noin 30 milj. euroa | 27000000 30000000 33000000 EUR
    близько 5 млн євро | 4500000 5000000 5500000 EUR
    zwischen 3 und 4 Milliarden Euro | 3000000000 - 4000000000 EUR
    von 3 bis 4 Mio. Euro | 3000000 - 4000000 EUR
    3 bis 4 Mio. Euro | 3000000 - 4000000 EUR
    entre 3 et 4 millions d'euros | 3000000 - 4000000 EUR
    1–2 мільярди євро | 1000000000 - 2000000000 EUR
    Milliarden Euro | 2000000000 - - EUR
    US$1.2 bn (approx.) | 1080000000 1200000000 1320000000 USD
    c. €500m | 450000000 500000000 550000000 EUR
    500+ million EUR | 500000000 - - EUR
    mehrere Millionen Euro | 2000000 - - EUR
"""
QUANTITIES = """
    50 tys. pocisków | 50000
    50 тис. снарядів | 50000
    1,5 Mio. Schuss | 1500000
    50 tausend Schuss | 50000
    tausend Schuss | 1000
    zwei Batterien | 2
    drei Dutzend | 36
    ein Dutzend | 12
    fünfundzwanzig | 25
    quinze | 15
    une douzaine | 12
    deux batteries | 2
    dwie baterie | 2
    dwa tysiące | 2000
    kaksi | 2
    дві батареї | 2
    двадцять п'ять | 25
    тисячу снарядів | 1000
    5 000 stk | 5000
    14.0 | 14
    14.00 | 14
    14,0 | 14
    '14 | 14
    ５ | 5
    5 fire units | 5
    14 command and control vehicles | 14
    3 Gepard | 3
    10 (ten) | 10
    ten (10) | 10
    2 1/2 | 2.5
    1/2 battery | 0.5
    1/4 battery | 0.25
    3/4 million rounds | 750000
    2 crore | 20000000
    3 пускові установки | 3
    2 IRIS-T SLM | 2
    10 T-72 | 10
    6 F-16 fighter jets | 6
    4 HIMARS | 4
"""
BOUNDED_QUANTITIES = """
    10 est. | 9 10 11
    10 (est.) | 9 10 11
    20-odd | 18 20 22
    20, approx. | 18 20 22
    rund 50 | 45 50 55
    ca. 50 | 45 50 55
    etwa 50 Panzer | 45 50 55
    близько 50 | 45 50 55
    mehr als 100 Panzer | 101 - -
    понад 100 ракет | 101 - -
    bis zu 18 Panzerhaubitzen | 0 - 18
    до 20 | 0 - 20
    mindestens 5 | 5 - -
    ab 5 | 5 - -
    20-plus | 20 - -
    knapp 100 | 90 - 100
    10 bis 12 | 10 - 12
    10 à 12 | 10 - 12
    10 або 12 | 10 - 12
    від 10 до 12 | 10 - 12
    zwischen 10 und 12 | 10 - 12
    100 ± 10 | 90 100 110
    100 +/- 10 | 90 100 110
    mehrere Dutzend | 24 - -
    Hunderte | 200 - -
    десятки | 24 - -
    kilka | 2 - -
    невідомо | 1 - -
"""
UNREAD = """
    1/2 batteries | range or a part
    1/2 | range or a part
    10/12 | range or a part
    5-Mar | is a day
    Mar-05 | is a day
    2024-03-05 | is a day
    2024-03-05 00:00:00 | is a day
    05.03.2024 | is a day
    #REF! | error of a spreadsheet
    #N/A | error of a spreadsheet
    #NV | error of a spreadsheet
    #### | too narrow
    3 mil | a thousand (Spanish) or a million (Czech, English)
    100.000 Schuss | 100,000 or 100.0
    5 foo | "foo" is not understood
    several foo | "foo" is not understood
    a foo | "foo" is not understood
    dozens of foo | "foo" is not understood
    5- | "-" is not understood
    5 gross | "gross" is not understood
    2 batteries and launchers | "and" is not understood
    3 fast boats | "fast" is not understood
    14 TBC | "tbc" is not understood
    14 launchers (TBC) | "tbc" is not understood
    14 Weekly | "weekly" is not understood
    5 months | "months" is not understood
    5* | "*" after the number
    5 m² | "²" cannot be read
    5" | inches
    14 of 20 | second number
    fire batterier | not a quantity
    +5 | not a quantity
    No. 5 | not a quantity
"""


def table(text: str) -> list[tuple[str, str]]:
    return [(line.rpartition("|")[0].strip(), line.rpartition("|")[2].strip()) for line in text.strip().splitlines()]


@pytest.mark.parametrize(("text", "expected"), table(AMOUNTS))
def test_amount_is_read_with_its_words(text: str, expected: str) -> None:
    estimate, currency = parse_amount(text)
    number = expected.split(maxsplit=1)[0]
    assert (plain(*estimate.bounds), currency) == ([number] * 3, expected.split()[1])


@pytest.mark.parametrize(("text", "expected"), table(BOUNDED_AMOUNTS))
def test_amount_is_read_with_its_hedges(text: str, expected: str) -> None:
    estimate, currency = parse_amount(text)
    *bounds, code = expected.split()
    assert (plain(*estimate.bounds), currency) == ([None if one == "-" else one for one in bounds], code)


@pytest.mark.parametrize(("text", "message"), table(ASKED))
def test_amount_with_a_word_of_two_meanings_or_none_is_refused(text: str, message: str) -> None:
    with pytest.raises(EstimateError) as caught:
        parse_amount(text)
    assert message in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(("text", "number"), table(QUANTITIES))
def test_quantity_is_read_with_its_words(text: str, number: str) -> None:
    assert plain(*parse(text).bounds) == [number] * 3


@pytest.mark.parametrize(("text", "expected"), table(BOUNDED_QUANTITIES))
def test_quantity_is_read_with_its_hedges(text: str, expected: str) -> None:
    assert plain(*parse(text).bounds) == [None if one == "-" else one for one in expected.split()]


@pytest.mark.parametrize(("text", "message"), table(UNREAD))
def test_quantity_with_an_unread_word_is_refused(text: str, message: str) -> None:
    with pytest.raises(EstimateError) as caught:
        parse(text)
    assert message in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "hint"), [("5-Mar", "3-5"), ("2024-03-05 00:00:00", "3-5"), ("Mar-05", "3-5"), ("12. Okt", "10-12")]
)
def test_day_in_place_of_a_number_is_asked_with_the_range_it_was(text: str, hint: str) -> None:
    with pytest.raises(EstimateError) as caught:
        parse(text)
    assert caught.value.hint == hint


@pytest.mark.parametrize(("word", "power"), [(word, POWERS[power]) for power in CLEAR for word in CLEAR[power].split()])
def test_every_scale_word_multiplies(word: str, power: int) -> None:
    for text in (f"7 {word}", f"7,5 {word.upper()}", f"7{word}"):
        number = Decimal("7.5") if "," in text else 7
        assert parse(text).bounds == (number * power,) * 3


@pytest.mark.parametrize(("phrase", "power"), SCALE_PHRASES.items())
def test_every_phrase_of_scale_words_multiplies(phrase: str, power: str) -> None:
    assert parse(f"7 {phrase}").bounds == (7 * Decimal(POWERS[power]),) * 3


@pytest.mark.parametrize(
    ("word", "english"), [(word, english) for english, words in NUMBERS.items() for word in words.split()]
)
def test_every_number_word_is_read_as_the_english_one(word: str, english: str) -> None:
    text = {"half": "half a million"}.get(english, english)
    assert parse(f"{word} million" if english == "half" else word).bounds == parse(text).bounds


@pytest.mark.parametrize(
    ("word", "english"), [(word, english) for english, words in HEDGES.items() for word in words.split("|")]
)
def test_every_hedge_is_read_as_the_english_one(word: str, english: str) -> None:
    number = {"between": "10 and 12", "from": "10 to 12"}.get(english, "100")
    blank = "" if word.endswith("'") else " "
    assert parse(f"{word}{blank}{number}").bounds == parse(f"{english} {number}").bounds


SCALED = st.sampled_from([(word, POWERS[power]) for power in CLEAR for word in CLEAR[power].split()])
POINTS = st.sampled_from([("", "."), (",", "."), (".", ","), (" ", ","), ("\u00a0", ","), ("'", ".")])
CURRENCIES = st.sampled_from([("€", "EUR"), ("EUR", "EUR"), ("£", "GBP"), ("CHF", "CHF"), ("zł", "PLN"), ("Kč", "CZK")])


@properties
@given(st.decimals(0, 10**7, places=2), POINTS, SCALED, CURRENCIES, st.booleans())
def test_digits_and_scale_word_account_for_an_amount(
    number: Decimal,
    points: tuple[str, str],
    scaled: tuple[str, int],
    currency: tuple[str, str],
    before: bool,  # noqa: FBT001 - Hypothesis gives it by place
) -> None:
    thousands, point = points
    (word, power), (sign, code) = scaled, currency
    digits = f"{number:,}".replace(".", "@").replace(",", thousands).replace("@", point)
    text = f"{sign} {digits} {word}" if before else f"{digits} {word} {sign}"
    try:
        estimate, read = parse_amount(text)
    except EstimateError as error:
        # What cannot be read is said; only numbers beyond all money are refused here.
        assert "too large" in error.message  # noqa: PT017 - both outcomes are right
    else:
        assert (estimate.bounds, read) == ((number * power,) * 3, code)


LETTERS = st.text(st.characters(categories=["Ll"]), min_size=2, max_size=12)


@properties
@given(LETTERS, st.integers(2, 999))
def test_word_that_is_in_no_table_is_never_dropped_from_an_amount(word: str, number: int) -> None:
    try:
        estimate, _ = parse_amount(f"EUR {number} {word}")
    except EstimateError:
        return
    # A hedge, a scale and the currency once more are read; all else must be a word that says what the money is for.
    understood = estimate.bounds != (number,) * 3 or ANY_SIGN.fullmatch(word) or word in AMOUNT_WORDS
    assert understood
