"""The recipes for clients of the API: the questions that readers have, and what to know about the answers."""

from django.utils.translation import gettext_lazy as _

from pledges.site.recipe_languages import Recipe

OPEN = _("An empty high is no upper bound: it may be any number, and a sum with it has no upper bound either.")
UNITS = _("One row for each system and unit. Batteries and launchers are never added up.")

RECIPES = (
    Recipe(
        "promised-and-delivered",
        _("How many Patriot batteries were promised, and how many have arrived?"),
        _("The figures of one system, a row for each unit that promises were counted in."),
        (
            UNITS,
            _("“6-8” is what the sources allow: six certainly, eight possibly. Quote both, or the certain one."),
            _("A spreadsheet may take “6-8” for a date: there, use the columns that end in low and high."),
        ),
    ),
    Recipe(
        "overdue",
        _("What do Germany and Italy owe that is overdue?"),
        _("First the pledges whose date has passed, then how many have no date at all."),
        (
            _(
                "Certainly: a witness says that something was still missing."
                " Possibly: the date has passed, no delivery is reported."
            ),
            _("A pledge without a date is never late. Say how many there are whenever you say that nothing is."),
            _("Without valid_at, late means late today."),
        ),
    ),
    Recipe(
        "gaps",
        _("What is still missing of what Ukraine has asked for?"),
        _("Every stated need, what of it is delivered or firmly promised, and what is missing."),
        (
            _("Only systems with a stated need are here. One that is not here may be short all the same."),
            _("Total: everything that arrived counts. Additional: only what came after the day of the request."),
            UNITS,
        ),
    ),
    Recipe(
        "euro-by-donor",
        _("How much has each donor given in euro, as the Kiel tracker counts it?"),
        _(
            "Kiel’s commitments are what is promised here, its allocations what is delivered and what is firm together."
            " In millions of euro, military aid."
        ),
        (
            _("0 where pledges state no value is unknown, not nothing: most promises of arms state no price."),
            _("Delivered and firm are two intervals: the true value lies within their sum, which may be too wide."),
            _("Joint is what several donors promised without saying who pays how much. No share is invented."),
            OPEN,
        ),
    ),
    Recipe(
        "deliveries-by-month",
        _("How did deliveries of Patriot batteries add up over time?"),
        _("Totals by the month of delivery, added up from month to month as low and high."),
        (
            _("What arrived in a month that nobody stated is in the row “undated”, and in no month."),
            _("The row “none” is what has not been delivered."),
            UNITS,
        ),
    ),
    Recipe(
        "new-changes",
        _("What has been promised since I last looked?"),
        _(
            "Run it as often as you like: it keeps its place in a file, adds what is new to another, and goes on from"
            " there. Places in the ledger never expire."
        ),
        (
            _("Leave type out for everything: deliveries, moved dates, withdrawals, corrections."),
            _("Nothing is ever edited: what was wrong is taken back by a later change that says why."),
            _("This one asks for the latest version, so on a site with more versions it prints more."),
        ),
    ),
    Recipe(
        "as-known-then",
        _("What did this site say at the time?"),
        _("The same question under two clocks: what had happened by a day, as known in a version or on a day."),
        (
            _("known_at takes a version (v2), a day (2026-03-01, its end in UTC) or a time."),
            _("valid_at is the day in the world. Keep it the same to see only what was learned later."),
        ),
    ),
    Recipe(
        "cite",
        _("How do I cite figures so that others find exactly the same?"),
        _("The manifest of a file names rows, bytes, SHA-256 and citation, and the address of exactly this file."),
        (
            _("Both clocks and the number of the catalogue are in that address: its rows stay the same, name by name."),
            _("Names are those of then, also where the catalogue calls things otherwise today."),
            _("For a text, cite the page with both clocks, such as /systems/patriot/ with valid_at and known_at."),
        ),
    ),
    Recipe(
        "whole-data-set",
        _("How do I get everything at once?"),
        _("One archive with all tables of a version as CSV, a dictionary of columns and a Frictionless description."),
        (
            _("Tables join on the columns that datapackage.json calls foreign keys, such as reference."),
            _("An empty cell is unknown. Do not fill it with 0."),
            _("The latest archive is linked on the page Data and API."),
        ),
    ),
    Recipe(
        "long-list",
        _("How do I read a long list?"),
        _("Page by page along next, or all at once as a file."),
        (
            _("All pages of a walk show one version and one day, whatever is published meanwhile."),
            _("A cursor is good for 24 hours. After that the answer is 410, with the address to start again."),
            _("Ask for the fields that you need: fields=reference,system,promised."),
            OPEN,
        ),
    ),
    Recipe(
        "only-if-changed",
        _("How do I ask again without loading the same again?"),
        _("Send the ETag back: 304 without a body says that nothing has changed."),
        (
            _("An ETag belongs to one address and one form of answer, and holds for an hour at most."),
            _("A conditional request counts towards the limits like any other, but costs next to nothing."),
        ),
    ),
    Recipe(
        "write",
        _("How do I hand in what I have found?"),
        _(
            "Make a change set, read the problems at its rows, mend them, submit. Someone else reviews it; only then"
            " it is published."
        ),
        (
            _("A token is made at /staff/tokens/. Keep it in the environment, never in the file."),
            _("Write quantities and dates as the source does: “about 2”, “by the end of 2025”. Nothing is guessed."),
            _("Send the ETag that you have read as If-Match: 412 says that somebody else was faster."),
        ),
    ),
)
