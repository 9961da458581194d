"""From rows to the ledger and back, by two programs."""

from typing import Any

import pytest
from django.test import Client

from pledges.api.write import body_examples
from pledges.api.write.changeset_json import ALLOWED
from pledges.models import ChangeSet, DatasetVersion, DuplicateDecision, Pledge, System, SystemAlias, TermsParty
from pledges.projections import drain_outbox
from tests import factories
from tests.pledges import staff_steps
from tests.pledges.api.write.programs import Program, api_row, approval_of, problem, program_of


def take_step(program: Program, draft: Any, step: str, body: Any = None) -> Any:
    if step == "approve":
        body = approval_of(draft["id"])
    response = program.post(f"changesets/{draft['id']}/{step}/", body)
    assert response.status_code == 200, response.content
    return response.json()


def test_two_programs_bring_rows_into_the_ledger_and_take_them_back(drafter: Program, reviewer: Program) -> None:
    draft = drafter.draft(api_row(quantity=2), api_row(system="nasams", quantity="about 5"))
    states = [
        take_step(drafter, draft, "submit"),
        take_step(reviewer, draft, "approve"),
        take_step(reviewer, draft, "publish"),
    ]
    undone = take_step(program_of("another"), draft, "undo", {"reason": "The ministry took it back."})

    assert [row["action"] for row in draft["rows"]] == ["create", "create"]
    assert [(one["state"], one["version"]) for one in states] == [
        ("submitted", None),
        ("approved", None),
        ("published", 1),
    ]
    assert [one["allowed"] for one in (draft, *states)] == [list(steps) for steps in list(ALLOWED.values())[:4]]
    assert (undone["undone"], undone["undone_by"]["version"]) == (True, 2)
    assert list(Pledge.objects.order_by("pk").values_list("system__slug", flat=True)) == ["patriot", "nasams"]
    assert list(DatasetVersion.objects.order_by("number").values_list("published_by__username", flat=True)) == [
        "reviewer",
        "another",
    ]


def test_a_draft_comes_back_as_it_was_sent_with_its_address_and_etag(drafter: Program) -> None:
    row = api_row(quantity=2, amount=0.10, currency="EUR", note=None)

    created = drafter.post("changesets/", {"title": " Contact  Group ", "rows": [row], "note": "By phone."})
    address = f"/api/v1/changesets/{created.json()['id']}/"
    read = drafter.get(address.removeprefix("/api/v1/"))

    assert (created.status_code, created["Location"]) == (201, f"http://testserver{address}")
    assert (read.content, read["ETag"]) == (created.content, created["ETag"])
    assert drafter.get(address.removeprefix("/api/v1/"), if_none_match=read["ETag"]).status_code == 304
    assert read["Cache-Control"] == "private, no-cache"
    stored = read.json()
    assert (stored["title"], stored["origin"], stored["created_by"]) == ("Contact Group", "api", "drafter")
    assert stored["rows"][0]["row"] == {name: cell for name, cell in row.items() if name != "note"} | {
        "quantity": "2",
        "amount": "0.1",
    }
    history = drafter.get(f"changesets/{stored['id']}/history/").json()["results"]
    assert [(one["event"], one["by"], one["detail"]) for one in history] == [
        ("created", "drafter", "1 row"),
        ("noted", "drafter", "By phone."),
    ]


def test_rows_with_faults_are_kept_in_the_draft_and_each_fault_names_its_cell(drafter: Program) -> None:
    source = {"url": "ftp://x", "title": "Statement"}
    draft = drafter.draft(
        api_row(),
        api_row(system="patroit"),
        api_row(quantity="wrong"),
        api_row() | {"source": source},
        api_row(quantty=3),
    )

    found = [(one["pointer"], one["code"], one["value"]) for row in draft["rows"] for one in row["problems"]]
    assert ("/rows/1/system", "unknown_system", "patroit") in found
    assert ("/rows/2/quantity", "estimate", "wrong") in found
    assert ("/rows/3/source/url", "address", "ftp://x") in found
    assert ("/rows/4/quantty", "unknown_column", "3") in found
    assert [row["action"] for row in draft["rows"]] == ["create", *["conflict"] * 4]
    assert draft["counts"] == {
        "rows": 5,
        "with_problems": 4,
        "create": 1,
        "conflict": 4,
        "unchanged": 0,
        "change": 0,
        "duplicate": 0,
        "taken_out": 0,
    }
    refused = problem(drafter.post(f"changesets/{draft['id']}/submit/"), 409)
    assert refused["code"] == "plan_has_problems"
    assert {one["pointer"] for one in refused["errors"]} == {pointer for pointer, _, _ in found}
    hint = next(one["hint"] for one in refused["errors"] if one["pointer"] == "/rows/1/system")
    assert hint == "did you mean patriot?"


