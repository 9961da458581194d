"""Systems, packages, meetings, donors, coalitions, initiatives, sources, requirements, stocks and complete lists."""

from typing import Any

from django.db.models import Prefetch

from meetings.choices import Capability, MeetingStatus, SourceGrade
from meetings.models import Coalition, Donor, DonorKind, Forum, Initiative, Meeting, Membership
from pledges.answers import AsOf, row_shapes
from pledges.answers.cited_sources import cited_sources
from pledges.answers.filters import PLEDGE_PARAMETERS, SYSTEM_PARAMETERS, Parameter
from pledges.answers.filters.parameter import choice, day_parameter, text
from pledges.answers.filters.pledge_parameters import named_rows
from pledges.answers.stated_needs import place_needs
from pledges.api.read.table_lists import TableList, row_view
from pledges.models import Completeness, Package, Requirement, SourceCopy, Stock, System


def standing_members(version: int) -> Prefetch:
    """The memberships that a version knows, to be fetched as `standing_memberships`."""
    members = Membership.objects.live_at_version(version=version).select_related("donor", "source")
    return Prefetch("memberships", members, to_attr="standing_memberships")


class Systems(TableList):
    model = System
    about = "The catalogue of systems"
    shape = row_shapes.SYSTEMS
    parameters = {
        **{name: SYSTEM_PARAMETERS[name] for name in ("kind", "capability")},
        "q": Parameter("Part of the name.", text),
    }
    lookups = {"kind": "kind__in", "capability": "capability__in", "q": "name__icontains"}

    def fetch_related(self, rows: Any, as_of: AsOf) -> Any:
        return rows.with_catalogue()


SystemRow = row_view(Systems, "A system of the catalogue")


class Packages(TableList):
    model = Package
    about = "Packages of promises announced together"
    shape = row_shapes.PACKAGES


PackageRow = row_view(Packages, "A package of promises")


class Meetings(TableList):
    model = Meeting
    about = "Meetings, the latest first"
    shape = row_shapes.MEETINGS
    orders = {"date": ("date_start", "-slug"), "slug": ("slug",)}
    usual = "-date"
    parameters = {
        "forum": named_rows("Forums by slug.", Forum, "slug"),
        "status": choice("Whether it was held.", MeetingStatus.values),
        "date_after": day_parameter("On this day or later, as far as the date is known."),
        "date_before": day_parameter("On this day or earlier, as far as the date is known."),
    }
    lookups = {
        "forum": "forum__slug__in",
        "status": "status__in",
        "date_after": "date_end__gte",
        "date_before": "date_start__lte",
    }

    def fetch_related(self, rows: Any, as_of: AsOf) -> Any:
        return rows.with_details()


MeetingRow = row_view(Meetings, "A meeting")


class Donors(TableList):
    model = Donor
    about = "Countries and organisations"
    shape = row_shapes.DONORS
    orders = {"code": ("code",), "name": ("name",)}
    parameters = {
        "kind": choice("Countries or organisations.", DonorKind.values),
        "q": Parameter("Part of the name.", text),
    }
    lookups = {"kind": "kind__in", "q": "name__icontains"}

    def fetch_related(self, rows: Any, as_of: AsOf) -> Any:
        return rows.with_names()


DonorRow = row_view(Donors, "A country or organisation", column="code")


class Coalitions(TableList):
    model = Coalition
    about = "Capability coalitions and their members"
    shape = row_shapes.COALITIONS
    parameters = {"capability": choice("What the coalition is for.", Capability.values)}
    lookups = {"capability": "capability__in"}

    def fetch_related(self, rows: Any, as_of: AsOf) -> Any:
        return rows.select_related("source").prefetch_related(standing_members(as_of.version))


CoalitionRow = row_view(Coalitions, "A capability coalition and its members")


class Initiatives(TableList):
    model = Initiative
    about = "Named schemes that promises run through"
    shape = row_shapes.INITIATIVES

    def fetch_related(self, rows: Any, as_of: AsOf) -> Any:
        return rows.select_related("source").prefetch_related("leads", standing_members(as_of.version))


InitiativeRow = row_view(Initiatives, "A named scheme that promises run through")


class Sources(TableList):
    about = "Publications that facts, known by then, and the catalogue are cited from"
    shape = row_shapes.SOURCES
    orders = {"id": ("id",)}
    parameters = {
        "grade": choice("How close the source stands to the fact.", SourceGrade.values),
        "publisher": Parameter("Part of the publisher.", text),
        "q": Parameter("Part of the title.", text),
        "published_after": day_parameter("Published on this day or later."),
        "published_before": day_parameter("Published on this day or earlier."),
    }
    lookups = {
        "grade": "grade__in",
        "publisher": "publisher__icontains",
        "q": "title__icontains",
        "published_after": "published__gte",
        "published_before": "published__lte",
    }

    def table(self, as_of: AsOf) -> Any:
        return cited_sources(as_of).defer("text")

    def fetch_related(self, rows: Any, as_of: AsOf) -> Any:
        newest_first = SourceCopy.objects.select_related("copy").defer("copy__text").order_by("-pk")
        return rows.prefetch_related(Prefetch("copies", newest_first))


SourceRow = row_view(Sources, "A publication that facts are cited from", column="pk")


class Requirements(TableList):
    about = "Stated needs"
    shape = row_shapes.REQUIREMENTS
    orders = {"id": ("id",)}
    parameters = SYSTEM_PARAMETERS
    lookups = {
        "system": "system__slug__in",
        "kind": "system__kind__in",
        "capability": "system__capability__in",
        "unit": "unit__in",
    }

    def table(self, as_of: AsOf) -> Any:
        return Requirement.objects.live_at_version(version=as_of.version).filter(stated_start__lte=as_of.valid_at)

    def fetch_related(self, rows: Any, as_of: AsOf) -> Any:
        return rows.select_related("system", "source", "same_wish_as")

    def write_rows(self, rows: list[Any], as_of: AsOf) -> list[Any]:
        for placed in place_needs(rows, as_of):
            need: Any = placed.need
            need.replaced_by = placed.replaced_by.fact if placed.replaced_by else None
        return super().write_rows(rows, as_of)


class Stocks(TableList):
    about = "What countries hold, as stated"
    shape = row_shapes.STOCKS
    orders = {"id": ("id",)}
    parameters = {"donor": PLEDGE_PARAMETERS["donor"], **SYSTEM_PARAMETERS}
    lookups = {"donor": "holder__code__in", **Requirements.lookups}

    def table(self, as_of: AsOf) -> Any:
        return Stock.objects.live_at_version(version=as_of.version).filter(as_of_start__lte=as_of.valid_at)

    def fetch_related(self, rows: Any, as_of: AsOf) -> Any:
        return rows.select_related("holder", "system", "source")


class CompleteLists(TableList):
    about = "What sources say they list completely, to which day"
    shape = row_shapes.COMPLETE_LISTS
    orders = {"id": ("id",)}
    parameters = {name: PLEDGE_PARAMETERS[name] for name in ("donor", "system")}
    lookups = {"donor": "donor__code__in", "system": "system__slug__in"}

    def table(self, as_of: AsOf) -> Any:
        return Completeness.objects.live_at_version(version=as_of.version).filter(as_of_start__lte=as_of.valid_at)

    def fetch_related(self, rows: Any, as_of: AsOf) -> Any:
        return rows.select_related("donor", "system", "source")
