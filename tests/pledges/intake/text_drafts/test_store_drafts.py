import pytest
from tests.pledges.intake.text_drafts.sample_texts import *
from pledges.intake.text_drafts.decide_rows import *
from pledges.intake.text_drafts.running_precision import *

pytestmark = pytest.mark.django_db


def test_x(catalogue):
    t = draft()
    for r in rows_of(t):
        print(r.rule, r.state, r.cells, r.found)
    for r in t.residue.all():
        print(t.text[r.span_start : r.span_end])
    u = staff_steps.user("drafter")
    k = dict(actor=u, today=staff_steps.TODAY, now=staff_steps.NOW)
    rs = rows_of(t)
    a = accept_row(row=rs[0].pk, cells=None, **k)
    print(a.changeset_row.plan)
    a = accept_row(row=rs[1].pk, cells=rs[1].cells | {"quantity": "about 10"}, **k)
    print(a.changeset_row.payload)
    reject_row(row=rs[2].pk, reason="misread", words="", actor=u, now=staff_steps.NOW)
    print(count_rows(), count_fields())
    reopen_row(row=rs[0].pk, **k)
    print(count_rows())
    w = row_from_words(text=t, words="support package for  Ukraine", near=0, **k)
    print(w.cells)
    assert 0
