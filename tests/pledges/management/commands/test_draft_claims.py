"""The command reads lines and writes lines, and asks no database: nothing here is allowed to reach one."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def test_lines_in_are_lines_out(tmp_path: Path) -> None:
    texts = tmp_path / "texts.jsonl"
    text = "Norway will donate eight Leopard 2A4 tanks to Ukraine. Hungary refused to send ammunition."
    texts.write_text(json.dumps({"id": "a", "text": text, "published": None}) + "\n\n", encoding="utf-8")
    out = StringIO()
    call_command("draft_claims", jsonl=texts, stdout=out)
    assert [json.loads(line) for line in out.getvalue().splitlines()] == [
        {
            "id": "a",
            "claims": [
                {
                    "quote": "eight Leopard 2A4 tanks",
                    "span": [19, 42],
                    "donors": ["NOR"],
                    "supplier": None,
                    "item": "Leopard 2A4 tanks",
                    "system_code": "leopard2a4",
                    "kind": "vehicle",
                    "quantity": {"as_stated": "eight", "min": 8, "max": 8},
                    "amount": None,
                    "stage": "announced",
                    "modality": "firm",
                    "relation": "new",
                    "due": None,
                    "provision": None,
                }
            ],
            "stock_claims": [],
            "requirements": [],
            "residue": [{"span": [55, 90], "quote": "Hungary refused to send ammunition."}],
        }
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1 is no JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ('{"id": 1}', 'line 1 is no object with "id" and "text"'),
    ],
)
def test_a_line_that_is_no_text_is_said(tmp_path: Path, line: str, message: str) -> None:
    texts = tmp_path / "texts.jsonl"
    texts.write_text(line, encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        call_command("draft_claims", jsonl=texts, stdout=StringIO())
    assert str(refused.value) == message