def test_shares_of_several_donors_reach_the_ledger(drafter: Program, reviewer: Program) -> None:
    donors = [{"code": "DEU", "role": "funder", "share": 0.25}, {"code": "NOR", "share": "0.5"}]
    draft = drafter.draft(api_row() | {"donors": donors})
    take_step(drafter, draft, "submit")
    take_step(reviewer, draft, "approve")
    take_step(reviewer, draft, "publish")

    parties = TermsParty.objects.order_by("donor__code").values_list("donor__code", "role", "share")
    assert [(code, role, str(share.normalize())) for code, role, share in parties if share] == [
        ("DEU", "funder", "0.25"),
        ("NOR", "funder", "0.5"),
    ]


def test_plan_says_what_would_move_and_writes_nothing(drafter: Program) -> None:
    staff_steps.publish_all([staff_steps.pledge_row(quantity="1")])
    factories.project()
    draft = drafter.draft(api_row(quantity=3, occurred="2024-02-01"))

    plan = drafter.get(f"changesets/{draft['id']}/plan/").json()
    bare = drafter.get(f"changesets/{draft['id']}/plan/?preview=false").json()

    moved = [one for one in plan["preview"]["movements"] if (one["scope"], one["figure"]) == ("system", "promised")]
    assert [(one["key"], one["unit"], one["before"]["best"], one["after"]["best"]) for one in moved] == [
        ("patriot", "battery", 1, 4)
    ]
    assert (plan["stale"], plan["dataset_version"], plan["rows"][0]["action"]) == (False, 1, "create")
    assert bare == plan | {"preview": None}
    assert DatasetVersion.objects.count() == 1


def test_rows_are_replaced_under_the_etag_that_was_read(drafter: Program) -> None:
    rows = [api_row(), api_row()]
    draft = drafter.draft(*rows)
    address = f"changesets/{draft['id']}/"
    first = drafter.get(address)["ETag"]

    bare = drafter.put(f"{address}rows/", {"rows": rows})
    done = drafter.put(f"{address}rows/", {"rows": [rows[0] | {"quantity": 7}]}, if_match=first)
    stale = drafter.put(f"{address}rows/", {"rows": rows}, if_match=first)
    packed = drafter.put(f"{address}rows/", {"rows": rows}, if_match=f'"x", W/{done["ETag"]}')

    assert problem(bare, 428)["code"] == "precondition_required"
    assert [row["row"]["quantity"] for row in done.json()["rows"]] == ["7"]
    assert done["ETag"] != first
    refused = problem(stale, 412)
    assert (refused["code"], refused["etag"], stale["ETag"]) == ("precondition_failed", done["ETag"], done["ETag"])
    assert [row["row"]["quantity"] for row in packed.json()["rows"]] == ["1", "1"]


def test_rows_that_say_the_same_keep_their_author(drafter: Program, reviewer: Program) -> None:
    rows = [staff_steps.pledge_row(quantity="2"), staff_steps.pledge_row()]
    changeset = staff_steps.submit_rows(rows)
    etag = reviewer.get(f"changesets/{changeset.pk}/")["ETag"]
    same = {**rows[0], "quantity": 2, "donors": [{"code": "DEU"}]}

    corrected = reviewer.put(
        f"changesets/{changeset.pk}/rows/", {"rows": [same, rows[1] | {"quantity": "3"}]}, if_match=etag
    ).json()

    assert [(row["author"], row["row"]["quantity"]) for row in corrected["rows"]] == [
        ("drafter", "2"),
        ("reviewer", "3"),
    ]
    refused = problem(reviewer.post(f"changesets/{changeset.pk}/approve/", approval_of(changeset.pk)), 403)
    assert (refused["code"], refused["state"]) == ("own_change_set", "submitted")


