"""Plans rows about pledges: new ones, their entries, and changes of their terms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from meetings.choices import Confidence, SourceGrade
from meetings.models import JOINT, RECIPIENT, UNNAMED
from meetings.source_addresses import clean_address
from pledges.intake.catalogue_snapshot import LINKS, KnownPledge, KnownRow, pledge_of_rate
from pledges.intake.cell_words import read_window
from pledges.intake.row_columns import COPY_COLUMN, SOURCE_COLUMNS, CellKind, names_of_kind, plain_columns
from pledges.intake.row_reading import RowReader, estimate_columns, number, window_columns
from pledges.intake.table_days import LEDGER_START, single_day
from pledges.ledger import FactPlan, Json, Target
from pledges.values.amount_words import MoneyError, parse_amount
from pledges.values.choices import Action, AmountBasis, Kind, PartyRole, Stage
from pledges.values.dates import DateError, DateWindow
from pledges.values.estimates import Estimate, EstimateError
from pledges.values.euro_rates import EUR
from pledges.values.money import Money, to_eur
from pledges.values.stages import HANDED_ON_STAGES, PROMISING_STAGES

LEAD_ORDER = (PartyRole.LEAD, PartyRole.STOCK_OWNER, PartyRole.FUNDER, PartyRole.SUPPLIER)

PLAIN_TERMS, PLAIN_ENTRY = plain_columns(Action.TERMS), plain_columns(Action.ENTRY)
NAMED = names_of_kind(CellKind.NAME)
MONEY_COLUMNS = ("amount", "basis", "currency", "value_eur")

NO_DUE: Json = {
    **dict.fromkeys(("due_text", "due_precision"), ""),
    "due_start": None,
    "due_end": None,
    "due_deadline": False,
}

REFERENCE_RATE = "reference rate"
"""The words in place of a value in euro that have the amount converted anew, at the rate of its pledge or its day."""

HIGHEST_RATE = 1_000_000
"""Units of a currency for one euro; none comes near it, so a higher rate is a slip in one of the two amounts."""


def source_of(reader: RowReader) -> Json | None:
    """The source that a row cites; rows that cite the same share it."""
    return reader.once(read_source, (*SOURCE_COLUMNS, COPY_COLUMN))


def read_source(reader: RowReader) -> Json | None:
    url, title = clean_address(reader.get("source_url")), reader.get("source_title")
    if not url and not title:
        reader.problem("source_url", "required", "every fact needs a source", "an address, or a title and a publisher")
        return None
    if url and not url.startswith(("https://", "http://")):
        reader.problem("source_url", "address", f"“{url}” is not an address", "https://…")
    published, retrieved = reader.day("source_published"), reader.day("source_retrieved")
    copy = reader.get(COPY_COLUMN)
    if copy and copy not in reader.catalogue.copies:
        reader.problem(COPY_COLUMN, "unknown_copy", f"no kept copy has the SHA-256 “{copy}”", "store the copy first")
    return {
        **({COPY_COLUMN: copy} if copy else {}),
        "url": url,
        "title": title or url[:500],
        "publisher": reader.get("source_publisher"),
        "published": published and published.isoformat(),
        "retrieved": retrieved and retrieved.isoformat(),
        "grade": reader.choice("source_grade", SourceGrade, default=SourceGrade.UNVERIFIED),
    }


def citation_of(reader: RowReader) -> Json:
    confidence = reader.choice("confidence", Confidence)
    return {"quote": reader.get("quote"), "note": reader.get("note"), "confidence": confidence}


def anchor(reader: RowReader) -> date:
    """The day on which the source speaks: its own date, else today."""
    return single_day(reader.get("source_published")) or reader.today


def occurrence_window(reader: RowReader, *, since: date, default: str = "") -> DateWindow | None:
    """When something happened, with both ends: unknown ones run from the announcement to the source's date."""
    if not reader.get("occurred") and default:
        reader.row["occurred"] = default
    reader.require_cell("occurred", "the date")
    window = happened_window(reader)
    if window is None:
        return None
    if window.is_unknown:
        return window.fill_unknown(announced=since, published=anchor(reader))
    # An open end is closed at the day on which the source speaks: it cannot know of later.
    end = window.end or max(anchor(reader), window.start or since)
    return DateWindow(window.text, window.start or min(since, end), end, window.precision)


def happened_window(reader: RowReader, column: str = "occurred") -> DateWindow | None:
    """When something happened, looking back from the day on which its source speaks and cut there."""
    told = anchor(reader)
    window = reader.window(column, anchor=told, back=True)
    return window and window.cut_after(told)


