"""Where a text says that the promised comes from, in the words of the ledger: stock, purchase, loan, own industry."""

from __future__ import annotations

import re

from pledges.intake.drafting.attach_items import Given
from pledges.intake.drafting.draft_shapes import VerbGroup
from pledges.intake.drafting.sentence_parts import SentenceParts
from pledges.values.choices import Provision

STOCK = re.compile(
    r"\b(?:from|out of)\b[^.;]{0,50}\b(?:stocks?|stockpiles?|inventor(?:y|ies)|reserves?|storage"
    r"|warehouses?|depots?"
    r"|arsenals?)\b|\b[Dd]rawdown\b"
)
OWN_INDUSTRY = re.compile(
    r"\bUkrain(?:e's|ian)(?: own)?(?: \w+){0,2} (?:industry|producers?|manufacturers?|makers?|companies|firms?)\b"
    r"|\b(?:made|produced|built|manufactured) in Ukraine\b|\bDanish model\b"
)
LOAN = re.compile(r"\b(?:loans?|lends?|lent|lending|to be repaid|leas(?:e|es|ed|ing))\b")
NEW = re.compile(
    r"\b(?:newly (?:built|bought|produced|ordered)|brand[- ]new|new production"
    r"|from (?:the )?industry)\b"
)


def find_provision(parts: SentenceParts, verb: VerbGroup | None, given: Given, supplier: str | None) -> str | None:
    start = parts.subject_start(verb) if verb else parts.sentence.start
    stop = min((one.start for one in parts.verbs if one.start >= given.end), default=parts.sentence.end)
    clause = parts.text[min(start, given.start) : stop]
    if LOAN.search(clause):
        return Provision.LOAN.value
    if OWN_INDUSTRY.search(clause):
        return Provision.FINANCING_OF_RECIPIENT_INDUSTRY.value
    if supplier:
        return Provision.THIRD_COUNTRY_PURCHASE.value
    if STOCK.search(clause):
        return Provision.FROM_STOCK.value
    bought = verb is not None and verb.verb_class == "contract"
    return Provision.NEW_PURCHASE.value if bought or NEW.search(clause) else None
