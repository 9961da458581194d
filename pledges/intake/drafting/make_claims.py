"""Claims of what a verb gives: one a donor and thing, with its sum, supplier and deadline; what is none is left out."""

from __future__ import annotations

import re
from dataclasses import replace

from pledges.intake.drafting.attach_items import OTHER_AID, Given
from pledges.intake.drafting.draft_shapes import UNNAMED, Claim, ItemMention, VerbGroup
from pledges.intake.drafting.find_amounts import CROWNS_OF
from pledges.intake.drafting.find_dues import MONTH_ALONE
from pledges.intake.drafting.find_provision import find_provision
from pledges.intake.drafting.read_lexicon import NO_DONORS
from pledges.intake.drafting.sentence_parts import SentenceParts
from pledges.intake.drafting.track_discourse import COUNTRY_OF_MONEY, Frame, run_beginning_at

DOLLARS_OF = {"AUS": "AUD", "CAN": "CAD", "NZL": "NZD"}
RECIPIENT = re.compile(r"Ukrain|Kyiv|Kiev|Zelensk")
FROM_OR_BY = re.compile(r"(?: (?:to|for) Ukraine)? (?:from|by)\s+(?:the\s+)?")
MILITARY = re.compile(
    r"\b(?:military|weapons?|arms|ammunition|defen[cs]e aid|package|donat\w+|PURL|coalition|[Dd]efen[cs]e [Mm]inist"
    r"|security assistance|drones?|launchers?|tanks?|howitzers?|missiles?"
    r"|shells?|radars?|artillery|air defen[cs]e|armou?red|battery|batteries|interceptors?|rockets?)\b"
)
PACKAGE_OF_ITEMS = re.compile(r"\b(?:packages?|tranche|drawdown)$", re.IGNORECASE)
PERHAPS = re.compile(r"\b(?:perhaps|possibly|maybe|potentially|probably|likely)(?: also| even)? ?$")
SOLD_BY = re.compile(r"\b(?:from|with)\s+(?:the\s+)?")
FIRM = re.compile(
    r"\b(?:firm|company|compan\w+|manufacturer|maker|producer|industry|group|supplier|concern"
    r"|giant)\b"
)
MADE = re.compile(r"-(?:made|built|produced|manufactured)\b")
WHEN_SAID = re.compile(r"(?:in|during|this|on)\b(?! (?:the )?(?:coming|next|following|near|\d{4}))", re.IGNORECASE)
"""Beside a verb of the past: when it was said, and no deadline."""
OTHER_PART = re.compile(r"[,;:]|\band\b")
NO_DUE: tuple[int, int, str | None] = (0, 0, None)
HANDING = frozenset({"give", "donate", "hand", "contract", "receive", "include", "announce", "contribute"})
"""Classes of verbs of which any counted thing may be the object."""
NEWNESS = re.compile(
    r"\b(?:an?|another|additional|new|further|more|extra|unspecified|second|third|fourth|fifth|sixth"
    r"|seventh|eighth|ninth|tenth|\d+th)\b",
    re.IGNORECASE,
)


def claims_of(parts: SentenceParts, verb: VerbGroup | None, frame: Frame, found: list[Given]) -> list[Claim]:
    if set(frame.donors) & NO_DONORS or (frame.donors == (UNNAMED,) and frame.relation == "cumulative"):
        return []
    specific = [one for one in found if one.amount or (one.item and one.item.weight in {"own", "open"})]
    wanted = [one for one in found if _is_draft(parts, verb, frame, one, specific=bool(specific))]
    claims: list[Claim] = []
    parties = (
        [frame.donors]
        if frame.joint or len(frame.donors) < 2 or UNNAMED in frame.donors
        else [(one,) for one in frame.donors]
    )
    carried: tuple[str, ...] = ()
    for given in wanted:
        if not frame.donors and given.amount and given.amount.currency in COUNTRY_OF_MONEY:
            parties = [(COUNTRY_OF_MONEY[given.amount.currency],)]
        carried = _source_behind(parts, verb, given) or _giver_before(parts, verb, given) or carried
        claims.extend(_claim(parts, verb, frame, given, donors) for donors in ([carried] if carried else parties))
    return claims


