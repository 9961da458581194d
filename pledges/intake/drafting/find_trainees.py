"""Who is trained, and how many: soldiers, pilots, crews."""

import re

from pledges.intake.drafting.attach_items import Given
from pledges.intake.drafting.draft_shapes import ItemMention, VerbGroup
from pledges.intake.drafting.find_quantities import quantity_before
from pledges.intake.drafting.sentence_parts import SentenceParts

SOLDIERS = re.compile(
    r"\b(?:soldiers?|troops|pilots?|personnel|crews?|recruits?|servicem[ae]n|servicewomen|technicians"
    r"|fighters|marines"
    r"|sappers|brigades?|Ukrainians|specialists|instructors|medics|officers|gunners|operators|conscripts"
    r"|cadets|engineers|troopers|tankers"
    r"|commanders|drivers|mechanics|sailors|paratroopers|defenders|battalions?|snipers|people"
    r"|men and women)\b")  # fmt: skip


def find_trainees(parts: SentenceParts, verb: VerbGroup) -> list[Given]:
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
    start = min(quantity.start, found.start())
    counted = (quantity.text, quantity.low, quantity.high)
    item = ItemMention(start, found.end(), f"training of {found[0]}", None, "training", "own", *counted)
    return [Given(min(at, item.start), item.end, item, None)]
