"""Every refusal says who may, what stands in the way, and what would be right."""

from typing import Any

import pytest

from pledges.models import ApiToken, ChangeSet, DatasetVersion
from pledges.values.choices import Role
from tests.pledges import staff_steps
from tests.pledges.api.write.programs import Program, api_row, approval_of, problem, program_of

STEPS = ("submit", "approve", "reject", "publish", "undo", "duplicates", "replan", "discard")
READS = ("", "plan/", "history/")


@pytest.mark.usefixtures("catalogue")
def test_every_address_asks_for_a_token() -> None:
    nobody = Program("")
    pk = staff_steps.draft([staff_steps.pledge_row()]).pk
    answers = [
        nobody.get("changesets/"),
        nobody.post("changesets/", {"title": "x", "rows": []}),
        nobody.put(f"changesets/{pk}/rows/", {"rows": []}, if_match="*"),
        *(nobody.get(f"changesets/{pk}/{read}") for read in READS),
        *(nobody.post(f"changesets/{pk}/{step}/") for step in STEPS),
    ]

    for response in answers:
        document = problem(response, 401)
        assert (document["code"], response["WWW-Authenticate"]) == ("token_needed", 'Bearer realm="Ramstein"')
        assert "/staff/tokens/" in document["errors"][0]["hint"]
    assert ChangeSet.objects.count() == 1


@pytest.mark.parametrize("role", [Role.STEWARD, Role.READER])
@pytest.mark.usefixtures("catalogue")
def test_other_roles_do_not_write(role: Role) -> None:
    account = staff_steps.create_user("other", role=Role.DRAFTER)
    program = program_of("other")
    account.role = role
    account.save()

    for response in (program.get("changesets/"), program.post("changesets/", {"title": "x", "rows": []})):
        document = problem(response, 403)
        assert (document["code"], document["detail"]) == (
            "not_allowed",
            f"Other is {role.value}; this needs the role drafter.",
        )
    assert program.get("pledges/").status_code == 200


@pytest.mark.parametrize("step", ["approve", "reject", "publish", "undo"])
def test_a_drafter_takes_no_step_of_a_reviewer(drafter: Program, step: str) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row()])

    document = problem(drafter.post(f"changesets/{changeset.pk}/{step}/", {"reason": "so"}), 403)

    assert (document["code"], document["allowed"]) == (
        "not_allowed",
        ["rows", "duplicates", "replan", "approve", "approve-others", "reject"],
    )
    assert staff_steps.state_of(changeset) == "submitted"


def test_the_author_of_a_row_approves_nothing_whatever_the_token(reviewer: Program) -> None:
    draft = reviewer.draft(api_row())
    reviewer.post(f"changesets/{draft['id']}/submit/")

    for program in (reviewer, program_of("reviewer")):
        document = problem(program.post(f"changesets/{draft['id']}/approve/", approval_of(draft["id"])), 403)
        assert (document["code"], document["errors"][0]["hint"]) == (
            "own_change_set",
            "Use the token of another reviewer.",
        )


def test_who_published_does_not_undo(reviewer: Program) -> None:
    changeset = staff_steps.publish_all([staff_steps.pledge_row()]).changeset

    document = problem(reviewer.post(f"changesets/{changeset.pk}/undo/", {"reason": "a slip"}), 403)

    assert (document["code"], document["state"]) == ("own_change_set", "published")
    assert DatasetVersion.objects.count() == 1


WRONG = [
    ("draft", "approve", {"planned_hash": "0" * 64}),
    ("draft", "publish", {}),
    ("draft", "reject", {"reason": "no"}),
    ("draft", "undo", {"reason": "no"}),
    ("submitted", "submit", {}),
    ("submitted", "publish", {}),
    ("submitted", "publish", {"leave_open": "so"}),
    ("approved", "approve", {"planned_hash": "0" * 64}),
    ("approved", "submit", {}),
    ("published", "submit", {}),
    ("published", "approve", {"planned_hash": "0" * 64}),
    ("published", "publish", {}),
    ("published", "replan", {}),
    ("published", "reject", {"reason": "no"}),
    ("published", "discard", {"reason": "no"}),
    ("submitted", "discard", {"reason": "no"}),
    ("published", "duplicates", {"decisions": [{"pair": "x", "outcome": "same"}]}),
]


