"""Drafting from a text without a script: the texts, a new one, its rows and its sentences by forms alone."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from pledges.models import ChangeSet, DraftedText, DraftingRun
from pledges.values.choices import Role
from tests.pledges import staff_steps
from tests.pledges.desk.conftest import LogIn
from tests.pledges.desk.posting import words
from tests.pledges.intake.text_drafts.sample_texts import SOURCE, TEXT, draft, rows_of, take

pytestmark = pytest.mark.django_db

SCRIPT = {"HX-Request": "true"}


def send(client: Client, text: str = TEXT, **fields: object) -> DraftedText:
    """Send a text and return it."""
    answer = client.post(reverse("drafting_new"), {**SOURCE, "text": text, "meeting": "udcg-28", **fields})
    assert answer.status_code == 302, words(answer)
    return DraftedText.objects.latest("pk")


def page_of(client: Client, text: DraftedText, query: str = "") -> str:
    answer = client.get(reverse("drafting_detail", args=[text.pk]) + query)
    assert answer.status_code == 200
    return words(answer)


def press(client: Client, text: DraftedText, place: int, **fields: str) -> str:
    """Press a button of a row and return where the browser is sent."""
    address = reverse("drafting_row", args=[text.pk, rows_of(text)[place].pk])
    answer = client.post(address, fields)
    assert answer.status_code == 302, words(answer)
    return str(answer["Location"])


def test_text_becomes_rows_beside_its_words(drafter: Client) -> None:
    text = send(drafter)
    page = page_of(drafter, text)

    first = rows_of(text)[0].pk
    assert "3 rows: 3 to confirm, 0 accepted, 0 rejected · 1 sentence to read" in page
    assert f'<a class="drafted-words" href="#row-{first}" data-start="21" data-rows="{first}" data-sentence="">' in page
    assert f'<li id="row-{first}"' in page
    assert f'href="#at-row-{first}"' in page
    assert f'<span id="at-row-{first}"></span>' in page
    assert "No decisions yet about rows like this." in page
    assert page.count("<h1") == 1
    assert (text.source, str(text.published), text.meeting and text.meeting.slug) == (SOURCE, "2025-06-04", "udcg-28")


def test_rows_are_accepted_edited_and_rejected_by_forms(drafter: Client) -> None:
    text = send(drafter)
    first, second, third = rows_of(text)

    assert press(drafter, text, 0, accept="1").endswith(f"#row-{first.pk}")
    assert f"?edit={second.pk}#row-{second.pk}" in page_of(drafter, text)
    form = page_of(drafter, text, f"?edit={second.pk}")
    assert 'name="amount" value="$50 million"' in form
    press(drafter, text, 1, save="1", **{**second.cells, "quantity": "2"})
    press(drafter, text, 2, reject="1", reason="other", words="no date")

    page = page_of(drafter, text)
    payloads = ChangeSet.objects.get().rows.order_by("position").values_list("payload", flat=True)
    assert list(payloads) == [first.cells, {**second.cells, "quantity": "2"}]
    assert "3 rows: 0 to confirm, 2 accepted, 1 rejected" in page
    assert "something else: no date" in page
    assert f'href="{reverse("changeset_detail", args=[ChangeSet.objects.get().pk])}"' in page
    assert third.pk is not None


def test_row_with_a_problem_is_shown_before_it_is_taken(drafter: Client) -> None:
    text = send(drafter, "Germany will deliver two Patriot systems to Ukraine.")
    (row,) = rows_of(text)

    assert press(drafter, text, 0, accept="1").endswith(f"?edit={row.pk}#row-{row.pk}")
    assert "the unit is missing" in page_of(drafter, text, f"?edit={row.pk}")
    assert not ChangeSet.objects.exists()

    press(drafter, text, 0, fix="unit|launcher", **row.cells)
    assert rows_of(text)[0].cells["unit"] == "launcher"
    press(drafter, text, 0, accept="1")
    assert ChangeSet.objects.get().rows.get().payload["unit"] == "launcher"


def test_row_is_taken_along_with_its_problem(drafter: Client) -> None:
    text = send(drafter, "Germany will deliver two Patriot systems to Ukraine.")
    press(drafter, text, 0, anyway="1", **rows_of(text)[0].cells)

    assert [one["column"] for one in ChangeSet.objects.get().rows.get().plan["problems"]] == ["unit"]


def test_row_becomes_one_of_another_kind(drafter: Client) -> None:
    text = send(drafter)
    press(drafter, text, 0, kind="1", **{**rows_of(text)[0].cells, "action": "requirement"})

    cells = rows_of(text)[0].cells
    assert (cells["action"], cells["system"], "donors" in cells, "stage" in cells) == (
        "requirement", "patriot", False, False,
    )  # fmt: skip


def test_decision_is_taken_back(drafter: Client) -> None:
    text = send(drafter)
    press(drafter, text, 0, accept="1")
    press(drafter, text, 0, reopen="1")

    assert "3 rows: 3 to confirm" in page_of(drafter, text)
    assert ChangeSet.objects.get().rows.count() == 0


def test_second_click_is_told_what_happened_meanwhile(drafter: Client) -> None:
    text = send(drafter)
    press(drafter, text, 0, accept="1")
    press(drafter, text, 0, accept="1")

    assert "This row is accepted already" in page_of(drafter, text)
    answer = drafter.post(reverse("drafting_row", args=[text.pk, rows_of(text)[0].pk]), {"accept": "1"}, headers=SCRIPT)
    assert (answer.status_code, answer["HX-Refresh"]) == (200, "true")


def test_words_of_the_text_become_a_row(drafter: Client) -> None:
    text = send(drafter)
    answer = drafter.post(reverse("drafting_words", args=[text.pk]), {"words": "support package for Ukraine"})

    row = text.rows.get(by_hand=True)
    assert answer["Location"].endswith(f"?edit={row.pk}#row-{row.pk}")
    assert "Made by hand" not in page_of(drafter, text, f"?edit={row.pk}")
    drafter.post(reverse("drafting_words", args=[text.pk]), {"words": "nowhere", "near": "x"})
    assert "These words do not stand in the text" in page_of(drafter, text)


def test_sentence_is_ticked_off(drafter: Client) -> None:
    text = send(drafter)
    address = reverse("drafting_sentence", args=[text.pk, text.residue.get().pk])
    drafter.post(address, {"tick": "1"})

    assert "0 sentences to read" in page_of(drafter, text)
    fragment = words(drafter.post(address, {"untick": "1"}, headers=SCRIPT))
    assert "1 sentence to read" in fragment
    assert fragment.count("<li") == 1


def test_script_gets_the_row_and_the_counts(drafter: Client) -> None:
    text = send(drafter)
    address = reverse("drafting_row", args=[text.pk, rows_of(text)[0].pk])

    form = words(drafter.get(address, {"edit": "1"}, headers=SCRIPT))
    row = words(drafter.post(address, {"accept": "1"}, headers=SCRIPT))

    assert 'id="row-form"' in form
    assert "row 1 of the change set" in row
    assert 'id="drafting-counts" class="drafting-head" hx-swap-oob="true"' in row
    assert "<html" not in form + row


def test_list_shows_texts_and_how_often_rows_were_kept(drafter: Client, log_in: LogIn) -> None:
    assert "No decisions yet." in words(drafter.get(reverse("drafting_list")))
    text = send(drafter)
    press(drafter, text, 0, accept="1")

    page = words(drafter.get(reverse("drafting_list")))
    assert f'<a href="{reverse("drafting_detail", args=[text.pk])}" dir="auto">Communiqué</a>' in page
    assert '<td>rule</td><th scope="row">pledge announced</th><td class="number">1</td>' in page
    assert "1 of 1 by the rule “pledge announced”" in page_of(drafter, text)
    other = log_in("second")
    assert "None here yet." in words(other.get(reverse("drafting_list")))
    assert "Communiqué</a>" in words(other.get(reverse("drafting_list"), {"owner": "all", "before": "x"}))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": " \n"}, "Paste a text, or choose a file."),
        ({"text": "a\x00b"}, "Null characters are not allowed."),
        ({"text": "a" * 200_001}, "The text has 200,001 characters; up to 200,000 are drafted."),
        ({"text": "a", "source_url": "", "source_title": ""}, "Say where the text stands"),
        ({"text": "", "file": SimpleUploadedFile("a.png", b"\x89PNG....")}, "the file is a PNG picture"),
        ({"text": "a", "source_url": "javascript:alert(1)"}, "Enter a valid URL."),
    ],
)
def test_text_that_cannot_be_taken_is_told_why(drafter: Client, fields: dict[str, object], said: str) -> None:
    answer = drafter.post(reverse("drafting_new"), {**SOURCE, **fields})

    assert answer.status_code == 422
    assert said in words(answer)
    assert not DraftedText.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> Germany will send two <b>Patriot</b> batteries to Ukraine. </textarea>",
        "Germany will send two Patriot batteries\x08 to Ukraine.",
        "🎉🇺🇦🎉",
        "\u202eGermany will send two Patriot batteries to Ukraine.",
        "גרמניה תספק שתי סוללות פטריוט לאוקראינה. Norway will send three NASAMS batteries to Ukraine.",
    ],
    ids=["markup", "control", "emoji", "override", "right to left"],
)
def test_hostile_text_stays_text(drafter: Client, text: str) -> None:
    page = page_of(drafter, send(drafter, text))

    body = page.split('class="words"')[1]
    assert "<script>" not in body
    assert "<b>" not in body
    assert "\x08" not in page
    assert re.search(r'<p dir="auto">', body)


def test_file_and_line_ends_of_windows_are_read(drafter: Client) -> None:
    file = SimpleUploadedFile("a.txt", TEXT.replace("\n", "\r\n").encode("utf-8-sig"))
    text = send(drafter, "", file=file)

    assert [row.cells["donors"] for row in rows_of(text)] == ["DEU", "NOR", "NLD"]


def test_line_ends_of_a_form_count_once(drafter: Client) -> None:
    assert send(drafter, "a\r\n" * 99_999 + "a").copy.text == "a\n" * 99_999 + "a"


def test_long_text_waits_for_the_worker_and_shows_how_far_it_is(
    drafter: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    text = send(drafter, f"{TEXT}\n" + "Talks went on. " * 4000)
    run = text.runs.get()

    assert run.state == "waiting"
    assert "Waiting for the worker." in page_of(drafter, text)
    DraftingRun.objects.update(sentences_done=50, sentences_total=4005)
    address = reverse("drafting_detail", args=[text.pk])
    assert "50 of 4 005 sentences read." in words(drafter.get(address, headers=SCRIPT)).replace("\u202f", " ")
    DraftingRun.objects.update(state="failed", problem="no text", finished_at=staff_steps.NOW)
    done = drafter.get(address, headers=SCRIPT)
    assert done["HX-Refresh"] == "true"
    assert "no text" in words(done)


def test_failed_text_is_drafted_again(drafter: Client) -> None:
    text = draft()
    text.runs.update(state="failed", problem="no text", finished_at=staff_steps.NOW)
    drafter.post(reverse("drafting_detail", args=[text.pk]))

    assert text.runs.get().state == "done"


def test_text_that_never_was_sent_waits(drafter: Client) -> None:
    assert "Waiting for the worker." in page_of(drafter, take())


@pytest.mark.parametrize("name", ["drafting_row", "drafting_sentence"])
def test_row_of_another_text_is_not_found(drafter: Client, name: str) -> None:
    first, other = draft(), draft("Norway will send three NASAMS batteries to Ukraine.")
    key = {"drafting_row": rows_of(first)[0].pk, "drafting_sentence": first.residue.get().pk}[name]

    assert drafter.post(reverse(name, args=[other.pk, key]), {"tick": "1"}).status_code == 404


def test_only_drafters_and_those_above_see_it(log_in: LogIn) -> None:
    text = draft()
    steward = Client()
    steward.force_login(staff_steps.create_user("steward", role=Role.STEWARD))
    addresses = [
        reverse("drafting_list"),
        reverse("drafting_new"),
        reverse("drafting_detail", args=[text.pk]),
        reverse("drafting_row", args=[text.pk, rows_of(text)[0].pk]),
    ]

    assert {steward.get(one).status_code for one in addresses} == {403}
    assert {Client().get(one).status_code for one in addresses} == {302}
    assert [log_in("reviewer").get(one).status_code for one in addresses] == [200, 200, 200, 302]
    assert steward.post(addresses[-1], {"accept": "1"}).status_code == 403


def test_queries_do_not_grow_with_the_rows(drafter: Client, django_assert_max_num_queries: object) -> None:
    counts = []
    for text in (draft("Norway will send three NASAMS batteries to Ukraine."), draft()):
        page_of(drafter, text)
        with django_assert_max_num_queries(40) as found:  # type: ignore[operator]  # a context manager of pytest-django
            page_of(drafter, text)
        counts.append(len(found))

    assert counts[0] == counts[1]


def test_start_page_and_meetings_lead_there(drafter: Client) -> None:
    address = reverse("drafting_new")

    assert f'href="{address}"' in words(drafter.get(reverse("staff_home")))
    assert f'href="{address}"' in words(drafter.get(reverse("meeting_new")))