def test_a_step_with_a_stale_etag_is_not_taken(drafter: Program, reviewer: Program) -> None:
    draft = drafter.draft(api_row())
    take_step(drafter, draft, "submit")
    etag = reviewer.get(f"changesets/{draft['id']}/")["ETag"]
    program_of("another").put(f"changesets/{draft['id']}/rows/", {"rows": [api_row(quantity=9)]}, if_match=etag)

    refused = reviewer.post(f"changesets/{draft['id']}/approve/", approval_of(draft["id"]), if_match=etag)
    now = reviewer.get(f"changesets/{draft['id']}/")["ETag"]
    approved = reviewer.post(f"changesets/{draft['id']}/approve/", approval_of(draft["id"]), if_match=now)

    assert problem(refused, 412)["etag"] == now
    assert approved.json()["state"] == "approved"


@pytest.mark.parametrize("step", ["approve", "approve-others"])
def test_an_approval_is_of_the_plan_that_was_read(drafter: Program, reviewer: Program, step: str) -> None:
    draft = drafter.draft(api_row())
    one = f"changesets/{draft['id']}"
    submitted = take_step(drafter, draft, "submit")
    plan = reviewer.get(f"{one}/plan/").json()
    etag = reviewer.get(f"{one}/")["ETag"]
    program_of("another").put(f"{one}/rows/", {"rows": [api_row(quantity=9)]}, if_match=etag)

    missing = problem(reviewer.post(f"{one}/{step}/"), 422)
    formless = problem(reviewer.post(f"{one}/{step}/", {"planned_hash": "latest"}), 422)
    refused = problem(reviewer.post(f"{one}/{step}/", {"planned_hash": plan["planned_hash"]}), 409)
    approved = reviewer.post(f"{one}/{step}/", {"planned_hash": reviewer.get(f"{one}/").json()["planned_hash"]})

    assert submitted["planned_hash"] == plan["planned_hash"]
    assert [(one["pointer"], one["code"]) for one in (*missing["errors"], *formless["errors"])] == [
        ("/planned_hash", "required"),
        ("/planned_hash", "form"),
    ]
    assert (refused["code"], refused["state"]) == ("stale_plan", "submitted")
    assert approved.status_code == 200


def test_sent_back_with_the_reason_in_its_history(drafter: Program, reviewer: Program) -> None:
    draft = drafter.draft(api_row())
    take_step(drafter, draft, "submit")

    back = take_step(reviewer, draft, "reject", body_examples.REJECTION)

    history = drafter.get(f"changesets/{draft['id']}/history/").json()["results"]
    assert back["state"] == "draft"
    assert (history[-1]["event"], history[-1]["detail"]) == ("rejected", body_examples.REJECTION["reason"])


def test_a_draft_is_given_up_for_good_by_who_began_it(drafter: Program, reviewer: Program) -> None:
    draft = drafter.draft(api_row())

    refused = reviewer.post(f"changesets/{draft['id']}/discard/", body_examples.GIVING_UP)
    discarded = take_step(drafter, draft, "discard", body_examples.GIVING_UP)

    assert (problem(refused, 403)["code"], discarded["state"], discarded["allowed"]) == ("not_allowed", "discarded", [])
    assert problem(drafter.post(f"changesets/{draft['id']}/submit/"), 409)["state"] == "discarded"
    assert drafter.get(f"changesets/{draft['id']}/plan/").json()["preview"] is None


@pytest.fixture
def doubled_changeset(drafter: Program, reviewer: Program) -> Any:
    """An approved change set that says once more what is in the ledger."""
    staff_steps.publish_all([staff_steps.pledge_row(quantity="2")])
    draft = drafter.draft(api_row(quantity=2, occurred="2025-06-03", external_reference=None))
    take_step(drafter, draft, "submit")
    return take_step(reviewer, draft, "approve")