@pytest.mark.parametrize(("state", "step", "body"), WRONG)
def test_a_step_from_the_wrong_state_says_where_it_is_and_what_is_allowed(
    reviewer: Program, state: str, step: str, body: Any
) -> None:
    rows = [staff_steps.pledge_row()]
    reach = {"draft": staff_steps.draft, "submitted": staff_steps.submit_rows, "approved": staff_steps.approve_rows}
    changeset = staff_steps.publish_all(rows).changeset if state == "published" else reach[state](rows)

    document = problem(reviewer.post(f"changesets/{changeset.pk}/{step}/", body), 409)

    assert (document["code"], document["state"]) == ("wrong_state", state)
    assert step not in document["allowed"]
    assert staff_steps.state_of(changeset) == state


def test_published_rows_stay(drafter: Program) -> None:
    changeset = staff_steps.publish_all([staff_steps.pledge_row()]).changeset

    document = problem(drafter.put(f"changesets/{changeset.pk}/rows/", {"rows": []}, if_match="*"), 409)

    assert (document["code"], document["allowed"]) == ("wrong_state", ["undo"])


def test_a_drafter_does_not_edit_what_is_in_review(drafter: Program) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row()])

    document = problem(drafter.put(f"changesets/{changeset.pk}/rows/", {"rows": []}, if_match="*"), 403)

    assert document["code"] == "not_allowed"


def test_an_undo_that_others_build_on_lists_the_reasons(drafter: Program) -> None:
    version = staff_steps.publish_all([staff_steps.pledge_row()])
    staff_steps.publish_all([staff_steps.entry_row("2025-DEU-001")])

    document = problem(program_of("another").post(f"changesets/{version.changeset_id}/undo/", {"reason": "no"}), 409)

    assert document["code"] == "later_facts"
    assert "2025-DEU-001" in document["errors"][0]["message"]


def test_nothing_new_is_nothing_to_publish(reviewer: Program) -> None:
    row = staff_steps.pledge_row()
    staff_steps.publish_all([row])
    changeset = staff_steps.approve_rows([row])

    assert problem(reviewer.post(f"changesets/{changeset.pk}/publish/"), 409)["code"] == "nothing_to_publish"


def test_an_empty_draft_is_kept_and_cannot_be_submitted(drafter: Program) -> None:
    draft = drafter.draft()

    assert problem(drafter.post(f"changesets/{draft['id']}/submit/"), 409)["code"] == "plan_has_problems"


@pytest.mark.parametrize(
    ("decisions", "pointer", "code"),
    [
        ([{"pair": "nothing", "outcome": "same"}], "/decisions/0/pair", "unknown_pair"),
        ([{"pair": "nothing", "outcome": "sane"}], "/decisions/0/outcome", "unknown_value"),
        ([{"pair": "x", "outcome": "left_open"}], "/decisions/0/reason", "required"),
        ([{"outcome": "same"}], "/decisions/0/pair", "required"),
        ([{"pair": "x", "outcome": "same"}, {"pair": "x", "outcome": "different"}], "/decisions", "repeated_pair"),
        ([], "/decisions", "type"),
        ("same", "/decisions", "type"),
    ],
)
def test_a_decision_that_cannot_be_taken_names_its_place(
    drafter: Program, decisions: Any, pointer: str, code: str
) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row()])

    document = problem(drafter.post(f"changesets/{changeset.pk}/duplicates/", {"decisions": decisions}), 422)

    assert (pointer, code) in [(one["pointer"], one["code"]) for one in document["errors"]]


