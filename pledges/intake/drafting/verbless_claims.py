"""Claims without a verb of their own: bullets, labelled lines, “there will also be”, “and Norway eight”."""

from __future__ import annotations

import re
from dataclasses import replace

from pledges.intake.drafting.attach_items import given_between
from pledges.intake.drafting.draft_shapes import UNNAMED, Claim, DonorMention, VerbGroup
from pledges.intake.drafting.find_quantities import HEDGE, NUMBER, read_bounds
from pledges.intake.drafting.make_claims import claims_of
from pledges.intake.drafting.read_lexicon import NO_DONORS
from pledges.intake.drafting.sentence_parts import SentenceParts
from pledges.intake.drafting.track_discourse import Discourse, Frame, run_beginning_at

THANKED = re.compile(r"\b(?:thank(?:s|ed|ing|ful)?|grateful|gratitude|praised)\b", re.IGNORECASE)
THANKED_FOR = re.compile(
    r"(?:'s [a-z ]+?)?,? for (?P<promise>(?:the |its |their )?(?:decision|announcement|promise|pledge|readiness))?"
)
NEWLY = re.compile(
    r"(?:(?:the|a|an|its|their|his|her|this) )?(?:new|latest|next|another|upcoming|today's)\b", re.IGNORECASE
)
"""A thanks for what was promised only now."""
OTHER_STATEMENT = re.compile(
    r"\b(?:that|which|need(?:s|ed)?|ask(?:s|ed|ing)?|urg(?:e|es|ed|ing)|call(?:s|ed|ing)? (?:on|for))\b"
)
"""What ends the thing that somebody is thanked for."""
THERE_IS = re.compile(
    r"\b[Tt]here (?:will (?:also )?be|are(?: also)?)\b"
    r"|^(?:[Aa]lso )?(?:[Aa]mong (?:them|these|it)|[Oo]n board|[Ii]ncluded|[Ii]n it|[Ii]n the package)"
    r" (?:also )?(?:are|were|is|was)\b"
    r"|\b[Oo]n top of (?:that|this)\b|\b[Ii]n addition(?: come)?\b"
)
ALONE = re.compile(rf"\s+(?:another )?((?:{HEDGE} )*{NUMBER})(?: more)?(?=\s*(?:[,.;]|and\b|$))")
LABEL = re.compile(
    r"(?:'s? (?:new |latest |further )?(?:contribution|package|donation"
    r"|pledge|commitment|support)s?(?: to Ukraine)?)? *(?::|\N{EN DASH}|-{1,2} |\() *"
)


def claims_without_verb(parts: SentenceParts, discourse: Discourse) -> list[Claim]:
    """Bullets take what their lead says; “there will also be” continues the package."""
    sentence = parts.sentence
    if found := THERE_IS.search(parts.words):
        others = [one for one in parts.donors if one.acts and "UKR" not in one.codes]
        frame = discourse.package if not others or "there" in found[0].casefold() else None
        if frame and not any(verb.start < sentence.start + found.start() for verb in parts.verbs):
            stop = next((one.start for one in parts.verbs if one.verb_class != "include"), sentence.end)
            return claims_of(parts, None, frame, given_between(parts, sentence.start + found.end(), stop))
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
    return claims_of(parts, None, frame, given_between(parts, label.end if label else sentence.start, sentence.end))


def _is_labelled(parts: SentenceParts) -> bool:
    """“Norway – 8 tanks”: a line that begins with a donor and a colon."""
    first = parts.donors[0] if parts.donors else None
    return bool(
        first
        and first.start <= parts.sentence.start + 4
        and LABEL.match(parts.text, first.end)
        and "UKR" not in first.codes
    )


def _number_of(parts: SentenceParts, donor: DonorMention) -> tuple[int, int, str] | None:
    """“Norway eight”, or “another four by Norway”: a number alone beside a donor."""
    if number := ALONE.match(parts.text, donor.end):
        return donor.start, number.end(1), number[1]
    before = re.search(rf"(?:and|,) (?:another )?((?:{HEDGE} )*{NUMBER})(?: more)? (?:by|from) (?:the )?$",
                       parts.text[max(parts.sentence.start, donor.start - 60) : donor.start])  # fmt: skip
    if before is None:
        return None
    start = donor.start - len(before[0]) + before.start(1) - before.start()
    return start, donor.end, before[1]


def elliptical_claims(parts: SentenceParts, verb: VerbGroup, drafts: list[Claim]) -> list[Claim]:
    """“Spain will send ten tanks and Norway eight”: the same thing of another donor."""
    last = max((one for one in drafts if one.quantity_text), key=lambda one: one.end, default=None)
    if last is None:
        return []
    found = []
    for donor in parts.donors:
        number = _number_of(parts, donor) if donor.start >= last.end else None
        bounds = read_bounds(number[2]) if number else None
        if number and bounds and donor.start < parts.object_end(verb) + 1 and not set(donor.codes) & NO_DONORS:
            claim = replace(last, donors=donor.codes)
            claim.start, claim.end, claim.quantity_text = number
            claim.low, claim.high = bounds
            claim.covers = [(claim.start, claim.end)]
            found.append(claim)
    return found


def give_agents_theirs(parts: SentenceParts, verb: VerbGroup, frame: Frame, claims: list[Claim]) -> None:
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
    claims.extend(replace(last, donors=one, covers=list(last.covers)) for one in donors)


def thanked_claims(parts: SentenceParts, drafted: list[Claim]) -> list[Claim]:
    """“He thanked Denmark for 10 howitzers and Slovakia for 8 guns”: what each is thanked for."""
    said = THANKED.search(parts.text, parts.sentence.start, parts.sentence.end)
    if said is None:
        return []
    used = {claim.start for claim in drafted}
    givers = [one for one in parts.donors if one.start >= said.end() and not set(one.codes) & NO_DONORS]
    claims: list[Claim] = []
    for index, giver in enumerate(givers):
        following = givers[index + 1].start if index + 1 < len(givers) else parts.sentence.end
        reason = THANKED_FOR.match(parts.text, giver.end)
        other = OTHER_STATEMENT.search(parts.text, giver.end, following)
        following = other.start() if other else following
        stop = min([following, *(verb.start for verb in parts.verbs if verb.start > giver.end)])
        if reason and stop > reason.end():
            promised = reason["promise"] or NEWLY.match(parts.text, reason.end())
            frame = Frame(giver.codes, "announced" if promised else "delivered", "firm", "new")
            found = [one for one in given_between(parts, reason.end(), stop) if one.start not in used]
            claims.extend(claims_of(parts, None, frame, found))
    return claims
