"""How a drafted text stands beside its rows; as one piece of HTML, since every blank between its parts would show."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pledges.intake.text_drafts.text_segments import Segment

register = template.Library()


@register.filter
def line_of_text(line: Sequence[Segment]) -> SafeString:
    """One line of the text, its words linked to what was drafted of them; markup in it stays text."""
    return format_html_join("", "{}", ((segment_html(part),) for part in line))


def segment_html(part: Segment) -> SafeString:
    anchors = format_html_join("", '<span id="{}"></span>', ((name,) for name in part.anchors))
    if not part.first:
        return format_html('{}<span data-start="{}">{}</span>', anchors, part.start, part.words)
    return format_html(
        '{}<a class="{}" href="#{}" data-start="{}" data-rows="{}" data-sentence="{}">{}</a>',
        anchors,
        "drafted-words" if part.rows else "left-words",
        part.first,
        part.start,
        " ".join(map(str, part.rows)),
        part.sentence or "",
        part.words,
    )
