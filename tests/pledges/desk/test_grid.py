"""The entry grid: as a plain form, row by row, and when two people save."""

from string import ascii_uppercase

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from meetings.models import Donor, Meeting
from pledges import ledger
from pledges.desk.meeting_entry import MeetingForm
from pledges.models import ChangeSet
from tests.pledges import staff_steps
from tests.pledges.desk.conftest import LogIn
from tests.pledges.desk.posting import FIRST, SECOND, STATEMENT, grid_fields, save_grid, start_meeting, words

pytestmark = pytest.mark.django_db


def test_meeting_opens_a_draft_with_its_date_and_source(drafter: Client) -> None:
    changeset = start_meeting(drafter)

    assert changeset.title == "Contact Group meeting 28, 4 Jun 2025"
    assert changeset.defaults == {"meeting": "udcg-28", "occurred": "2025-06-04", **STATEMENT}


def published_meeting() -> Meeting:
    """Return the meeting that the only draft states, once it is published; nobody has seen it before."""
    assert not Meeting.objects.filter(slug="udcg-29").exists()
    changeset = ChangeSet.objects.get()
    ledger.submit(changeset=changeset, actor=staff_steps.user("drafter"), now=staff_steps.NOW)
    staff_steps.approve(changeset)
    ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    return Meeting.objects.get(slug="udcg-29")


def test_meeting_can_be_created_with_its_chairs(drafter: Client) -> None:
    fields = {
        "create": "1",
        "forum": "udcg",
        "number": "29",
        "day": "21 July 2025",
        "status": "held",
        "mode": "online",
        "chairs": "Germany: Boris Pistorius; NOR",
    }

    answer = drafter.post(reverse("meeting_new"), fields)

    meeting = published_meeting()
    assert answer.status_code == 302
    assert (meeting.date_start.isoformat(), meeting.mode, meeting.status) == ("2025-07-21", "online", "held")
    chairs = meeting.chairs.order_by("position").values_list("donor__code", "person")
    assert list(chairs) == [("DEU", "Boris Pistorius"), ("NOR", "")]


def test_meeting_can_be_created_with_who_was_there(drafter: Client) -> None:
    fields = {
        **STATEMENT,
        "create": "1",
        "forum": "udcg",
        "number": "29",
        "day": "21 July 2025",
        "status": "held",
        "absent": "united states: A Secretary",
        "online": "Ukraine: A President; NOR",
        "in_person": "",
    }

    answer = drafter.post(reverse("meeting_new"), fields)

    assert answer.status_code == 302
    stated = published_meeting().attendances.order_by("position")
    found = stated.values_list("donor__code", "person", "attendance", "source__title", "source__publisher")
    assert list(found) == [
        ("UKR", "A President", "online", "Communiqué", "Ministry of Defence"),
        ("NOR", "", "online", "Communiqué", "Ministry of Defence"),
        ("USA", "A Secretary", "absent", "Communiqué", "Ministry of Defence"),
    ]


def test_address_alone_is_a_source_of_who_was_there(drafter: Client) -> None:
    address = "https://example.org/communique"
    fields = {"create": "1", "forum": "udcg", "number": "29", "day": "21 July 2025", "status": "held"}

    answer = drafter.post(reverse("meeting_new"), {**fields, "source_url": address, "absent": "NOR"})

    assert answer.status_code == 302
    assert ChangeSet.objects.get().defaults["source_url"] == address
    source = published_meeting().attendances.get().source
    assert (source.url, source.title) == (address, address)


