"""The ledgers that tests read: five promises, and what each kind of test has beside them; projected for one day."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import count

from meetings.models import Coalition, Meeting, Source, SourceClaim
from tests import factories
from tests.pledges import staff_steps

HOUR = timedelta(hours=1)
NOT_OTHERWISE: Mapping[str, object] = {}


def five_promises(
    a: Mapping[str, object] = NOT_OTHERWISE,
    b: Mapping[str, object] = NOT_OTHERWISE,
    d: Mapping[str, object] = NOT_OTHERWISE,
) -> list[staff_steps.Row]:
    """One with all that can be named, one shared by two donors, one signalled, one of money, and one said again."""
    whole = {
        "external_reference": "row:a",
        "donors": "DEU:stock_owner;DEU",
        "quantity": "4",
        "due": "by 2025-06-20",
        "meeting": "udcg-28",
        "coalition": "air-defence",
        "initiative": "iaad",
        "package": "package-1",
    }
    shared = {
        "external_reference": "row:b",
        "donors": "DEU:funder:0.5;NOR:funder:0.5",
        "unit": "launcher",
        "quantity": "2",
        "amount": "100 million",
        "currency": "EUR",
    }
    money = {
        "external_reference": "row:d",
        "donors": "NOR",
        "system": "money",
        "unit": "lot",
        "amount": "50 million",
        "currency": "EUR",
    }
    return [
        staff_steps.pledge_row(**{**whole, **a}),
        staff_steps.pledge_row(**{**shared, **b}),
        staff_steps.pledge_row(external_reference="row:c", donors="NLD", stage="signalled", quantity="several"),
        staff_steps.pledge_row(**{**money, **d}),
        staff_steps.pledge_row(external_reference="row:e", donors="DEU", restates="row:a", quantity="4"),
    ]


def publish_versions(*versions: list[staff_steps.Row]) -> None:
    """Publish one version an hour, and project them."""
    for number, rows in enumerate(versions):
        factories.publish_rows(*rows, now=staff_steps.NOW + number * HOUR)
    factories.project()


def publish_api_ledger() -> None:
    """Version 1 promises, version 2 delivers and moves a due date, version 3 takes the delivery back."""
    publish_versions(
        [
            *five_promises(),
            staff_steps.requirement_row(quantity="10"),
            staff_steps.requirement_row(system="nasams", quantity="at least 7"),
            staff_steps.stock_row(quantity="12", unavailable="2"),
            staff_steps.membership_row(),
        ],
        [
            staff_steps.entry_row("row:a", external_reference="row:a1", definition="handed_over", asserted_by="donor"),
            staff_steps.terms_row("row:a", due="by the end of 2025"),
        ],
        [staff_steps.void_row("row:a1")],
    )


def publish_answer_ledger() -> None:
    """Promises, part of one delivered, a due date moved, a delivery taken back and one in progress."""
    publish_versions(
        [
            *five_promises(
                a={"donors": "DEU:stock_owner;DEU;NOR:supplier"},
                b={
                    "donors": "DEU:funder:0.3333333333;NOR:funder:0.3333333333",
                    "quantity": "about 200",
                    "due": "summer 2025",
                },
                d={"currency": "USD"},
            ),
            staff_steps.pledge_row(
                external_reference="row:f",
                donors="POL",
                beneficiary="POL",
                compensates="row:a",
                accepted_warnings="own_country: Poland replaces its own",
            ),
            staff_steps.pledge_row(
                external_reference="row:g",
                donors="USA",
                quantity="at least 6",
                occurred="2025",
                adds="row:a",
                source_published="2025-12-31",
            ),
            staff_steps.pledge_row(external_reference="row:h", system="nasams", aid_type="humanitarian"),
            staff_steps.requirement_row(quantity="10"),
            staff_steps.requirement_row(system="shell-155", unit="round", quantity="at least 1000", basis="additional"),
            staff_steps.stock_row(quantity="12", unavailable="2"),
            staff_steps.stock_row(donors="USA", quantity="15", committed_elsewhere="3-5"),
        ],
        [
            staff_steps.entry_row("row:a", external_reference="row:a1"),
            staff_steps.entry_row(
                "row:b", occurred="June 2025 to August 2025", quantity="50", source_published="2025-08-31"
            ),
            staff_steps.terms_row("row:a", due="by the end of 2025"),
        ],
        [staff_steps.void_row("row:a1", note="counted twice")],
    )


def publish_page_ledger() -> None:
    """Version 1 promises, asks and holds; version 2 delivers and moves a due date; version 3 takes a delivery back."""
    Meeting.objects.filter(slug="udcg-28").update(outcomes="Air defence put first", confidence="memory")
    Coalition.objects.update(member_count=17)
    source = Source.objects.create(title="A paper", url="https://example.org/paper", grade="media")
    for value, chosen in (("17", True), ("15 in all", False)):
        SourceClaim.objects.create(
            subject_kind="coalition",
            subject="air-defence",
            field="member_count",
            value=value,
            source=source,
            chosen=chosen,
            reason="words of the minister" if chosen else "",
        )
    publish_versions(
        [
            *five_promises(a={"quote": "four batteries"}, b={"quantity": "about 20"}),
            staff_steps.requirement_row(quantity="10", basis="additional", stated_by="A minister"),
            staff_steps.stock_row(quantity="12", unavailable="2"),
            staff_steps.membership_row(),
            staff_steps.asserted_total_row(quantity="3"),
        ],
        [
            staff_steps.entry_row("row:a", external_reference="row:a1", definition="handed_over", asserted_by="donor"),
            staff_steps.entry_row("row:a", external_reference="row:a2", quantity="up to 2", quote="some have arrived"),
        ],
        [
            staff_steps.void_row("row:a1"),
            staff_steps.terms_row("row:b", donors="DEU:funder:0.5;NOR:funder:0.5", due="by the end of 2025"),
        ],
    )


LONG = {"counted": 55, "restated": 4, "signalled": 3, "for_others": 2, "delivered": 10, "late": 12}
"""How many pledges of which sort the long ledger has; those delivered and those late are among the counted."""


def publish_long_ledger() -> None:
    """Promise more than a page lists, all of one system, at one meeting, in one coalition and by one donor."""

    quantities = count(1)

    def promised_row(**cells: object) -> staff_steps.Row:
        return staff_steps.pledge_row(
            **{"meeting": "udcg-28", "coalition": "air-defence", "quantity": str(next(quantities) ** 2), **cells}
        )

    names = [f"long:{number}" for number in range(LONG["counted"])]
    rows = [
        promised_row(
            external_reference=name,
            donors="DEU:funder:0.5;NOR:funder:0.5" if number % 5 == 0 else "DEU",
            due="by 2025-06-20" if LONG["delivered"] <= number < LONG["delivered"] + LONG["late"] else None,
        )
        for number, name in enumerate(names)
    ]
    factories.publish_rows(
        *rows,
        *(
            promised_row(restates=row["external_reference"], quantity=row["quantity"])
            for row in rows[: LONG["restated"]]
        ),
        *(promised_row(stage="signalled", donors="DEU;NLD") for _ in range(LONG["signalled"])),
        *(promised_row(beneficiary="POL") for _ in range(LONG["for_others"])),
    )
    factories.publish_rows(
        *(
            staff_steps.entry_row(row["external_reference"], quantity=row["quantity"])
            for row in rows[: LONG["delivered"]]
        )
    )
    factories.project()
