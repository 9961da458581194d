"""Shares within the whole, checked at the end of a transaction, and voids: once, and lifted once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from meetings.models import Donor
from pledges.models import Terms, TermsParty
from tests.pledges import staff_steps
from tests.pledges.models import rows


def add_party(terms: Terms, code: str, share: str | None, *, role: str = "funder") -> TermsParty:
    donor = Donor.objects.get(code=code)
    return TermsParty.objects.create(terms=terms, donor=donor, role=role, share=share and Decimal(share))


def add_funders(terms: Terms, **shares: str) -> None:
    """Add funders with their shares, and run the checks only then."""
    for code, share in shares.items():
        add_party(terms, code, share)
    check_now()


@transaction.atomic
def create_terms_of(**shares: str) -> None:
    """Write terms with their funders in one transaction."""
    terms = rows.create_terms()
    for code, share in shares.items():
        add_party(terms, code, share)


def check_now() -> None:
    """Run the checks that wait for the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.usefixtures("catalogue")
class TestShares:
    def test_shares_of_one_role_stay_within_the_whole(self) -> None:
        terms = rows.create_terms()
        add_funders(terms, DEU="0.6")
        with pytest.raises(IntegrityError, match=r"funder shares .* add up to more than 1"), transaction.atomic():
            add_funders(terms, NOR="0.4000000001")
        add_funders(terms, NOR="0.4")

    def test_shares_of_different_roles_and_terms_stand_apart(self) -> None:
        terms = rows.create_terms()
        add_party(terms, "DEU", "1")
        add_party(terms, "USA", "1", role="supplier")
        add_party(rows.create_terms(), "DEU", "1")
        add_party(terms, "NOR", None)
        check_now()

    def test_shares_are_checked_at_the_end(self) -> None:
        terms = rows.create_terms()
        with pytest.raises(IntegrityError, match="more than 1"), transaction.atomic():
            add_funders(terms, DEU="0.4", NOR="0.4", USA="0.4")
        with transaction.atomic():
            for code in ("DEU", "NOR", "USA"):
                add_party(terms, code, "0.4")
            assert terms.parties.count() == 3
            transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_shares_over_the_whole_fail_at_commit_and_leave_nothing() -> None:
    staff_steps.create_catalogue()
    with pytest.raises(IntegrityError, match="more than 1"):
        create_terms_of(DEU="0.7", NOR="0.7")
    assert Terms.objects.count() == 0
    create_terms_of(DEU="0.7", NOR="0.3")
    assert Terms.objects.count() == 1


FACTS = {
    "entry": rows.create_entry,
    "terms": rows.create_terms,
    "requirement": rows.create_requirement,
    "stock": rows.create_stock,
    "asserted_total": rows.create_asserted_total,
    "completeness": rows.create_completeness,
    "membership": rows.create_membership,
}


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("kind", FACTS)
class TestVoids:
    def test_fact_is_voided_once(self, kind: str) -> None:
        fact = FACTS[kind]()
        rows.create_void(**{kind: fact})
        with pytest.raises(IntegrityError, match="voided already"), transaction.atomic():
            rows.create_void(**{kind: fact})
        rows.create_void(**{kind: FACTS[kind]()})

    def test_fact_is_voided_anew_after_its_void_was_lifted(self, kind: str) -> None:
        fact = FACTS[kind]()
        first = rows.create_void(**{kind: fact})
        rows.create_void(lifted_void=first)
        second = rows.create_void(**{kind: fact})
        with pytest.raises(IntegrityError, match="voided already"), transaction.atomic():
            rows.create_void(**{kind: fact})
        rows.create_void(lifted_void=second)


@pytest.mark.usefixtures("catalogue")
class TestLifting:
    def test_void_is_lifted_once(self) -> None:
        void = rows.create_void()
        rows.create_void(lifted_void=void)
        with pytest.raises(IntegrityError, match="voided already"), transaction.atomic():
            rows.create_void(lifted_void=void)

    def test_lifting_is_not_lifted(self) -> None:
        lifting = rows.create_void(lifted_void=rows.create_void())
        with pytest.raises(IntegrityError, match="cannot be lifted again"), transaction.atomic():
            rows.create_void(lifted_void=lifting)
