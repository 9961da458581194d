"""The two clocks and the filters as they arrive, and what is said about those that cannot be read."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict

from pledges.answers import PledgeFilters
from pledges.answers.filters import (
    PLEDGE_PARAMETERS,
    BadParametersError,
    Problem,
    parse_moment,
    pledge_filters,
    read_parameters,
)
from pledges.values.moment import Moment
from tests import factories
from tests.pledges import staff_steps

NOW = datetime(2025, 8, 1, 9, tzinfo=UTC)


@pytest.fixture
def two_versions(catalogue: None) -> None:
    """Version 1 at noon of 1 July 2025, version 2 a day later; the projections show both on 3 July."""
    factories.create_published_pledge()
    factories.create_published_pledge(now=staff_steps.NOW + timedelta(days=1))
    factories.project(today=date(2025, 7, 3))


@pytest.mark.django_db
def test_moment_of_an_empty_ledger_is_version_0_today() -> None:
    as_of = parse_moment(None, None, now=NOW)

    assert (as_of.moment, as_of.is_current) == (Moment(valid_at=date(2025, 8, 1), known=0), False)


@pytest.mark.usefixtures("two_versions")
@pytest.mark.parametrize(
    ("valid_at", "known_at", "day", "version", "is_current"),
    [
        (None, None, date(2025, 7, 3), 2, True),
        ("", "", date(2025, 7, 3), 2, True),
        ("2025-07-03", None, date(2025, 7, 3), 2, True),
        ("2025-07-03", "v2", date(2025, 7, 3), 2, True),
        ("2025-07-02", None, date(2025, 7, 2), 2, False),
        (None, "v1", date(2025, 7, 3), 1, False),
        (None, "v0", date(2025, 7, 3), 0, False),
        (None, "2025-06-30", date(2025, 7, 3), 0, False),
        (None, "2025-07-01", date(2025, 7, 3), 1, False),
        (None, "2025-07-01T11:59:59Z", date(2025, 7, 3), 0, False),
        (None, "2025-07-01T12:00:00", date(2025, 7, 3), 1, False),
        (None, "2025-07-01T14:00:00+02:00", date(2025, 7, 3), 1, False),
        (None, "2025-07-01T14:00:00 02:00", date(2025, 7, 3), 1, False),
        (None, "2025-07-02T11:59:59Z", date(2025, 7, 3), 1, False),
        (None, "2030-01-01", date(2025, 7, 3), 2, True),
    ],
)
def test_moment_reads_every_form_of_both_clocks(
    valid_at: str | None, known_at: str | None, day: date, version: int, *, is_current: bool
) -> None:
    as_of = parse_moment(valid_at, known_at, now=NOW)

    assert (as_of.valid_at, as_of.version, as_of.is_current) == (day, version, is_current)


@pytest.mark.usefixtures("two_versions")
def test_moment_keeps_the_clocks_as_asked_for_links() -> None:
    as_of = parse_moment("2025-07-02", "v1", now=NOW)

    assert (as_of.query, as_of.label) == (
        (("valid_at", "2025-07-02"), ("known_at", "v1")),
        "as of 2 July 2025, as known in v1",
    )


@pytest.mark.usefixtures("two_versions")
def test_moment_with_other_amounts_is_not_the_stored_one() -> None:
    assert parse_moment(None, None, now=NOW, bases=("list_price",)).is_current is False


FORMS = "A day (2024-02-14), a time (2024-02-14T12:00:00Z) or a version (v12)."


@pytest.mark.usefixtures("two_versions")
@pytest.mark.parametrize(
    ("valid_at", "known_at", "problem"),
    [
        (
            "yesterday",
            None,
            Problem(
                "/query/valid_at",
                "invalid_value",
                "valid_at: 'yesterday' is no date.",
                "A day as YYYY-MM-DD, for example 2024-02-14.",
            ),
        ),
        (
            "2025-02-30",
            None,
            Problem(
                "/query/valid_at",
                "invalid_value",
                "valid_at: '2025-02-30' is no date.",
                "A day as YYYY-MM-DD, for example 2024-02-14.",
            ),
        ),
        (
            None,
            "v3",
            Problem("/query/known_at", "unknown_version", "known_at: there is no version v3.", "The latest is v2."),
        ),
        (
            None,
            "2",
            Problem("/query/known_at", "invalid_value", "known_at: '2' is no day, time or version.", FORMS),
        ),
        (
            None,
            "0001-01-01T00:00:00+23:00",
            Problem(
                "/query/known_at",
                "invalid_value",
                "known_at: '0001-01-01T00:00:00+23:00' is no day, time or version.",
                FORMS,
            ),
        ),
    ],
)
def test_moment_says_what_would_be_right(valid_at: str | None, known_at: str | None, problem: Problem) -> None:
    with pytest.raises(BadParametersError) as refused:
        parse_moment(valid_at, known_at, now=NOW)

    assert refused.value.problems == (problem,)


def test_moment_names_both_clocks_at_once() -> None:
    with pytest.raises(BadParametersError) as refused:
        parse_moment("x", "y", now=NOW)

    assert [problem.pointer for problem in refused.value.problems] == ["/query/valid_at", "/query/known_at"]


@pytest.mark.usefixtures("catalogue")
def test_pledge_filters_read_repeated_values_ranges_and_numbers() -> None:
    query = QueryDict(
        "system=patriot&system=nasams&system=patriot&donor=JOINT&meeting=none&overdue=certainly&counted=false"
        "&due_before=2025-07-01&quantity_certainly_min=2.5&unit="
    )

    assert pledge_filters(read_parameters(query, PLEDGE_PARAMETERS)) == PledgeFilters(
        systems=("patriot", "nasams"),
        donors=("JOINT",),
        meetings=("none",),
        overdue=("certainly",),
        counted=False,
        due_before=date(2025, 7, 1),
        quantity_certainly_min=Decimal("2.5"),
    )


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("query", "code", "hint"),
    [
        ("sytem=patriot", "unknown_parameter", "Did you mean system?"),
        ("system=patroit", "unknown_value", "Did you mean patriot?"),
        ("donor=deu", "unknown_value", "Did you mean DEU?"),
        ("donor=Germany", "unknown_value", "Valid: DEU, JOINT, NLD, NOR, POL, UKR, USA, XUN."),
        ("unit=batteries", "unknown_value", "Did you mean battery?"),
        ("overdue=yes", "unknown_value", "Valid: certainly, no, not_dated, possibly."),
        ("counted=maybe", "invalid_value", "true or false"),
        ("counted=true&counted=false", "repeated", "Give it once."),
        ("announced_after=2025", "invalid_value", "A day as YYYY-MM-DD, for example 2024-02-14."),
        ("quantity_possibly_min=-1", "invalid_value", "For example 4 or 13.5."),
        ("quantity_possibly_min=inf", "invalid_value", "For example 4 or 13.5."),
        ("reference=%00", "invalid_value", ""),
    ],
)
def test_pledge_filters_refuse_what_they_do_not_know(query: str, code: str, hint: str) -> None:
    with pytest.raises(BadParametersError) as refused:
        read_parameters(QueryDict(query), PLEDGE_PARAMETERS)

    (problem,) = refused.value.problems
    assert problem.code == code
    assert hint in problem.hint


@pytest.mark.usefixtures("catalogue")
def test_read_parameters_names_every_problem_at_once() -> None:
    with pytest.raises(BadParametersError) as refused:
        read_parameters(QueryDict("a=1&system=x&system=y&unit=z"), PLEDGE_PARAMETERS)

    assert [problem.pointer for problem in refused.value.problems] == [
        "/query/a",
        "/query/system",
        "/query/system",
        "/query/unit",
    ]