def said_on(reader: RowReader) -> date:
    """The first day on which a promise may have been made: what is due in it looks forward from there."""
    told = anchor(reader)
    try:
        window = read_window(reader.get("occurred") or told.isoformat(), anchor=told, back=True)
    except DateError:
        return told
    return min(window.start or told, told)


def due_window(reader: RowReader) -> DateWindow | None:
    """When something is due, from the day on which that was said."""
    said = said_on(reader)
    window = reader.window("due", anchor=said)
    return window and window.cut_before(said)


def entry_columns(reader: RowReader, *, since: date, default_stage: str, kind: str) -> Json | None:
    stage = reader.choice("stage", Stage, default=default_stage)
    if not stage and not reader.get("stage"):
        reader.problem("stage", "required", "the stage is missing", f"one of {', '.join(Stage.values)}")
    when = occurrence_window(reader, since=since, default="" if stage in PROMISING_STAGES else "unknown")
    quantity = quantity_of(reader, stage=stage, kind=kind)
    for column in ("definition", "asserted_by"):
        if reader.get(column) and stage not in HANDED_ON_STAGES:
            reader.problem(
                column, "stage", f"{column} goes with shipped or delivered, not with {stage}", "leave it blank"
            )
    if when is None or quantity is None:
        return None
    # A rate of a day after the source's own was not known to it.
    amount = amount_columns(reader, on=min(when.end or anchor(reader), anchor(reader)))
    if kind == Kind.MONEY and stage in PROMISING_STAGES and Decimal(amount.get("amount_high") or 1) == 0:
        reader.problem("amount", "promise_of_nothing", "nobody promises exactly 0", "the amount, or undisclosed")
    return {
        "stage": stage,
        **window_columns("occurred", when),
        **estimate_columns("quantity", quantity),
        **amount,
        **{column.name: reader.word(column) if column.name in reader.row else column.default for column in PLAIN_ENTRY},
    }


def quantity_of(reader: RowReader, *, stage: str, kind: str) -> Estimate | None:
    """How many; money without a number is one lot."""
    if not reader.get("quantity") and kind == Kind.MONEY:
        return Estimate.exact(1)
    reader.require_cell("quantity", "the quantity")
    quantity = reader.estimate("quantity", later_stage=stage not in PROMISING_STAGES)
    if quantity is not None and quantity.high == 0 and stage in PROMISING_STAGES:
        hint = "the number promised, or undisclosed; stage withdrawn where a promise was taken back"
        reader.problem("quantity", "promise_of_nothing", "nobody promises exactly 0", hint)
    return quantity


def amount_columns(reader: RowReader, *, on: date) -> Json:
    """The columns of an amount with its value in euro: the source's own, else at the reference rate."""
    return reader.once(read_amount, MONEY_COLUMNS, on)


def read_amount(reader: RowReader, on: date) -> Json:
    if not reader.get("amount"):
        for column in ("currency", "value_eur"):
            if reader.get(column):
                reader.problem(
                    column, "amount", f"there is a {column} without an amount", "fill amount, or leave it blank"
                )
        return {}
    try:
        stated, currency = parse_amount(reader.get("amount"), currency=reader.get("currency") or None)
        basis = reader.choice("basis", AmountBasis, default=AmountBasis.DONOR_STATED)
        euro = None if converts_anew(reader) else reader.estimate("value_eur", counted=False)
        money = Money(stated, currency, AmountBasis(basis))
        rates = None if currency == EUR else reader.catalogue.load_rates()
        converted = to_eur(money, on=on, stated_eur=euro, rates=rates)
    except (MoneyError, EstimateError) as error:
        reader.problem("amount", "amount", str(error), getattr(error, "hint", ""))
        return {}
    columns = {**estimate_columns("amount", stated), "currency": currency, "basis": basis}
    if converted is not None and converted.rate is not None and converted.rate >= HIGHEST_RATE:
        reader.problem("value_eur", "rate", f"{converted.rate:.0f} {currency} for a euro", "check both amounts")
    if converted is not None:
        columns |= {f"value_eur_{end}": number(getattr(converted, end)) for end in ("low", "best", "high")}
        columns |= {
            "eur_rate": number(converted.rate),
            "eur_rate_date": converted.rate_date.isoformat(),
            "eur_rate_source": str(converted.rate_source.value),
        }
    return columns


