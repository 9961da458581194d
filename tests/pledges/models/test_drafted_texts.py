"""What a person confirmed of a drafted text is out of reach of drafting again, whoever writes."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from pledges.models import DraftedRow
from tests.pledges.models import drafted

pytestmark = pytest.mark.usefixtures("catalogue")

OPEN = {"state": "open", "cells": {"donors": "NOR"}}


@pytest.mark.parametrize("column", [{"claim": {"quote": "else"}}, {"drafted": {}}, {"span_end": 6}, {"by_hand": True}])
def test_what_was_drafted_stays_as_it_was_drafted(column: dict[str, Any]) -> None:
    row = drafted.create_row()
    rule = {"rule": ""} if "by_hand" in column else {}
    with pytest.raises(IntegrityError, match="stays as it was drafted"), transaction.atomic():
        DraftedRow.objects.filter(pk=row.pk).update(**column, **rule)


@pytest.mark.parametrize("state", ["accepted", "rejected", "handed_over"])
@pytest.mark.parametrize("changed", [{"state": "replaced"}, {"cells": {"donors": "NOR"}}], ids=["state", "cells"])
def test_confirmed_row_can_only_be_opened_again(state: str, changed: dict[str, Any]) -> None:
    row = drafted.create_row(state=state)
    found = DraftedRow.objects.filter(pk=row.pk)
    with pytest.raises(IntegrityError, match="can only be opened again"), transaction.atomic():
        found.update(**changed)
    with pytest.raises(IntegrityError, match="was confirmed and stays"), transaction.atomic():
        row.delete()

    found.update(**OPEN)
    assert list(found.values("state", "cells")) == [OPEN]


def test_open_row_takes_other_cells_and_goes() -> None:
    row = drafted.create_row()
    DraftedRow.objects.filter(pk=row.pk).update(cells={"donors": "NOR"}, state="replaced")
    row.delete()
    assert not DraftedRow.objects.exists()