def test_undecided_pairs_block_publishing_and_are_listed(doubled_changeset: Any, reviewer: Program) -> None:
    refused = problem(reviewer.post(f"changesets/{doubled_changeset['id']}/publish/"), 409)
    (pair,) = refused["duplicates"]

    assert (refused["code"], refused["state"]) == ("undecided_duplicates", "approved")
    assert (pair["pointer"], pair["other"]["pledge"], pair["strong"], pair["settled"]) == (
        *("/rows/0", "2025-DEU-001"),
        *(True, False),
    )
    assert pair["reasons"]
    assert "leave_open" in refused["errors"][0]["hint"]


def test_a_decision_lets_it_be_published(doubled_changeset: Any, drafter: Program, reviewer: Program) -> None:
    address = f"changesets/{doubled_changeset['id']}/"
    pair = reviewer.get(f"{address}plan/").json()["duplicates"][0]["pair"]

    said = {"decisions": [{"pair": pair, "outcome": "different", "reason": "Another contract."}]}
    decided = take_step(reviewer, doubled_changeset, "duplicates", said)
    published = take_step(reviewer, doubled_changeset, "publish")

    assert [(one["pair"], one["settled"], one["decision"]["by"]) for one in decided["duplicates"]] == [
        (pair, True, "reviewer")
    ]
    assert published["version"] == 2
    assert Pledge.objects.count() == 2


def test_publishing_may_leave_pairs_open_with_a_reason(doubled_changeset: Any, reviewer: Program) -> None:
    published = take_step(reviewer, doubled_changeset, "publish", body_examples.LEAVE_OPEN)

    assert published["version"] == 2
    assert list(DuplicateDecision.objects.values_list("outcome", "reason", "decided_by__username")) == [
        ("left_open", body_examples.LEAVE_OPEN["leave_open"], "reviewer")
    ]


def test_a_plan_that_does_something_else_by_now_is_kept_and_not_published(drafter: Program, reviewer: Program) -> None:
    row = api_row()
    draft = drafter.draft(row)
    take_step(drafter, draft, "submit")
    take_step(reviewer, draft, "approve")
    staff_steps.publish_all([staff_steps.pledge_row(external_reference=row["external_reference"])])

    refused = reviewer.post(f"changesets/{draft['id']}/publish/", idempotency_key="k1")

    assert (problem(refused, 409)["code"], refused.json()["state"], refused.json()["allowed"]) == (
        "stale_plan",
        "submitted",
        ["rows", "duplicates", "replan", "approve", "approve-others", "reject"],
    )
    stored = ChangeSet.objects.get(pk=draft["id"])
    assert (stored.state, stored.planned_version) == ("submitted", 1)
    assert reviewer.get(f"changesets/{draft['id']}/").json()["rows"][0]["action"] in ("change", "unchanged")


def draft_naming_an_alias(drafter: Program, reviewer: Program) -> Any:
    """An approved change set of two rows, the first of which names its system by an alias that moved since."""
    draft = drafter.draft(api_row(system="MIM-104"), api_row(quantity="7", occurred="2024-01-01"))
    take_step(drafter, draft, "submit")
    approved = take_step(reviewer, draft, "approve")
    SystemAlias.objects.filter(alias="MIM-104").update(system=System.objects.get(slug="nasams"))
    return approved


def test_rows_that_lost_their_approval_are_named_and_the_others_keep_it(drafter: Program, reviewer: Program) -> None:
    draft = draft_naming_an_alias(drafter, reviewer)
    staff_steps.publish_all([staff_steps.stock_row()])

    refused = problem(reviewer.post(f"changesets/{draft['id']}/publish/"), 409)

    assert (refused["code"], refused["state"]) == ("stale_plan", "submitted")
    assert refused["errors"] == [
        {
            "pointer": "",
            "code": "stale_plan",
            "message": "row 1: differs in system",
            "hint": "Read plan/ again; “allowed” lists the steps that lead on from here.",
        }
    ]
    rows = reviewer.get(f"changesets/{draft['id']}/").json()["rows"]
    assert [row["approved_by"] for row in rows] == [None, "reviewer"]
    last = reviewer.get(f"changesets/{draft['id']}/history/").json()["results"][-1]
    assert (last["event"], last["by"]) == ("replanned", "reviewer")
    assert last["detail"] == "no longer what was approved:\nrow 1: differs in system"
    assert take_step(reviewer, draft, "approve")["state"] == "approved"
    assert take_step(reviewer, draft, "publish")["version"] == 2
    assert sorted(Pledge.objects.values_list("system__slug", flat=True)) == ["nasams", "patriot"]