def _giver_before(parts: SentenceParts, verb: VerbGroup | None, given: Given) -> tuple[str, ...]:
    """“Poland sent 14 tanks and Slovenia 28 guns”: a donor that stands right before a number, without a verb."""
    if verb is None or not (given.amount or (given.item and given.item.quantity_text)):
        return ()
    for one in parts.donors:
        between = parts.text[one.end : given.start]
        if one.start > verb.end + 1 and one.acts and re.fullmatch(r"\s+(?:with )?", between):
            return () if set(one.codes) & NO_DONORS else one.codes
    return ()


def _source_behind(parts: SentenceParts, verb: VerbGroup | None, given: Given) -> tuple[str, ...]:
    """“€200 million from the Netherlands”: whose part of a list it is."""
    if verb is not None and verb.verb_class in {"contract", "fund"}:
        return ()
    at = given.amount.end if given.amount and given.amount.start == given.start else given.end
    source = FROM_OR_BY.match(parts.text, at)
    if source is None and at != given.end:
        source = FROM_OR_BY.match(parts.text, given.end)
    named = run_beginning_at(parts, source.end(), parts.sentence.end) if source else ()
    return () if set(named) & NO_DONORS else named


def _is_draft(parts: SentenceParts, verb: VerbGroup | None, frame: Frame, given: Given, *, specific: bool) -> bool:
    item = given.item
    raised = verb is not None and verb.verb_class == "raise"
    if given.amount:
        return _is_military_sum(parts, given) and (not raised or item is not None)
    if item is None:
        return False
    if raised:
        fits = item.weight in {"aid", "generic"} and item.kind != "system"
        pointing = (
            re.search(r"\b(?:this|that|which|it)\b[^,.]{0,12}$", parts.text[: verb.start][-24:], re.IGNORECASE)
            if verb
            else None
        )
        return fits and not pointing and bool(frame.donors) and RECIPIENT.search(parts.text) is not None
    if item.weight == "open":
        return verb is not None and verb.verb_class in HANDING and item.is_counted and bool(frame.donors)
    if item.weight == "own":
        mentioned = (
            item.definite and not item.code and " " not in item.text and (item.text.islower() or item.text.isupper())
        )
        return not mentioned and (bool(frame.donors) or verb is not None)
    included = verb is not None and verb.verb_class == "include"
    package = verb is not None and verb.verb_class == "announce" and PACKAGE_OF_ITEMS.search(item.text)
    return (not specific or bool(package)) and not included and _is_new_aid(parts, frame, given, item)


def _is_military_sum(parts: SentenceParts, given: Given) -> bool:
    military = RECIPIENT.search(parts.text) or MILITARY.search(parts.text)
    near = parts.text[max(parts.sentence.start, given.start - 12) : min(parts.sentence.end, given.end + 28)]
    return bool(military) and (
        not OTHER_AID.search(near) or re.search(r"military|weapon|defen[cs]e aid", near) is not None
    )


def _is_new_aid(parts: SentenceParts, frame: Frame, given: Given, item: ItemMention) -> bool:
    """Whether “a new package”, “further material” without more is said to be given by somebody named."""
    around = parts.text[max(parts.sentence.start, given.start - 40) : min(parts.sentence.end, given.end + 40)]
    before = parts.text[max(parts.sentence.start, item.start - 14) : item.end]
    described = bool(item.quantity_text) or NEWNESS.search(before) is not None
    described = described or (item.weight == "generic" and frame.stage == "committed" and " " in item.text)
    by_somebody = bool(frame.donors) and UNNAMED not in frame.donors and frame.modality == "firm"
    return by_somebody and described and not item.definite and not OTHER_AID.search(around)


