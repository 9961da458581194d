"""What machines read about a page: its lasting address, its picture, its place on the site, the data set behind it."""

from __future__ import annotations

import html
import json
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pledges.answers import AsOf
from pledges.answers.downloads.download import LICENCE
from pledges.charts import Card
from pledges.templatetags.addresses import address, request_of
from pledges.templatetags.charts import card_in

register = template.Library()

UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""Signs with which a block of data could end itself."""


@register.inclusion_tag("components/metadata.html", takes_context=True)
def metadata(context: template.Context) -> dict[str, Any]:
    """Describe this page under its lasting address, which has no clocks and no filters."""
    request = request_of(context)
    title = block_words(context, "title")
    return {
        "here": f"{settings.SITE_URL}{request.path if request else '/'}",
        "title": title,
        "description": block_words(context, "description"),
        "trail": trail(context, title),
    }


def block_words(context: template.Context, name: str) -> SafeString:
    """The words of a block of this page once more, in one line."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    # A block is rendered as part of the page: everything in it is escaped already.
    return SafeString(" ".join(block.render(context).split()))


@register.inclusion_tag("components/picture.html", takes_context=True)
def picture(context: template.Context, name: str, key: str) -> dict[str, Any]:
    """Describe a chart as the picture of this page, for whoever links to it; nothing where there is nothing to draw."""
    card: Card | None = card_in(context, name, key)
    if card is None or not card.sizes:
        return {"card": None}
    return {"card": card, "src": f"{settings.SITE_URL}{address(context, 'chart_file', name, key, 'png')}"}


@register.inclusion_tag("components/feed.html")
def feed(title: str, **about: str) -> dict[str, str]:
    """Name the feed of what changes about the subject of this page."""
    return {"title": title, "href": f"{reverse('change_feed')}?{urlencode(about)}" if about else reverse("change_feed")}


def trail(context: template.Context, title: SafeString) -> SafeString:
    """Describe the way to this page: the site, the section, the page; nothing on the pages of the navigation itself."""
    links = [link for item in context["chrome"]["nav"] for link in item.inside or (item,)]
    section = next((link for link in links if link.current == "true"), None)
    if section is None:
        return SafeString()
    steps = [
        (_("Ramstein, the pledge ledger"), reverse("overview")),
        (section.label, section.href.partition("?")[0]),
        (html.unescape(title), ""),
    ]
    items = [
        {"@type": "ListItem", "position": n, "name": name, **({"item": f"{settings.SITE_URL}{path}"} if path else {})}
        for n, (name, path) in enumerate(steps, start=1)
    ]
    return linked_data({"@type": "BreadcrumbList", "itemListElement": items})


@register.simple_tag
def data_set(as_of: AsOf) -> SafeString:
    """Describe the whole ledger as a data set, in the words that search engines for data read."""
    whole = reverse("data_package", args=[as_of.version])
    files = [("application/zip", f"{whole}?valid_at={as_of.valid_at}")]
    files += [("text/csv", f"{reverse('api_pledges')}?format=csv"), ("application/json", reverse("api_pledges"))]
    return linked_data(
        {
            "@type": "Dataset",
            "@id": f"{settings.SITE_URL}{reverse('data')}#dataset",
            "name": _("Ramstein, the pledge ledger"),
            "description": _("Who promised Ukraine what, what has arrived, what is late and what is still missing."),
            "url": f"{settings.SITE_URL}{reverse('data')}",
            "version": str(as_of.version),
            **({"dateModified": as_of.known_at.isoformat()} if as_of.version else {}),
            "license": LICENCE["path"],
            "isAccessibleForFree": True,
            "creator": {"@type": "Organization", "name": "Ramstein", "url": settings.SITE_URL},
            "spatialCoverage": {"@type": "Place", "name": _("Ukraine")},
            "temporalCoverage": f"2022-02-24/{as_of.valid_at}",
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{settings.SITE_URL}{path}"}
                for kind, path in files
            ],
        }
    )


def linked_data(content: dict[str, Any]) -> SafeString:
    """A block of JSON-LD: data, which the browser never runs."""
    text = json.dumps({"@context": "https://schema.org", **content}, ensure_ascii=False).translate(UNSAFE)
    # Escaped above for the inside of a script element, where HTML entities mean nothing.
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))