def test_fifty_parties_are_read_from_lines_in_one_query(
    drafter: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Donor.objects.bulk_create(
        Donor(code=f"X{first}{last}", name=f"Land {first}{last}") for first in "AB" for last in ascii_uppercase
    )
    codes = list(Donor.objects.filter(name__startswith="Land").values_list("code", flat=True))
    posted = {
        "forum": "udcg",
        "number": "29",
        "day": "21 July 2025",
        "status": "held",
        "chairs": "DEU",
        "absent": "NOR",
        "online": "UKR; USA",
        "in_person": "\r\n".join(f"{code}: The minister of defence, in person" for code in codes),
    }
    form = MeetingForm(posted)

    with django_assert_max_num_queries(3):  # forum, donors, and whether the meeting is there
        assert form.is_valid(), form.errors
    assert [donor.code for donor, _ in form.cleaned_data["in_person"]] == codes
    assert len(codes) == 52


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"forum": "udcg", "number": "28", "day": "2025-06-04"}, "The meeting udcg-28 is there already"),
        ({"forum": "udcg", "day": "from 2025"}, "A meeting needs a day"),
        ({"forum": "udcg", "day": "2025-07-21", "chairs": "Atlantis"}, "No donor is called “Atlantis”."),
        ({"forum": "udcg", "day": "2025-07-21", "absent": "NOR: " + "x" * 101}, "A name has at most 100 characters"),
        ({"forum": "udcg", "day": "2025-07-21", "online": "NOR"}, "Who was there or absent needs a source"),
        (
            {"forum": "udcg", "day": "2025-07-21", "online": "NOR: A", "absent": "norway: A", **STATEMENT},
            "A is named 2 times under Absent, Joined online and Attended in person: keep one.",
        ),
        (
            {"forum": "udcg", "day": "2025-07-21", "status": "planned", "online": "NOR", **STATEMENT},
            "Who was there can be stated only of a meeting that was held.",
        ),
        ({"day": "2025-07-21"}, "This field is required."),
    ],
)
def test_meeting_that_cannot_be_created_says_why(fields: dict[str, str], said: str, drafter: Client) -> None:
    answer = drafter.post(reverse("meeting_new"), {"create": "1", "status": "held", **fields})

    assert answer.status_code == 422
    assert said in words(answer)
    assert Meeting.objects.count() == 1


def test_whole_grid_is_saved_by_a_plain_form(drafter: Client) -> None:
    changeset = start_meeting(drafter)

    answer = save_grid(drafter, changeset, [FIRST, {}, SECOND], save="1")

    common = {"meeting": "udcg-28", "occurred": "2025-06-04", **STATEMENT}
    assert (answer.status_code, answer["Location"]) == (302, f"/staff/changesets/{changeset.pk}/")
    assert list(changeset.rows.order_by("position").values_list("payload", flat=True)) == [
        {**common, **FIRST},
        {**common, **SECOND},
    ]


def test_grid_shows_what_was_typed_and_what_was_understood(drafter: Client) -> None:
    changeset = start_meeting(drafter)
    save_grid(drafter, changeset, [{**SECOND, "quantity": "about 200", "amount": "€325m"}])

    page = words(drafter.get(reverse("changeset_detail", args=[changeset.pk])))

    assert ">about 200</textarea>" in page
    for understood in ("180 – 200 – 220", "EUR 325 000 000", "window to 31 Dec 2025"):
        assert f'<span class="understood">{understood}</span>' in page


def test_grid_offers_the_nearest_right_answer(drafter: Client) -> None:
    changeset = start_meeting(drafter)
    save_grid(drafter, changeset, [{**FIRST, "system": "Patroit", "donors": "Germny; Norway"}])

    page = words(drafter.get(reverse("changeset_detail", args=[changeset.pk])))

    assert 'value="r1|system|Patriot">Patriot</button>' in page
    assert 'value="r1|donors|Germany; Norway">Germany</button>' in page


def test_grid_offers_what_a_code_in_a_hint_stands_for(drafter: Client) -> None:
    changeset = start_meeting(drafter)
    save_grid(drafter, changeset, [{**FIRST, "system": "shel-155", "donors": "NRO; Germany"}])

    page = words(drafter.get(reverse("changeset_detail", args=[changeset.pk])))

    assert 'value="r1|system|155 mm shell">155 mm shell</button>' in page
    assert 'value="r1|donors|Norway; Germany">Norway</button>' in page


def test_answer_that_is_clicked_fills_the_cell_in(drafter: Client) -> None:
    changeset = start_meeting(drafter)
    save_grid(drafter, changeset, [{**FIRST, "system": "Patroit"}])

    answer = save_grid(drafter, changeset, [{**FIRST, "system": "Patroit"}], fix="r1|system|Patriot")

    row = changeset.rows.get()
    assert answer["Location"].endswith("#grid")
    assert (row.payload["system"], row.plan["action"], row.plan["problems"]) == ("Patriot", "create", [])


def test_row_is_deleted_by_its_button(drafter: Client) -> None:
    changeset = start_meeting(drafter)
    save_grid(drafter, changeset, [FIRST, SECOND])

    save_grid(drafter, changeset, [FIRST, SECOND], delete="r1")

    assert list(changeset.rows.values_list("position", "payload__donors")) == [(1, "Norway")]