def test_replan_drops_the_approval_of_what_is_something_else_by_now(drafter: Program, reviewer: Program) -> None:
    draft = draft_naming_an_alias(drafter, reviewer)

    replanned = take_step(drafter, draft, "replan")

    assert (replanned["state"], replanned["approved_by"]) == ("submitted", None)
    assert problem(reviewer.post(f"changesets/{draft['id']}/publish/"), 409)["code"] == "wrong_state"


def test_replan_keeps_the_approval_of_what_is_the_same(drafter: Program, reviewer: Program) -> None:
    draft = drafter.draft(api_row())
    take_step(drafter, draft, "submit")
    take_step(reviewer, draft, "approve")
    staff_steps.publish_all([staff_steps.stock_row()])

    assert take_step(drafter, draft, "replan")["state"] == "approved"
    assert take_step(reviewer, draft, "publish")["version"] == 2


def test_pairs_that_came_in_between_are_kept_to_be_decided(drafter: Program, reviewer: Program) -> None:
    draft = drafter.draft(api_row(external_reference="news:1", occurred="2025-06-03"))
    take_step(drafter, draft, "submit")
    take_step(reviewer, draft, "approve")
    other = staff_steps.approve_rows([staff_steps.pledge_row(external_reference="row:first")])
    take_step(reviewer, {"id": other.pk}, "publish", body_examples.LEAVE_OPEN)

    refused = problem(reviewer.post(f"changesets/{draft['id']}/publish/"), 409)

    assert (refused["code"], refused["state"], len(refused["duplicates"])) == ("undecided_duplicates", "approved", 1)
    decisions = [{"pair": refused["duplicates"][0]["pair"], "outcome": "different", "reason": "Another contract."}]
    take_step(reviewer, draft, "duplicates", {"decisions": decisions})
    assert take_step(reviewer, draft, "publish")["version"] == 2


def test_list_shows_ones_own_by_state_in_pages(drafter: Program, reviewer: Program) -> None:
    drafts = [drafter.draft(api_row(), title=f"Draft {number}") for number in range(5)]
    take_step(drafter, drafts[1], "submit")
    take_step(drafter, drafts[3], "submit")
    reviewer.draft(title="Another's")

    first = drafter.get("changesets/?page_size=2").json()
    walked = [one["title"] for one in first["results"]]
    following = first["next"]
    while following:
        page = drafter.get(following.removeprefix("http://testserver/api/v1/")).json()
        walked += [one["title"] for one in page["results"]]
        following = page["next"]

    assert walked == ["Draft 4", "Draft 3", "Draft 2", "Draft 1", "Draft 0"]
    submitted = reviewer.get("changesets/?owner=all&state=submitted").json()["results"]
    assert [(one["title"], one["counts"]["create"]) for one in submitted] == [("Draft 3", 1), ("Draft 1", 1)]
    assert [one["title"] for one in reviewer.get("changesets/").json()["results"]] == ["Another's"]


@pytest.mark.parametrize("drafts", [1, 3])
def test_list_takes_few_queries(drafter: Program, drafts: int, django_assert_num_queries: Any) -> None:
    for _ in range(drafts):
        drafter.draft(api_row())
    drafter.get("changesets/")

    with django_assert_num_queries(3):  # the token with its owner, the page, the version
        drafter.get("changesets/")


@pytest.mark.parametrize("rows", [1, 3])
def test_detail_takes_few_queries(drafter: Program, rows: int, django_assert_num_queries: Any) -> None:
    draft = drafter.draft(*(api_row() for _ in range(rows)))

    # the token, the change set, its counts, whether it is undone, the hash of its rows, rows, version
    with django_assert_num_queries(8):
        drafter.get(f"changesets/{draft['id']}/")


