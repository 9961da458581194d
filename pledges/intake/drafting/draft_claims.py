"""Draft claims of a text, and the sentences that look like promises but could not be drafted."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from pledges.intake.drafting.attach_items import OTHER_AID, Given, given_between, governed
from pledges.intake.drafting.collect_residue import collect_residue
from pledges.intake.drafting.draft_shapes import UNNAMED, Claim, ItemMention, VerbGroup
from pledges.intake.drafting.drop_restatements import drop_restatements
from pledges.intake.drafting.find_amounts import find_amounts
from pledges.intake.drafting.find_donors import find_donors
from pledges.intake.drafting.find_dues import find_dues
from pledges.intake.drafting.find_items import find_items
from pledges.intake.drafting.find_quantities import HEDGE, NUMBER, quantity_before, read_bounds
from pledges.intake.drafting.find_verbs import find_verbs
from pledges.intake.drafting.frame_verbs import frame_verbs
from pledges.intake.drafting.normalise_text import normalise_text
from pledges.intake.drafting.read_lexicon import NO_DONORS, stage_table
from pledges.intake.drafting.sentence_parts import SentenceParts
from pledges.intake.drafting.split_sentences import split_sentences
from pledges.intake.drafting.track_discourse import Discourse, Frame, run_beginning_at

DOLLARS_OF = {"AUS": "AUD", "CAN": "CAD", "NZL": "NZD"}
RECIPIENT = re.compile(r"Ukrain|Kyiv|Kiev|Zelensk")
MILITARY = re.compile(
    r"\b(?:military|weapons?|arms|ammunition|defen[cs]e|package|donat\w+|PURL|security assistance|drones?)\b"
)
NEWNESS = re.compile(
    r"\b(?:an?|another|additional|new|further|more|extra|unspecified|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+th)\b",
    re.IGNORECASE,
)
THERE_IS = re.compile(
    r"\b[Tt]here (?:will (?:also )?be|are(?: also)?)\b|\b[Oo]n top of (?:that|this)\b|\b[Ii]n addition(?: come)?\b"
)
GIVING = re.compile(r"\b(?:package|following|support|aid|assistance|deliver\w*|provid\w*|announc\w*|commit\w*|contribut\w*|pledg\w*|donat\w*)\b",
    re.IGNORECASE)  # fmt: skip
DESCRIBES_NEXT = re.compile(r"\s+(?!and\b|in\b|on\b|by\b|to\b|for\b|as\b|with\b|from\b|after\b|before\b)[a-z]")
SOLDIERS = re.compile(r"\b(?:soldiers?|troops|pilots?|personnel|crews?|recruits?|servicem[ae]n|servicewomen|technicians|fighters|marines"
    r"|sappers|brigades?|Ukrainians|specialists|instructors|medics|officers)\b")  # fmt: skip
ALONE = re.compile(rf"\s+(?:another )?((?:{HEDGE} )*{NUMBER})(?: more)?(?=\s*(?:[,.;]|and\b|$))")
LABEL = re.compile(r" *(?::|\N{EN DASH}|-{1,2} |\() *")
WE_WILL = re.compile(r"\b(?:will|shall|to)(?: also)?\s*[:\N{EN DASH}]?\s*$")


@dataclass(frozen=True, slots=True)
class Drafted:
    claims: list[Claim]
    residue: list[tuple[int, int]]


def draft_text(text: str, published: date | None = None) -> Drafted:
    """What a text promises. The spans are those of the text as given; the same text has the same answer."""
    plain = normalise_text(text)
    donors = find_donors(plain)
    amounts = find_amounts(plain)
    dues = find_dues(plain, published)
    discourse = Discourse(donors)
    claims: list[Claim] = []
    sentences = []
    for index, sentence in enumerate(split_sentences(plain)):
        start, end = sentence.start, sentence.end
        here = [one for one in donors if start <= one.start and one.end <= end]
        sums = [one for one in amounts if start <= one.start and one.end <= end]
        items = find_items(plain, start, end, here, sums)
        names = [(one.start, one.end) for one in (*here, *items)]
        verbs = find_verbs(plain, start, end, names)
        if sentence.bullet and sentence.lead is not None and WE_WILL.search(sentences[sentence.lead].words):
            verbs = [
                replace(one, tense="future", modality="firm") if one.modality == "request" else one for one in verbs
            ]
        parts = SentenceParts(plain, sentence, here, items, sums, verbs, [one for one in dues if start <= one[0] < end])
        sentences.append(parts)
        claims.extend(draft_sentence(parts, index, discourse))
    claims = drop_restatements(plain, claims)
    return Drafted(claims, collect_residue(sentences, claims))


def draft_sentence(parts: SentenceParts, index: int, discourse: Discourse) -> list[Claim]:
    discourse.enter(parts.sentence.paragraph)
    framed = frame_verbs(parts, discourse)
    claims: list[Claim] = []
    used: set[int] = set()
    for verb, frame in framed:
        if frame is None or _is_elsewhere(parts, verb, frame):
            continue
        _give_agents_theirs(parts, verb, frame, claims)
        found = [one for one in governed(parts, verb) if one.start not in used]
        if verb.verb_class == "train":
            found = _trained(parts, verb)
        drafts = _claims_of(parts, verb, frame, found)
        used.update(one.start for one in found)
        claims.extend(drafts)
        claims.extend(_elliptical(parts, verb, drafts))
    if not claims:
        claims = _without_verb(parts, discourse)
    _note(parts, index, framed, claims, discourse)
    return claims


def _trained(parts: SentenceParts, verb: VerbGroup) -> list[Given]:
    """Who is trained, as training of them."""
    end = parts.object_end(verb)
    at = parts.text.rfind(" ", 0, verb.end) + 1 if not verb.passive else parts.subject_start(verb)
    found = SOLDIERS.search(parts.text, at if verb.passive else verb.end, verb.start if verb.passive else end)
    if found is None:
        return []
    words = re.compile(r"(?:Ukrainian |Ukraine's |military |new |\w+ian )*$").search(
        parts.text, verb.end if not verb.passive else at, found.start()
    )
    quantity = quantity_before(
        parts.text, verb.end if not verb.passive else at, words.start() if words else found.start()
    )
    item = ItemMention(min(quantity.start, found.start()), found.end(), f"training of {found[0]}", None, "training", "own",
        quantity.text, quantity.low, quantity.high)  # fmt: skip
    return [Given(min(at, item.start), item.end, item, None)]


def _elliptical(parts: SentenceParts, verb: VerbGroup, drafts: list[Claim]) -> list[Claim]:
    """“Spain will send ten tanks and Norway eight”: the same thing of another donor."""
    last = max((one for one in drafts if one.quantity_text), key=lambda one: one.end, default=None)
    if last is None:
        return []
    found = []
    for donor in parts.donors:
        number = ALONE.match(parts.text, donor.end) if donor.start >= last.end else None
        bounds = read_bounds(number[1]) if number else None
        if number and bounds and donor.start < parts.object_end(verb) + 1 and not set(donor.codes) & NO_DONORS:
            claim = _copy(last, donor.codes)
            claim.start, claim.end, claim.quantity_text = donor.start, number.end(1), number[1]
            claim.low, claim.high = bounds
            claim.covers = [(claim.start, claim.end)]
            found.append(claim)
    return found


def _is_elsewhere(parts: SentenceParts, verb: VerbGroup, frame: Frame) -> bool:
    """Arms that somebody buys for itself, or that go to a third country."""
    end = parts.object_end(verb)
    behind = parts.text[verb.end : end]
    ukraine = RECIPIENT.search(parts.words) is not None
    for one in parts.donors:
        to_it = re.search(r"\b(?:to|for)(?: the)?\s*$", parts.text[max(0, one.start - 9) : one.start])
        if DESCRIBES_NEXT.match(parts.text, one.end):
            continue
        if verb.end <= one.start < end and to_it and "UKR" not in one.codes and not ukraine:
            return True
        if (
            verb.end <= one.start <= verb.end + 5
            and one.acts is not False
            and "UKR" not in one.codes
            and verb.verb_class == "give"
            and verb.tense != "inherit"
        ):
            return not ukraine and not re.match(r"\s*by\b", behind)
    return (
        verb.verb_class == "contract"
        and not ukraine
        and re.search(r"\b(?:its|their) (?:own|army|armed|air force|military)", behind) is not None
    )


def _give_agents_theirs(parts: SentenceParts, verb: VerbGroup, frame: Frame, claims: list[Claim]) -> None:
    """“Batteries donated by A and B” inside a longer object: what stands before is of these donors."""
    agent = re.compile(r"\s*(?:\w+ )?by\s+(?:the\s+)?").match(parts.text, verb.end)
    if not (agent and verb.passive and verb.tense == "inherit" and claims):
        return
    named = run_beginning_at(parts, agent.end(), parts.sentence.end)
    last = max(claims, key=lambda one: one.end)
    if not named or verb.start - last.end > 3:
        return
    first = [one for one in claims if one.start == last.start]
    for one in first:
        claims.remove(one)
    donors = [named] if UNNAMED in named else [(code,) for code in named]
    claims.extend(_copy(last, one) for one in donors)


def _copy(claim: Claim, donors: tuple[str, ...]) -> Claim:
    return Claim(claim.start, claim.end, donors, claim.item, claim.system_code, claim.kind, claim.stage, claim.modality,
        claim.relation, claim.quantity_text, claim.low, claim.high, claim.amount, claim.currency, claim.supplier, claim.due,
        list(claim.covers))  # fmt: skip


def _claims_of(parts: SentenceParts, verb: VerbGroup | None, frame: Frame, found: list[Given]) -> list[Claim]:
    if set(frame.donors) & NO_DONORS:
        return []
    specific = [one for one in found if one.amount or (one.item and one.item.weight == "own")]
    wanted = [one for one in found if _is_draft(parts, verb, frame, one, bool(specific))]
    claims = []
    parties = (
        [frame.donors]
        if frame.joint or len(frame.donors) < 2 or UNNAMED in frame.donors
        else [(one,) for one in frame.donors]
    )
    carried: tuple[str, ...] = ()
    for given in wanted:
        carried = _source_behind(parts, verb, given) or carried
        claims.extend(_claim(parts, verb, frame, given, donors) for donors in ([carried] if carried else parties))
    return claims


def _source_behind(parts: SentenceParts, verb: VerbGroup | None, given: Given) -> tuple[str, ...]:
    """“€200 million from the Netherlands”: whose part of a list it is."""
    if verb is not None and verb.verb_class in {"contract", "receive", "fund"}:
        return ()
    at = given.amount.end if given.amount and given.amount.start == given.start else given.end
    source = re.compile(r"(?: [a-z]+){0,2} (?:from|by)\s+(?:the\s+)?").match(parts.text, at)
    if source is None and at != given.end:
        source = re.compile(r"(?: [a-z]+){0,2} (?:from|by)\s+(?:the\s+)?").match(parts.text, given.end)
    named = run_beginning_at(parts, source.end(), parts.sentence.end) if source else ()
    return () if set(named) & NO_DONORS else named


def _is_draft(parts: SentenceParts, verb: VerbGroup | None, frame: Frame, given: Given, specific: bool) -> bool:
    item = given.item
    around = parts.text[max(parts.sentence.start, given.start - 40) : min(parts.sentence.end, given.end + 40)]
    if given.amount:
        military = RECIPIENT.search(parts.text) or MILITARY.search(parts.words)
        tight = parts.text[max(parts.sentence.start, given.start - 12) : min(parts.sentence.end, given.end + 28)]
        if not military or (OTHER_AID.search(tight) and not re.search(r"military|weapon|defen[cs]e aid", tight)):
            return False
        return verb is None or verb.verb_class not in {"raise"} or bool(item)
    if item is None:
        return False
    if verb and verb.verb_class == "raise":
        return (
            item.weight in {"aid", "generic"}
            and not item.kind == "system"
            and len(frame.donors) > 0
            and bool(RECIPIENT.search(parts.words))
        )
    if item.weight == "own":
        if item.definite and not item.code and " " not in item.text and item.text.islower():
            return False
        return bool(frame.donors) or verb is not None
    if specific or not frame.donors or UNNAMED in frame.donors or (verb and verb.verb_class == "include"):
        return False
    before = parts.text[max(parts.sentence.start, item.start - 14) : item.start + 14]
    described = bool(item.quantity_text) or NEWNESS.search(before) is not None
    return described and not item.definite and frame.modality == "firm" and not OTHER_AID.search(around)


def _claim(parts: SentenceParts, verb: VerbGroup | None, frame: Frame, given: Given, donors: tuple[str, ...]) -> Claim:
    item, amount = given.item, given.amount
    plain = re.compile(r"\s+")
    raised = verb is not None and verb.verb_class == "raise"
    money = (amount is not None and (item is None or item.weight in {"aid", "generic"})) or raised
    name = plain.sub(" ", item.text) if item else (plain.sub(" ", amount.text) if amount else "")
    counted = item if item and not money else None
    currency = amount.currency if amount else None
    if amount and amount.bare_dollar and currency == "USD":
        currency = next((DOLLARS_OF[code] for code in donors if code in DOLLARS_OF), currency)
    kind = "money" if money else ("other" if item and item.weight == "aid" else str(item.kind if item else "money"))
    return Claim(
        given.start, given.end, donors, name, item.code if item else None, kind, frame.stage, frame.modality, frame.relation,
        counted.quantity_text if counted else None, counted.low if counted else None, counted.high if counted else None,
        amount, currency, _supplier(parts, verb), _due(parts, verb, frame, given), [(given.start, given.end)],
    )  # fmt: skip


def _supplier(parts: SentenceParts, verb: VerbGroup | None) -> str | None:
    if verb is None or verb.verb_class not in {"contract", "fund"}:
        return None
    source = re.search(r"\bfrom\s+(?:the\s+)?", parts.text[verb.end : parts.object_end(verb)])
    if source is None:
        return None
    named = run_beginning_at(parts, verb.end + source.end(), parts.sentence.end)
    return named[0] if named and named[0] not in NO_DONORS else None


def _due(parts: SentenceParts, verb: VerbGroup | None, frame: Frame, given: Given) -> str | None:
    """The deadline nearest to the thing, of what is still to come."""
    if frame.stage in {"delivered", "cancelled", "in_transit"}:
        return None
    start = parts.subject_start(verb) if verb else parts.sentence.start
    first = parts.verbs and verb == parts.verbs[0]
    near = [one for one in parts.dues if start <= one[0] or first]
    if not near:
        return None
    return min(near, key=lambda one: min(abs(one[0] - given.end), abs(given.start - one[1])))[2]


def _without_verb(parts: SentenceParts, discourse: Discourse) -> list[Claim]:
    """Bullets take what their lead says; “there will also be” continues the package."""
    sentence = parts.sentence
    if found := THERE_IS.search(parts.words):
        frame = discourse.package
        if frame and not any(verb.start < sentence.start + found.start() for verb in parts.verbs):
            stop = next((one.start for one in parts.verbs if one.verb_class != "include"), sentence.end)
            return _claims_of(parts, None, frame, given_between(parts, sentence.start + found.end(), stop))
        return []
    lead = discourse.leads.get(sentence.lead) if sentence.lead is not None else None
    if parts.verbs or not (lead or _is_labelled(parts)):
        return []
    lead = lead or discourse.labelled
    label = next((one for one in parts.donors if LABEL.match(parts.text, one.end)), None)
    named: tuple[str, ...] = ()
    if label:
        named = (
            run_beginning_at(parts, parts.donors[0].start, label.end)
            if parts.donors[0].start <= sentence.start + 5
            else ()
        )
    frame = Frame(named, lead.stage, lead.modality, lead.relation) if named else lead
    return _claims_of(parts, None, frame, given_between(parts, label.end if label else sentence.start, sentence.end))


def _is_labelled(parts: SentenceParts) -> bool:
    """“Norway – 8 tanks”: a line that begins with a donor and a colon."""
    first = parts.donors[0] if parts.donors else None
    return bool(
        first
        and first.start <= parts.sentence.start + 4
        and LABEL.match(parts.text, first.end)
        and "UKR" not in first.codes
    )


def _note(
    parts: SentenceParts,
    index: int,
    framed: list[tuple[VerbGroup, Frame | None]],
    claims: list[Claim],
    discourse: Discourse,
) -> None:
    """What later sentences lean on."""
    frames = [frame for verb, frame in framed if frame and frame.donors and verb.verb_class != "include"]
    acting = next((one for one in parts.donors if one.acts), None)
    if not parts.sentence.bullet or acting:
        if acting:
            discourse.subject = acting.codes
        elif frames:
            discourse.subject = frames[0].donors
    if claims and frames:
        best = frames[-1] if claims[-1].donors == frames[-1].donors else frames[0]
        discourse.package = best
    elif frames and re.search(r"\b(?:package|aid|assistance|donation|budget|support|equipment|tranche)\b", parts.words):
        discourse.package = frames[-1]
    if parts.words.rstrip().endswith(":") or (GIVING.search(parts.words) and not parts.sentence.bullet):
        stated = [frame for _, frame in framed if frame]
        frame = stated[-1] if stated else (discourse.package if not parts.verbs else None)
        subject = discourse.subject if not set(discourse.subject) & NO_DONORS else discourse.home
        discourse.leads[index] = frame or _lead_of(parts, subject)


def _lead_of(parts: SentenceParts, subject: tuple[str, ...]) -> Frame:
    """What a list is led by where nobody is named: “the following items arrived in Kyiv:”."""
    firm = [verb for verb in parts.verbs if verb.modality in {"firm", "conditional"} and verb.verb_class != "include"]
    if firm and firm[-1].modality == "conditional":
        return Frame(subject, "signalled", "conditional", "new")
    stage, modality = (
        stage_table().get((firm[-1].verb_class, firm[-1].tense), ("announced", "firm"))
        if firm
        else ("announced", "firm")
    )
    return Frame(subject, stage, modality, "new")
