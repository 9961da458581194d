"""Turns rows of the main data into rows of a change set: items, their deliveries, and money counted once.

A package's money stands on pledges of kind money, its items carry no amount. Where a package has commitments, they are
one pledge that its allocations of the same type of aid take from announced to committed, so that nothing counts twice;
else each allocation is a pledge of its own. A negative sum is withdrawn. Every external reference is
`<package>/<allocation>/<item>/<n>`, n being the order among equals.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from django.utils.text import slugify

from pledges.intake.cell_problems import CellProblem
from pledges.intake.importers.kiel.joint_purchases import join_shares, parties_of
from pledges.intake.importers.kiel.kiel_cells import as_text
from pledges.intake.importers.kiel.kiel_items import ItemCatalogue
from pledges.intake.importers.kiel.kiel_reading import KielRow
from pledges.intake.importers.kiel.kiel_releases import KIEL_PUBLISHER, KIEL_URL, Release
from pledges.intake.importers.suggestions import Suggestion
from pledges.values.choices import Action, Definition, Stage

MONEY = "money"
ITEM_SLUG_LENGTH = 200
NOTE_LENGTH = 1000
Payload = dict[str, str]


@dataclass(slots=True)
class Built:
    """Rows of a change set, the row of the file behind each, and rows of the file that state no fact of their own."""

    payloads: list[Payload] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    without_fact: list[int] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    remarks: list[CellProblem] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)


@dataclass(slots=True)
class Sum:
    """Money that a row states: under which name, as part of which promise, and what cuts have taken off it."""

    row: KielRow
    name: str
    promise: str = ""
    taken: Decimal = Decimal(0)


@dataclass(slots=True)
class Builder:
    """Builds the rows of one release."""

    release: Release
    catalogue: ItemCatalogue
    built: Built = field(default_factory=Built)
    names: dict[int, str] = field(default_factory=dict)
    packages: dict[str, str] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    cuts: list[Sum] = field(default_factory=list)
    sum_headers: dict[Stage, str] = field(default_factory=dict)

    def build(self, rows: Sequence[KielRow]) -> Built:
        self.name_rows(rows)
        self.gather_packages(rows)
        for row in join_shares([row for row in rows if row.item]):
            self.add_item(row)
        by_package: dict[str, list[KielRow]] = defaultdict(list)
        for row in rows:
            by_package[row.package].append(row)
        for group in by_package.values():
            self.add_money(group)
        for cut in self.cuts:
            self.add_cut(cut)
        self.built.suggestions = self.catalogue.all_suggestions()
        return self.built

    def name_rows(self, rows: Sequence[KielRow]) -> None:
        """Give every row of an item its external reference: n is the order among equals in the file."""
        seen: Counter[tuple[str, str, str]] = Counter()
        for row in rows:
            if row.item:
                slug = slugify(row.item)[:ITEM_SLUG_LENGTH] or "item"
                seen[*row.group, slug] += 1
                self.names[id(row)] = self.reference(*row.group, slug, seen[*row.group, slug])

    def reference(self, package: str, allocation: str, slug: str, number: int) -> str:
        return f"{self.release.scheme}:{package}/{allocation}/{slug}/{number}"

    def gather_packages(self, rows: Sequence[KielRow]) -> None:
        """Link the rows of every package that has several; its name carries the release, since Kiel's names move."""
        sizes = Counter(row.package for row in rows)
        for row in rows:
            if sizes[row.package] > 1 and row.package not in self.packages:
                slug = f"{self.release.scheme}-{slugify(row.package)}"
                self.packages[row.package] = slug
                name = f"Kiel {row.package}: {row.donor}, {row.aid_type} (Release {self.release.number})"
                self.catalogue.suggest_package(slug, name, rows=sizes[row.package])

    def add(self, row: KielRow, payload: Payload) -> None:
        """Add one row of the change set, without blank cells."""
        self.built.payloads.append({name: value for name, value in payload.items() if value})
        self.built.lines.append(row.line)

    def add_item(self, row: KielRow) -> None:
        """Add an item's promise, and what is said of its delivery: nothing said may be anything up to the promise.

        An item whose number was not understood is left out until it is; its package's money is not.
        """
        if "units" in row.faulty:
            return
        system, unit = self.catalogue.system_of(row.item, item_type=row.item_type, sub_type=row.sub_type)
        name = self.names[id(row)]
        shares = row.shares or [row]
        promise = {
            "external_reference": name,
            "donors": parties_of(row, [self.catalogue.donor_of(share.donor) for share in shares]),
            "system": system,
            "unit": unit,
            # A blank number of units is stated as unknown, not as one.
            "quantity": row.units or "undisclosed",
            "note": write_remarks(f'Kiel item "{row.item}"', row),
        }
        self.add(row, self.pledge(row, promise))
        delivered = row.delivered or "undisclosed"
        # Nothing delivered is no entry; nothing said is one of an unknown number.
        if delivered != "0" and "delivered" not in row.faulty:
            self.add(row, self.delivery(row, name=name, delivered=delivered))

    def pledge(self, row: KielRow, columns: Payload) -> Payload:
        return {
            "action": Action.PLEDGE.value,
            **columns,
            "stage": row.stage.value,
            "occurred": self.announcement_cell(row),
            "aid_type": row.aid_type,
            "package": self.packages.get(row.package, ""),
            **self.source_of(row),
        }

    def announcement_cell(self, row: KielRow) -> str:
        """When the row was announced; a window cannot end after what the release covers."""
        last = self.release.cut_off.isoformat()
        if row.announced.startswith("until ") and row.announced[6:] > last:
            row.notes.append(f"Kiel writes {row.announced}, after the end of what the release covers")
            return f"until {last}"
        return row.announced

    def delivery(self, row: KielRow, *, name: str, delivered: str) -> Payload:
        """What Kiel says was delivered by its cut-off, on a day that it does not give."""
        covered = self.release.coverage
        number = delivered.replace(".", "", 1).isdigit()
        return {
            "action": Action.ENTRY.value,
            "reference": name,
            "external_reference": f"{name}/delivered",
            "quantity": delivered,
            "stage": Stage.DELIVERED.value,
            "occurred": "unknown",
            **self.kiel_source(),
            "quote": row.delivered_stated,
            "note": f"no date given; cumulative to {covered}" if number else "no date given; number not disclosed",
            "definition": Definition.UNSPECIFIED.value,
            "asserted_by": "third_party",
        }

    def source_of(self, row: KielRow) -> Payload:
        """What the row cites: the first address that Kiel gives, else Kiel's own table.

        A day is dated by the announcement itself; a window is what Kiel says, at its cut-off.
        """
        if not row.link:
            return self.kiel_source()
        day: date = row.announced_day or self.release.cut_off
        when = row.announced_day.isoformat() if row.announced_day else row.announced
        return {
            "source_url": row.link,
            "source_title": f"Announcement of {when}, cited by the Kiel Ukraine Support Tracker",
            "source_publisher": (urlsplit(row.link).hostname or "").removeprefix("www."),
            "source_published": day.isoformat(),
            "source_grade": "official_donor" if row.official else "media",
            "confidence": "repo_data",
        }

    def kiel_source(self) -> Payload:
        return {
            "source_url": KIEL_URL,
            "source_title": self.release.title,
            "source_publisher": KIEL_PUBLISHER,
            "source_published": self.release.cut_off.isoformat(),
            "source_grade": "media",
            "confidence": "repo_data",
        }

    def add_money(self, group: Sequence[KielRow]) -> None:
        """Add the sums of a package. What is of another donor or type of aid than its commitment is a pledge apart."""
        commitments = [row for row in group if row.stage == Stage.ANNOUNCED and (row.value_eur or not row.item)]
        allocations = [row for row in group if row.stage == Stage.COMMITTED]
        allocated = {row.purpose for row in allocations}
        seen: Counter[str] = Counter()
        promises: dict[tuple[str, str, str], str] = {}
        for row in self.with_money(commitments):
            name = self.name_sum(row, seen)
            self.add_sum(Sum(row, name, promises.get(row.purpose, "")))
            # The first commitment of a package is the pledge; its allocations become entries on it.
            if not row.is_cut and (row.purpose in allocated or row.allocation == "0"):
                promises.setdefault(row.purpose, name)
        for row in self.with_money(allocations, promised=promises.keys()):
            self.add_sum(Sum(row, self.name_sum(row, seen), promises.get(row.purpose, "")))

    def name_sum(self, row: KielRow, seen: Counter[str]) -> str:
        seen[row.allocation] += 1
        return self.reference(row.package, row.allocation, MONEY, seen[row.allocation])

    def with_money(self, rows: Sequence[KielRow], *, promised: Collection[tuple[str, str, str]] = ()) -> list[KielRow]:
        """The rows that state money: an amount, or none where nothing else of their allocation says more."""
        valued = {row.group for row in rows if row.value_eur}
        itemised = {row.group for row in rows if row.item}
        kept: list[KielRow] = []
        for row in rows:
            # What the cell says of the sum was not understood, and stands among the problems.
            if row.sum_unread:
                continue
            said = row.purpose in promised or row.group in valued or row.group in itemised or row.spread_eur
            if row.value_eur or not (row.item or said):
                kept.append(row)
                itemised.add(row.group)
            elif not row.item:
                self.built.without_fact.append(row.line)
        return kept

    def add_sum(self, one: Sum) -> None:
        """Add one sum: a pledge of its own, or an entry on the money already promised for its package."""
        row = one.row
        if row.is_cut:
            self.cuts.append(one)
            return
        self.sums.append(one)
        columns = {"external_reference": one.name, **self.amount_of(row, quantity="1")}
        if one.promise:
            stage = {"stage": row.stage.value, "occurred": self.announcement_cell(row)}
            entry = {"action": Action.ENTRY.value, "reference": one.promise}
            self.add(row, {**entry, **columns, **stage, **self.source_of(row)})
        else:
            donor = self.catalogue.donor_of(row.donor)
            self.add(row, self.pledge(row, {**columns, "donors": f"{donor}:funder", "system": MONEY, "unit": "lot"}))

    def amount_of(self, row: KielRow, *, quantity: str) -> Payload:
        note = write_remarks("Kiel's sum for the allocation" if row.item else "", row)
        if row.amount is None or row.value_eur is None:
            return {"quantity": quantity, "note": note}
        amount, value = as_text(abs(row.amount)), as_text(abs(row.value_eur))
        return {"quantity": quantity, "note": note, "amount": amount, "currency": row.currency, "value_eur": value}

    def add_cut(self, cut: Sum) -> None:
        """Add what a negative sum takes back: of its package, else of the largest sum of that donor and type of aid."""
        row, size = cut.row, -(cut.row.value_eur or Decimal(0))
        header = self.sum_headers.get(row.stage, "")
        target = target_of_cut(cut, self.sums)
        if target is None:
            message = f"nothing in this file is as large as this cut of {row.aid_type} aid of {row.donor}"
            hint = "enter it by hand, as an entry of stage withdrawn on the pledge that was cut"
            self.built.problems.append(CellProblem(row.line, header, as_text(-size), "cut", message, hint))
            return
        target.taken += size
        pledge = target.promise or target.name
        if target.row.package != row.package:
            row.notes.append(f"Kiel states this cut in a package of its own: taken off {target.row.package}")
        words = f"a negative sum, read as withdrawn from {pledge}"
        self.built.remarks.append(CellProblem(row.line, header, as_text(-size), "remark", words))
        columns = {"external_reference": cut.name, **self.amount_of(row, quantity="0")}
        stage = {"stage": Stage.WITHDRAWN.value, "occurred": self.announcement_cell(row)}
        entry = {"action": Action.ENTRY.value, "reference": pledge}
        self.add(row, {**entry, **columns, **stage, **self.source_of(row)})


def target_of_cut(cut: Sum, sums: Sequence[Sum]) -> Sum | None:
    """The sum that a cut is taken off: of the same allocation, package or donor, the largest that is large enough."""
    row = cut.row
    size = -(row.value_eur or Decimal(0))
    fitting = [
        one for one in sums if one.row.purpose[1:] == row.purpose[1:] and (one.row.value_eur or 0) - one.taken >= size
    ]
    closest = [
        [one for one in fitting if one.row.group == row.group],
        [one for one in fitting if one.row.package == row.package],
        fitting,
    ]
    found = next((some for some in closest if some), [])
    return max(found, key=lambda one: one.row.value_eur or 0, default=None)


def write_remarks(first: str, row: KielRow) -> str:
    """The remarks on a row, its further links last, as far as they fit."""
    # Last, because the text is cut at its end.
    more = [f"also: {', '.join(row.more_links)}"] if row.more_links and row.item else []
    parts = [part for part in (first, *dict.fromkeys(row.notes), *more) if part]
    return "; ".join(parts)[:NOTE_LENGTH]
