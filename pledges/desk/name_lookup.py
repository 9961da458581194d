"""Quick answers while somebody types: what a row would be understood as, and names that complete a cell."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from meetings.models import Coalition, Donor, Initiative, Meeting
from meetings.territory_names import known_territories
from pledges.desk.grid_columns import defaults_posted, payload_of, rows_posted
from pledges.desk.row_display import catalogue_for, filled_row
from pledges.desk.staff_pages import staff_view
from pledges.intake.planner import plan_rows
from pledges.intake.row_columns import BY_NAME
from pledges.intake.row_payload import flat
from pledges.models import ChangeSet, ChangeSetRow, System
from pledges.values.choices import Role, Unit, unit_label
from pledges.values.nearest_word import complete_word

MOST_NAMES = 8


@staff_view(methods=("POST",))
def parse_row(request: HttpRequest) -> HttpResponse:
    """Plan one row of the grid as it is typed, and say what was understood; nothing is saved."""
    posted = rows_posted(request.POST)
    if not posted:
        return HttpResponse(status=204)
    mark, key, cells = posted[0].mark, posted[0].key, posted[0].cells
    row = ChangeSetRow.objects.filter(pk=key).first() if key is not None else None
    stated = request.POST.get("changeset", "")
    changeset = ChangeSet.objects.filter(pk=stated).first() if stated.isdecimal() and len(stated) < 18 else None
    defaults = defaults_posted(request.POST, changeset.defaults if changeset else {})
    payload = payload_of(cells, kept=flat(row.payload) if row else {}, defaults=defaults)
    today = timezone.now().date()
    catalogue = catalogue_for([payload] if payload else [], changeset=changeset)
    plan = plan_rows([payload], today=today, catalogue=catalogue)[0].to_json() if payload else None
    shown = filled_row(
        cells,
        payload,
        plan,
        mark=mark,
        key=key,
        position=row.position if row else None,
        catalogue=catalogue,
        defaults=defaults,
        today=today,
    )
    return render(request, "staff/_echoes.html", {"rows": [(mark, shown)]})


@staff_view(Role.DRAFTER, methods=("GET",))
def name_list(request: HttpRequest) -> HttpResponse:
    """Complete a name, forgiving typing errors: the options of a listbox, best first."""
    kind, typed = request.GET.get("kind", ""), request.GET.get("q", "")[:100]
    vocabulary = BY_NAME[kind].vocabulary if kind in BY_NAME else None
    if kind == "unit":
        options = unit_options(request.GET.get("system", ""), typed)
    elif vocabulary:
        words = [(value, str(label), value) for value, label in vocabulary.choices]
        options = rank_names(typed, words, most=len(words))
    else:
        options = rank_names(typed, names_of(kind))
    return render(
        request, "staff/_options.html", {"options": options, "list_id": request.GET.get("id", "options")[:60]}
    )


def names_of(kind: str) -> Iterable[tuple[str, str, str]]:
    """What is known of a kind as (value to fill in, words beside it, name to compare with)."""
    if kind == "donor":
        called = {one.code: one.site_names() for one in known_territories()}
        for donor in Donor.objects.prefetch_related("aliases").order_by("name"):
            aliases = (alias.alias for alias in donor.aliases.all())
            for name in (donor.name, donor.code, *aliases, *called.get(donor.code, ())):
                yield donor.name, donor.code, name
    elif kind == "system":
        for system in System.objects.prefetch_related("aliases").order_by("short_name"):
            for name in (system.short_name, system.name, system.slug, *(alias.alias for alias in system.aliases.all())):
                yield system.short_name, str(system.get_kind_display()).lower(), name
    elif kind in GROUPS:
        for slug, name in GROUPS[kind].objects.order_by("slug").values_list("slug", NAME_OF.get(kind, "name")):
            yield slug, name, slug
            yield slug, name, name


GROUPS: dict[str, type[Coalition | Initiative | Meeting]] = {
    "coalition": Coalition,
    "initiative": Initiative,
    "meeting": Meeting,
}
NAME_OF = {"meeting": "title"}


def unit_options(system: str, typed: str) -> list[tuple[str, str]]:
    """The units in which the system is counted; all of them where the system is not known."""
    found = known_system(system)
    units = [one.unit for one in found.units.order_by("position")] if found else list(Unit.values)
    return rank_names(typed, [(unit, unit_label(unit, plural=True), unit) for unit in units], most=len(units))


def known_system(typed: str) -> System | None:
    typed = typed.strip()
    if not typed:
        return None
    for lookup in ("slug__iexact", "short_name__iexact", "name__iexact", "aliases__alias__iexact"):
        found = System.objects.filter(**{lookup: typed}).order_by("pk").first()
        if found is not None:
            return found
    return None


def rank_names(typed: str, known: Iterable[tuple[str, str, str]], *, most: int = MOST_NAMES) -> list[tuple[str, str]]:
    """The known names closest to what was typed, each value once; all in their order where nothing was."""
    entries = list(known)
    if not typed.strip():
        return list(dict.fromkeys((value, words) for value, words, _ in entries))[: max(most, 12)]
    found = (entries[place] for place in complete_word(typed, [name for _, _, name in entries], most=most * 3))
    return list(dict.fromkeys((value, words) for value, words, _ in found))[:most]