def test_examples_of_the_description_are_true(drafter: Program, reviewer: Program) -> None:
    created = drafter.post("changesets/", body_examples.NEW_CHANGE_SET)
    draft = created.json()
    replaced = drafter.put(f"changesets/{draft['id']}/rows/", body_examples.ROWS, if_match=created["ETag"])
    take_step(drafter, draft, "submit")
    take_step(reviewer, draft, "reject", body_examples.REJECTION)
    take_step(drafter, draft, "submit")
    take_step(reviewer, draft, "approve")
    published = take_step(reviewer, draft, "publish", body_examples.LEAVE_OPEN)
    undone = take_step(program_of("another"), draft, "undo", body_examples.UNDOING)

    assert [row["problems"] for row in (*draft["rows"], *replaced.json()["rows"])] == [[], []]
    assert (published["version"], undone["undone"]) == (1, True)


def test_what_was_published_is_read_without_a_token(drafter: Program, reviewer: Program) -> None:
    draft = drafter.draft(api_row(quantity=2))
    for program, step in ((drafter, "submit"), (reviewer, "approve"), (reviewer, "publish")):
        take_step(program, draft, step)
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)

    found = Client().get("/api/v1/pledges/").json()["results"]

    assert [one["reference"] for one in found] == ["2025-DEU-001"]


def test_a_reviewer_corrects_a_row_and_approves_the_others(drafter: Program, reviewer: Program) -> None:
    draft = drafter.draft(api_row(quantity=3), api_row(system="nasams", quantity=5))
    address = f"changesets/{draft['id']}/"
    drafter.post(f"{address}submit/")
    read = reviewer.get(address)
    rows = [row["row"] for row in read.json()["rows"]]
    corrected = reviewer.put(f"{address}rows/", {"rows": [rows[0] | {"quantity": 4}, rows[1]]}, if_match=read["ETag"])
    alone = reviewer.post(f"{address}approve/", approval_of(draft["id"]))
    others = reviewer.post(f"{address}approve-others/", approval_of(draft["id"]))
    again = reviewer.post(f"{address}approve-others/", approval_of(draft["id"]))
    waiting = [(row["author"], row["approved_by"]) for row in reviewer.get(address).json()["rows"]]
    done = program_of("another").post(f"{address}approve/", approval_of(draft["id"]))

    assert (corrected.status_code, problem(alone, 403)["code"]) == (200, "own_change_set")
    assert (others.json()["rows_approved"], others.json()["state"]) == ([2], "submitted")
    assert again.json()["rows_approved"] == []
    assert waiting == [("reviewer", None), ("drafter", "reviewer")]
    assert (done.json()["state"], done.json()["approved_by"]) == ("approved", "another")
    assert problem(drafter.post(f"{address}approve-others/", approval_of(draft["id"])), 403)["code"] == "not_allowed"
    assert problem(reviewer.post(f"{address}approve-others/", approval_of(draft["id"])), 409)["code"] == "wrong_state"


def test_a_note_is_kept_in_the_history_in_any_state(drafter: Program, reviewer: Program) -> None:
    draft = drafter.draft(api_row(quantity=3))
    address = f"changesets/{draft['id']}/"
    first = drafter.post(f"{address}note/", body_examples.REMARK)
    drafter.post(f"{address}discard/", body_examples.GIVING_UP)
    last = reviewer.post(f"{address}note/", {"note": "Seen."})
    blank = problem(reviewer.post(f"{address}note/", {"note": " "}), 422)
    history = drafter.get(f"{address}history/").json()["results"]

    assert (first.json()["state"], last.json()["state"]) == ("draft", "discarded")
    assert [(one["by"], one["detail"]) for one in history if one["event"] == "noted"] == [
        ("drafter", body_examples.REMARK["note"]),
        ("reviewer", "Seen."),
    ]
    assert (blank["errors"][0]["pointer"], blank["errors"][0]["code"]) == ("/note", "length")