def test_more_rows_are_offered(drafter: Client) -> None:
    changeset = start_meeting(drafter)

    answer = save_grid(drafter, changeset, [FIRST], more="1")

    page = words(drafter.get(answer["Location"]))
    assert page.count('name="row" value="r') == 1 + 5 + 10


def test_what_stands_on_top_changes_all_rows_that_rely_on_it(drafter: Client) -> None:
    changeset = start_meeting(drafter)
    save_grid(drafter, changeset, [FIRST, {**SECOND, "source": "Other paper | 2025-06-05"}])

    top = {"has-defaults": "1", "all-occurred": "2025-06-04", "all-source_title": "Minutes"}
    save_grid(drafter, changeset, [FIRST, {**SECOND, "source": "Other paper | 2025-06-05"}], **top)

    titles = changeset.rows.order_by("position").values_list("payload__source_title", "payload__source_published")
    assert list(titles) == [("Minutes", None), ("Other paper", "2025-06-05")]


def test_saving_the_same_again_writes_nothing(drafter: Client, log_in: LogIn) -> None:
    changeset = start_meeting(drafter)
    save_grid(drafter, changeset, [FIRST, SECOND])
    changeset.refresh_from_db()
    version, events = changeset.edit_version, changeset.events.count()

    save_grid(log_in("reviewer"), changeset, [FIRST, SECOND])

    changeset.refresh_from_db()
    assert (changeset.edit_version, changeset.events.count()) == (version, events)
    assert set(changeset.rows.values_list("author__username", flat=True)) == {"drafter"}


def test_only_a_changed_row_gets_a_new_author(drafter: Client, log_in: LogIn) -> None:
    changeset = start_meeting(drafter)
    save_grid(drafter, changeset, [FIRST, SECOND])

    save_grid(log_in("reviewer"), changeset, [FIRST, {**SECOND, "quantity": "6"}])

    authors = changeset.rows.order_by("position").values_list("author__username", flat=True)
    assert list(authors) == ["drafter", "reviewer"]


def test_stale_grid_shows_both_versions_and_loses_nothing(drafter: Client, log_in: LogIn) -> None:
    changeset = start_meeting(drafter)
    save_grid(drafter, changeset, [FIRST, SECOND])
    changeset.refresh_from_db()
    stale = grid_fields(changeset, [{**FIRST, "quantity": "3"}, SECOND, {**FIRST, "donors": "Netherlands"}])
    save_grid(log_in("reviewer"), changeset, [{**FIRST, "quantity": "4"}, SECOND])

    answer = drafter.post(reverse("changeset_save", args=[changeset.pk]), stale)

    page = words(answer)
    assert answer.status_code == 409
    assert "Last change by<strong>reviewer</strong>" in page
    assert "<td>4</td><td>3</td>" in page
    assert "<td>Netherlands</td>" in page
    assert [row.payload["quantity"] for row in changeset.rows.order_by("position")] == ["4", "about 5"]


def test_choices_of_a_conflict_are_saved(drafter: Client, log_in: LogIn) -> None:
    changeset = start_meeting(drafter)
    save_grid(drafter, changeset, [FIRST, SECOND])
    mine = [{**FIRST, "quantity": "3"}, {**SECOND, "quantity": "7"}]
    theirs = {"r1-keep": "theirs", "r2-keep": "mine"}
    theirs |= {f"r1-theirs-{name}": value for name, value in {**FIRST, "quantity": "4"}.items()}

    save_grid(drafter, changeset, mine, **theirs)

    assert [row.payload["quantity"] for row in changeset.rows.order_by("position")] == ["4", "7"]


def save_one(
    client: Client, changeset: ChangeSet, cells: dict[str, str], *, key: int | str = "", **more: str
) -> object:
    changeset.refresh_from_db()
    fields = {"row": "r1", "r1-id": key, "edit_version": changeset.edit_version, **more}
    fields |= {f"r1-{name}": value for name, value in cells.items()}
    return client.post(reverse("changeset_row_save", args=[changeset.pk]), fields, HTTP_HX_REQUEST="true")


def test_row_saves_itself_when_it_is_left(drafter: Client) -> None:
    changeset = start_meeting(drafter)

    answer = save_one(drafter, changeset, {**FIRST, "quantity": "up to 1k"})

    row = changeset.rows.get()
    page = words(answer)  # type: ignore[arg-type] -- an answer of the test client
    assert (row.payload["quantity"], row.author.username) == ("up to 1k", "drafter")
    assert f'name="r1-id" value="{row.pk}"' in page
    assert '<span class="understood">0 – 1 000</span>' in page
    assert 'id="edit-version" form="grid-form" value="2" hx-swap-oob="true"' in page