def converts_anew(reader: RowReader) -> bool:
    """Whether the cell of the value asks for a rate, that of the day or of a pledge, in place of the source's own."""
    stated = reader.get("value_eur")
    pledge = pledge_of_rate(stated)
    if pledge and getattr(reader.catalogue.pledges.get(pledge), "key", None) is None:
        reader.problem(
            "value_eur", "unknown_pledge", f"no published pledge is called “{pledge}”", "rate of 2025-DEU-014"
        )
    return bool(pledge) or stated.casefold() == REFERENCE_RATE


def terms_columns(reader: RowReader, *, base: KnownPledge | None) -> Json:
    """The columns of terms: what the row says, else what the last terms said; “none” clears one."""
    kept = dict(base.terms) if base else {}
    due = None if reader.clears("due") else due_window(reader)
    if reader.clears("due"):
        kept |= NO_DUE
    elif due is not None:
        kept |= window_columns("due", due) | {"due_deadline": due.deadline}
    stated = "" if reader.clears("beneficiary") else reader.get("beneficiary")
    beneficiary = reader.donor(stated or RECIPIENT, "beneficiary")
    # Only a first statement defaults to Ukraine; later terms that say nothing leave it as it was.
    if reader.get("beneficiary") or not base:
        kept["beneficiary_id"] = beneficiary and beneficiary.pk
    for column in PLAIN_TERMS:
        if column.name not in reader.row:
            kept[column.name] = kept.get(column.name) or column.default
            continue
        cleared = reader.clears(column.name)
        kept[column.name] = column.default if cleared else reader.word(column, default=kept.get(column.name, ""))
    for name in NAMED:
        if reader.get(name):
            kept[f"{name}_id"] = None if reader.clears(name) else reader.key_by_name(name)
    if reader.get("meeting"):
        kept.pop("meeting_slug", None)
    kept |= proposed_meeting(reader)
    # Only terms that the database gave have days that are no text.
    return (
        {name: value.isoformat() if isinstance(value, date) else value for name, value in kept.items()}
        if base
        else kept
    )


def proposed_meeting(reader: RowReader) -> Json:
    """The name of a meeting that is not there yet: it gets its key when the change set is published."""
    slug = reader.proposed_meeting()
    return {"meeting_slug": slug} if slug else {}


def links_of(reader: RowReader) -> dict[str, Target]:
    names = {row for row in (reader.get("external_reference"), reader.get("reference")) if row}
    own = [reader.catalogue.pledges[name] for name in names if name in reader.catalogue.pledges]
    links = {}
    for column in LINKS:
        name = reader.get(column)
        # The row itself may go by its external reference, by its reference, or by both.
        if name in names or (name and reader.catalogue.pledges.get(name) in own):
            reader.problem(column, "link_to_itself", "a pledge has no link to itself", "another reference")
        elif name and not reader.clears(column):
            links[column] = target_of(reader, column, only_known=False)
            other = reader.catalogue.pledges.get(name)
            if other is not None and other.links.get(column) in [one.target for one in own]:
                reader.problem(column, "circle", f"{name} {column} this pledge itself", "one of the two, not both")
    return {name: target for name, target in links.items() if target}


def target_of(reader: RowReader, column: str, *, only_known: bool = True) -> Target | None:
    """The pledge that a cell names, by reference or external reference."""
    name = reader.get(column)
    known = reader.catalogue.pledges.get(name)
    if known is not None and not known.terms:
        reader.problem(column, "taken_back", f"{known.external} was taken back", "a pledge that stands")
        return None
    if known is not None:
        return known.target
    if name in reader.catalogue.upcoming:
        if only_known:
            reader.problem(column, "faulty_pledge", f"the row of “{name}” has problems", "correct that row first")
        return Target(external=name)
    reader.problem(column, "unknown_pledge", f"no pledge is called “{name}”", "2025-DEU-014, or scheme:value")
    return None


def lead_of(reader: RowReader, parties: list[Json]) -> str:
    """The code in a pledge's reference: its lead donor, JOINT for several, XUN for one who is not named."""
    by_key = reader.catalogue.codes
    for role in LEAD_ORDER:
        # The first role that anybody has decides; only several donors of that one role are joint.
        codes = {by_key[one["donor_id"]] for one in parties if one["role"] == role and one["donor_id"]} - {UNNAMED}
        if len(codes) == 1:
            return codes.pop()
        if codes:
            return JOINT
    return UNNAMED


def existing_pledge(reader: RowReader, known: KnownRow | None) -> KnownPledge | None:
    """The pledge that a row wrote before, under its own name or under the one that it supersedes."""
    if known is None or not known.owns_pledge:
        return None
    pledges = reader.catalogue.pledges
    return pledges.get(reader.get("external_reference")) or pledges.get(reader.get("supersedes"))