def test_rows_left_out_of_what_is_in_review_are_listed_until_somebody_else_approves(
    drafter: Program, reviewer: Program
) -> None:
    draft = drafter.draft(api_row(quantity=3), api_row(system="nasams", quantity=5))
    address = f"changesets/{draft['id']}/"
    drafter.post(f"{address}submit/")
    read = reviewer.get(address)
    rows = [row["row"] for row in read.json()["rows"]]

    left = reviewer.put(f"{address}rows/", {"rows": rows[1:]}, if_match=read["ETag"]).json()
    alone = reviewer.post(f"{address}approve/", {"planned_hash": left["planned_hash"]})
    done = program_of("another").post(f"{address}approve/", {"planned_hash": left["planned_hash"]})

    assert [(row["position"], row["row"], row["author"], row["approved_by"]) for row in left["rows"]] == [
        (1, rows[1], "drafter", None)
    ]
    assert [(row["row"], row["author"], row["action"]) for row in left["taken_out"]] == [
        (rows[0], "reviewer", "taken_out")
    ]
    assert (left["counts"]["rows"], left["counts"]["taken_out"]) == (1, 1)
    assert problem(alone, 403)["code"] == "own_change_set"
    assert done.json()["state"] == "approved"


def test_warnings_are_accepted_with_a_reason_in_the_row(drafter: Program, reviewer: Program) -> None:
    row = api_row(due="2036-01-01")
    draft = drafter.draft(row)
    one = f"changesets/{draft['id']}/"

    refused = problem(drafter.post(f"{one}submit/"), 409)
    reasoned = row | {"accepted_warnings": "far_off: the ministry says 2036"}
    put = drafter.put(f"{one}rows/", {"rows": [reasoned]}, if_match="*").json()
    submitted = take_step(drafter, draft, "submit")

    message = "2036-01-01 is more than 10 years from 2025-06-15"
    warning = {"pointer": "/rows/0/due", "code": "far_off", "message": message, "accepted": None}
    assert draft["rows"][0]["warnings"] == [warning]
    assert (refused["code"], refused["state"]) == ("warnings_not_accepted", "draft")
    assert [(error["pointer"], error["code"]) for error in refused["errors"]] == [("/rows/0/due", "far_off")]
    assert put["rows"][0]["warnings"] == [warning | {"accepted": "the ministry says 2036"}]
    assert reviewer.get(f"{one}plan/").json()["rows"][0]["warnings"] == put["rows"][0]["warnings"]
    assert submitted["state"] == "submitted"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"occurred": "2025-06-20", "source_published": "2025-06-15"}, "after_source"),
        ({"due": "2025-05-01"}, "due_before_said"),
        ({"due": "2025-12-01 to 2025-10-01"}, "date"),
    ],
)
def test_what_contradicts_itself_is_a_problem_of_the_row(drafter: Program, cells: dict[str, str], code: str) -> None:
    draft = drafter.draft(api_row(**cells))
    assert [one["code"] for one in draft["rows"][0]["problems"]] == [code]
    assert problem(drafter.post(f"changesets/{draft['id']}/submit/"), 409)["code"] == "plan_has_problems"


def test_draft_is_renamed_copied_and_found_among_those_sent_back(drafter: Program, reviewer: Program) -> None:
    created = drafter.post("changesets/", {"title": "First", "rows": [api_row()]}).json()
    address = f"changesets/{created['id']}/"
    assert drafter.post(f"{address}rename/", {"title": " Second  name "}).json()["title"] == "Second name"
    assert problem(drafter.post(f"{address}rename/", {"title": " "}), 422)["code"] == "invalid_body"
    drafter.post(f"{address}submit/", {})
    assert problem(drafter.post(f"{address}rename/", {"title": "Third"}), 409)["code"] == "wrong_state"
    assert drafter.get("changesets/?state=sent_back").json()["results"] == []
    reviewer.post(f"{address}reject/", body_examples.REJECTION)
    assert [one["id"] for one in drafter.get("changesets/?state=sent_back").json()["results"]] == [created["id"]]
    copied = reviewer.post(f"{address}copy/", {})
    copy = copied.json()
    assert (copied.status_code, copied["Location"].endswith(f"/changesets/{copy['id']}/")) == (201, True)
    assert (copy["title"], copy["created_by"], copy["state"]) == ("Copy of Second name", "reviewer", "draft")
    assert [one["row"] for one in copy["rows"]] == [one["row"] for one in created["rows"]]