def _claim(parts: SentenceParts, verb: VerbGroup | None, frame: Frame, given: Given, donors: tuple[str, ...]) -> Claim:
    item, amount = given.item, given.amount
    if PERHAPS.search(parts.text, max(parts.sentence.start, given.start - 24), given.start):
        frame = replace(frame, stage="signalled", modality="conditional")
    plain = re.compile(r"\s+")
    raised = verb is not None and verb.verb_class == "raise"
    money = (amount is not None and (item is None or item.weight in {"aid", "generic"})) or raised
    name = plain.sub(" ", item.text) if item else (plain.sub(" ", amount.text) if amount else "")
    counted = item if item and not money else None
    currency = amount.currency if amount else None
    supplier = _supplier(parts, verb, given)
    if amount and amount.bare:
        own = DOLLARS_OF if currency == "USD" else CROWNS_OF
        currency = next((own[code] for code in donors if code in own), currency)
    kind = "money" if money else ("other" if item and item.weight == "aid" else str(item.kind if item else "money"))
    return Claim(
        given.start,
        given.end,
        donors,
        name,
        item.code if item else None,
        kind,
        frame.stage,
        frame.modality,
        frame.relation,
        *((counted.quantity_text, counted.low, counted.high) if counted else (None, None, None)),
        amount=amount,
        currency=currency,
        supplier=supplier,
        provision=find_provision(parts, verb, given, supplier),
        due=_due(parts, verb, frame, given),
        covers=[(given.start, given.end)],
    )


def _supplier(parts: SentenceParts, verb: VerbGroup | None, given: Given) -> str | None:
    """From whom something is bought: “from Israel”, “with the Korean firm”, “Turkish-made drones”."""
    if verb is None or verb.verb_class not in {"contract", "fund", "commit"}:
        return None
    end = parts.object_end(verb)
    named: tuple[str, ...] = ()
    if (source := SOLD_BY.search(parts.text, verb.end, end)) and (verb.verb_class != "commit" or "with" in source[0]):
        named = run_beginning_at(parts, source.end(), parts.sentence.end)
        firm = re.match(r"[^,.;]{0,40}", parts.text[source.end() : source.end() + 60])
        if "with" in source[0] and not (firm and FIRM.search(firm[0])):
            named = ()
    for one in () if named else parts.donors:
        made = given.start <= one.start < given.end and MADE.match(parts.text, one.end)
        named = named or (one.codes if made and verb.verb_class != "commit" else ())
    return named[0] if named and named[0] not in NO_DONORS else None


def _due(parts: SentenceParts, verb: VerbGroup | None, frame: Frame, given: Given) -> str | None:
    """The deadline nearest to the thing, of what is still to come."""
    if frame.stage in {"delivered", "cancelled", "in_transit"}:
        return None
    start = parts.subject_start(verb) if verb else parts.sentence.start
    first = parts.verbs and verb == parts.verbs[0]
    own = parts.clause_start(verb) if verb else start
    stop = parts.next_clause(verb) if verb else parts.sentence.end
    semicolon = parts.text.find(";", given.end, stop) if verb else -1
    stop = semicolon if semicolon >= 0 else stop
    near = [one for one in parts.dues if own <= one[0] < stop or (first and one[0] < own)]
    to_come = frame.tense == "future" or (verb is not None and verb.tense in {"future", "inherit_future"})
    near = [one for one in near if to_come or not MONTH_ALONE.fullmatch(one[2])]
    if verb is not None and verb.tense == "past":
        near = [one for one in near if not WHEN_SAID.match(one[2])]
    if not near:
        return None
    beside = [one for one in near if one[0] >= given.end and not OTHER_PART.search(parts.text[given.end : one[0]])]
    if not beside and len(near) > 1:
        near = [one for one in near if not _is_of_another(parts, given, one)]
    return min(beside or near, key=lambda one: min(abs(one[0] - given.end), abs(given.start - one[1])), default=NO_DUE)[
        2
    ]


def _is_of_another(parts: SentenceParts, given: Given, due: tuple[int, int, str]) -> bool:
    """Of several deadlines, one that stands right behind another thing."""
    return any(
        one.start >= given.end and one.end <= due[0] and not OTHER_PART.search(parts.text[one.end : due[0]])
        for one in parts.items
    )