def test_row_that_is_emptied_goes_away(drafter: Client) -> None:
    changeset = start_meeting(drafter)
    save_grid(drafter, changeset, [FIRST, SECOND])

    save_one(drafter, changeset, {}, key=changeset.rows.get(position=1).pk)

    assert list(changeset.rows.values_list("position", "payload__donors")) == [(1, "Norway")]


def test_stale_row_is_refused_and_not_stored(drafter: Client, log_in: LogIn) -> None:
    changeset = start_meeting(drafter)
    save_grid(drafter, changeset, [FIRST])
    changeset.refresh_from_db()
    fields = {**grid_fields(changeset, [{**FIRST, "quantity": "3"}])}
    save_grid(log_in("reviewer"), changeset, [{**FIRST, "quantity": "4"}])

    answer = drafter.post(reverse("changeset_row_save", args=[changeset.pk]), fields)

    assert answer.status_code == 409
    assert changeset.rows.get().payload["quantity"] == "4"


@pytest.mark.parametrize("state", ["approved", "published"])
def test_closed_change_set_takes_no_row(state: str, drafter: Client) -> None:
    changeset = (
        staff_steps.approve_rows([staff_steps.pledge_row()])
        if state == "approved"
        else staff_steps.publish_all([staff_steps.pledge_row()]).changeset
    )

    answer = save_one(drafter, changeset, FIRST)

    assert answer.status_code == 422  # type: ignore[attr-defined] -- an answer of the test client
    assert changeset.rows.count() == 1


def test_typing_is_understood_without_being_saved(drafter: Client) -> None:
    changeset = start_meeting(drafter)
    fields = {"row": "r1", "r1-donors": "DEU", "r1-quantity": "10-12", "r1-due": "winter", "changeset": changeset.pk}

    page = words(drafter.post(reverse("parse_row"), fields))

    for understood in ("Germany", "10 – 12", "1 Dec 2025 – 28 Feb 2026"):
        assert f'<span class="understood">{understood}</span>' in page
    assert changeset.rows.count() == 0


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("kind=donor&q=germny", "Germany"),
        ("kind=donor&q=NOR", "Norway"),
        ("kind=donor&q=federal republic", "Germany"),
        ("kind=system&q=patroit", "Patriot"),
        ("kind=system&q=MIM-104", "Patriot"),
        ("kind=unit&q=&system=Patriot", "battery"),
        ("kind=stage&q=deliverd", "delivered"),
        ("kind=coalition&q=air", "air-defence"),
    ],
)
def test_names_are_completed(query: str, first: str, drafter: Client) -> None:
    page = words(drafter.get(f"{reverse('name_list')}?{query}"))

    assert page.split('data-value="')[1].split('"')[0] == first


def test_unknown_kind_of_name_has_no_options(drafter: Client) -> None:
    assert words(drafter.get(f"{reverse('name_list')}?kind=nonsense&q=a")) == ""


@pytest.mark.parametrize("rows", [1, 3])
def test_grid_query_count(rows: int, drafter: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    changeset = start_meeting(drafter)
    save_grid(drafter, changeset, [{**FIRST, "quantity": str(number + 1)} for number in range(rows)])

    with django_assert_num_queries(12):
        drafter.get(reverse("changeset_detail", args=[changeset.pk]))


def test_row_of_a_form_stays_beside_the_grid(drafter: Client) -> None:
    changeset = start_meeting(drafter)
    save_grid(drafter, changeset, [FIRST])
    fields = {"donors": "DEU", "system": "patriot", "unit": "battery", "quantity": "12", "occurred": "2025-05-01"}
    drafter.post(reverse("record", args=["stock"]), {**fields, **STATEMENT, "changeset": str(changeset.pk)})

    save_grid(drafter, changeset, [{**FIRST, "quantity": "3"}])

    rows = changeset.rows.order_by("position").values_list("payload__action", "payload__quantity")
    assert list(rows) == [(None, "3"), ("stock", "12")]


def test_unit_may_be_named_as_people_write_it(drafter: Client) -> None:
    changeset = start_meeting(drafter)

    save_grid(drafter, changeset, [{**FIRST, "unit": "batteries"}, {**SECOND, "unit": "Battery"}])

    assert [row.plan["action"] for row in changeset.rows.order_by("position")] == ["create", "create"]
