"""A chart in a page: `{% chart "system_over_time" page.system.slug %}` draws the figure with its tools."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from pledges.answers import AsOf
from pledges.charts import Card, Form, card_of
from pledges.templatetags.addresses import address
from pledges.words.citations import pin_moment
from pledges.words.page_addresses import with_query

register = template.Library()


@register.inclusion_tag("charts/_figure.html", takes_context=True)
def chart(context: template.Context, name: str, key: str, level: int = 2, *, narrow: bool = False) -> dict[str, Any]:
    """The figure of a chart at the moment of the page; nothing where there is nothing to draw.

    `level` is that of its heading; `narrow` takes the drawing for phones, for a column beside
    others. The page waits for no drawing: pictures have addresses of their own.
    """
    as_of: AsOf = context["as_of"]
    card = card_in(context, name, key)
    if card is None or not card.sizes:
        return {"card": None}
    detail = address(context, "chart_detail", name, key)
    return {
        "card": card,
        "level": level,
        "id": f"chart-{name}-{key}".replace(".", "-"),
        "detail": detail,
        "pictures": pictures(name, key, card, as_of, narrow=narrow),
        "files": [
            {"label": label, "href": address(context, "chart_file", name, key, kind)}
            for label, kind in (("CSV", "csv"), ("SVG", "svg"), ("PNG", "png"), ("JSON", "json"))
        ],
        "version": as_of.version,
        "valid_at": as_of.valid_at,
    }


def card_in(context: template.Context, name: str, key: str) -> Card | None:
    """The card of a chart at the moment of the page, asked for once however often the page names it."""
    shared: Any = context.render_context  # its type says less than it takes
    cards: dict[tuple[str, str], Card | None] = shared.setdefault("chart_cards", {})
    if (name, key) not in cards:
        cards[name, key] = card_of(name, key, context["as_of"])
    return cards[name, key]


def pictures(name: str, key: str, card: Card, as_of: AsOf, *, narrow: bool) -> dict[str, dict[str, Any]]:
    """The addresses and sizes of the drawing for pages and for phones; they name the moment, so they last."""
    found = {}
    for place in (Form.PAGE, Form.PHONE):
        form = Form.PHONE if narrow else place
        query = {"form": form.value, **pin_moment(as_of), "drawing": card.digest}
        width, height = card.sizes[form.value]
        found[place.value] = {
            "src": with_query(reverse("chart_file", args=(name, key, "svg")), query),
            "spec": with_query(reverse("chart_file", args=(name, key, "json")), query),
            "width": width,
            "height": height,
        }
    return found