def test_an_outcome_that_does_not_fit_is_refused(drafter: Program) -> None:
    staff_steps.publish_all([staff_steps.pledge_row(quantity="2")])
    changeset = staff_steps.draft(
        [staff_steps.pledge_row(quantity="2", occurred="2025-06-03", external_reference=None)]
    )
    pair = drafter.get(f"changesets/{changeset.pk}/plan/?preview=0").json()["duplicates"][0]["pair"]

    said = {"decisions": [{"pair": pair, "outcome": "fulfils"}]}
    document = problem(drafter.post(f"changesets/{changeset.pk}/duplicates/", said), 422)

    assert (document["code"], document["state"]) == ("outcome_does_not_fit", "draft")


@pytest.mark.parametrize("pk", ["999999", "9999999999999999999999"])
def test_an_unknown_change_set_is_not_found(drafter: Program, pk: str) -> None:
    for response in (
        drafter.get(f"changesets/{pk}/"),
        drafter.get(f"changesets/{pk}/plan/"),
        drafter.post(f"changesets/{pk}/submit/"),
        drafter.put(f"changesets/{pk}/rows/", {"rows": []}, if_match="*"),
    ):
        assert problem(response, 404)["code"] == "not_found"


@pytest.mark.parametrize(
    ("path", "pointer", "hint"),
    [
        ("changesets/?stat=draft", "/query/stat", "Did you mean state?"),
        ("changesets/?state=drafts", "/query/state", "Did you mean draft?"),
        ("changesets/?owner=me", "/query/owner", "Valid: all, mine."),
        ("changesets/?cursor=abc", "/query/cursor", "Follow next as it is given."),
        ("changesets/?cursor=%C3%A9", "/query/cursor", "Follow next as it is given."),
        ("changesets/?page_size=0", "/query/page_size", "A whole number from 1 to 500."),
        ("changesets/?format=xml", "/query/format", "Valid: "),
    ],
)
def test_a_wrong_parameter_names_what_is_right(drafter: Program, path: str, pointer: str, hint: str) -> None:
    (error,) = problem(drafter.get(path), 400)["errors"]

    assert error["pointer"] == pointer
    assert hint in error["hint"]


def test_other_methods_and_forms_are_refused_with_what_is_allowed(drafter: Program) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row()])
    refused = drafter.send("DELETE", f"changesets/{changeset.pk}/")
    options = drafter.send("OPTIONS", f"changesets/{changeset.pk}/rows/")

    assert (problem(refused, 405)["code"], refused["Allow"]) == ("method_not_allowed", "GET, HEAD, OPTIONS")
    assert problem(drafter.get("changesets/", accept="text/csv"), 406)["code"] == "not_acceptable"
    assert (options.status_code, options["Allow"]) == (204, "PUT, OPTIONS")
    approving = Program("").get(f"changesets/{changeset.pk}/approve/")
    assert (problem(approving, 405)["code"], approving["Allow"]) == ("method_not_allowed", "POST, OPTIONS")
    assert Program("").send("OPTIONS", "changesets/").status_code == 204


def test_head_is_the_get_without_its_body(drafter: Program) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row()])
    read = drafter.get(f"changesets/{changeset.pk}/")
    head = drafter.send("HEAD", f"changesets/{changeset.pk}/")

    assert (head.status_code, head["ETag"], head.content) == (200, read["ETag"], b"")
    assert head["Content-Length"] == str(len(read.content))


def test_every_answer_may_be_read_by_scripts_and_kept_by_no_other(drafter: Program) -> None:
    for response in (drafter.get("changesets/"), drafter.get("changesets/999999/"), Program("").get("changesets/")):
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Idempotency-Replayed" in response["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in response
        assert response["Cache-Control"] in ("private, no-cache", "no-store")
        assert "Authorization" in response["Vary"]


def test_account_that_is_closed_loses_its_tokens_at_once(drafter: Program) -> None:
    account = staff_steps.user("drafter")
    account.is_active = False
    account.save()

    response = drafter.get("changesets/")

    assert problem(response, 401)["detail"] == "The account behind this token is closed."
    assert 'error="invalid_token"' in response["WWW-Authenticate"]


def test_last_use_is_noted(drafter: Program) -> None:
    before = ApiToken.objects.get().last_used_at
    drafter.get("pledges/")

    assert (before, ApiToken.objects.get().last_used_at is not None) == (None, True)