def plan_pledge(reader: RowReader, known: KnownRow | None) -> FactPlan | None:
    existing = existing_pledge(reader, known)
    if reader.get("reference") and (existing is None or existing.external != reader.get("reference")):
        hint = "leave it blank; to change a published pledge use action terms or entry"
        reader.problem("reference", "given_at_publish", "a new pledge gets its reference when it is published", hint)
    system = reader.system()
    unit = reader.unit(system)
    reader.require_cell("donors", "the donor")
    parties = reader.once(RowReader.parties, ("donors",))
    source = source_of(reader)
    terms, links = terms_columns(reader, base=None), links_of(reader)
    kind = system.kind if system else ""
    entry = entry_columns(reader, since=LEDGER_START, default_stage=Stage.ANNOUNCED.value, kind=kind)
    # Figures of a pledge are kept by its system and unit, so a correction cannot change them under it.
    if existing and system and (existing.system_id, existing.unit) != (system.pk, unit):
        reader.problem("system", "fixed", "system and unit of a published pledge stay", "void it and enter a new one")
    fact_cited = citation_of(reader)
    if reader.problems or entry is None or system is None:
        return None
    name = reader.get("external_reference")
    # Rows below may name this pledge, which the ledger does not know yet.
    if name and existing is None and not reader.unchanged:
        reader.catalogue.pledges[name] = KnownPledge(
            key=None,
            external=name,
            system_id=system.pk,
            unit=unit,
            announced=date.fromisoformat(entry["occurred_start"]),
            terms=terms,
            parties=parties,
            links=links,
        )
    year = date.fromisoformat(entry["occurred_end"]).year
    columns = {"year": year, "lead": lead_of(reader, parties), "system_id": system.pk, "unit": unit}
    return FactPlan(
        kind="pledge",
        columns={} if existing else columns,
        target=Target(pledge_id=existing.key) if existing else None,
        links=links,
        terms={"effective_start": entry["occurred_start"], **terms},
        parties=parties,
        entry=entry,
        source=source,
        cited=fact_cited,
    )


def plan_entry(reader: RowReader, known: KnownRow | None) -> FactPlan | None:
    reader.require_cell("reference", "the pledge")
    target = target_of(reader, "reference") if reader.get("reference") else None
    pledge = reader.catalogue.pledges.get(reader.get("reference"))
    if pledge is not None and target is not None:
        reader.unit_beside_number(pledge.system_id, pledge.unit)
    source = source_of(reader)
    entry = entry_columns(reader, since=announced_on(pledge), default_stage="", kind="")
    fact_cited = citation_of(reader)
    if reader.problems or target is None or entry is None:
        return None
    return FactPlan(kind="entry", target=target, entry=entry, source=source, cited=fact_cited)


def announced_on(pledge: KnownPledge | None) -> date:
    """The first day on which a pledge may have been announced."""
    return (pledge and pledge.announced) or LEDGER_START


def plan_terms(reader: RowReader, known: KnownRow | None) -> FactPlan | None:
    """Plan new terms of a pledge: what the row leaves blank stays as it was."""
    reader.require_cell("reference", "the pledge")
    return plan_terms_over(reader, reader.catalogue.pledges.get(reader.get("reference")))


def plan_terms_over(reader: RowReader, base: KnownPledge | None) -> FactPlan | None:
    target = target_of(reader, "reference") if reader.get("reference") else None
    source = source_of(reader)
    terms, links = terms_columns(reader, base=base), links_of(reader)
    stated = [] if reader.clears("donors") else reader.once(RowReader.parties, ("donors",))
    parties = stated or (base.parties if base else [])
    effective = occurrence_window(reader, since=announced_on(base), default=anchor(reader).isoformat())
    fact_cited = citation_of(reader)
    if reader.clears("donors"):
        reader.problem("donors", "required", "a pledge has a donor", "XUN for one whom the source does not name")
    if reader.problems or target is None or base is None or effective is None:
        return None
    links = {name: link for name, link in (base.links | links).items() if not reader.clears(name)}
    # A second row of terms on the same pledge goes on from this one.
    base.terms, base.parties, base.links = terms, parties, links
    return FactPlan(
        kind="terms",
        target=target,
        links=links,
        terms={**terms, "effective_start": (effective.start or anchor(reader)).isoformat()},
        parties=parties,
        source=source,
        cited=fact_cited,
    )
