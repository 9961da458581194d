"""Style sheets are whole: a block that is left open swallows every rule after it without a word."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "static" / "css"


def rules_inside_rules(text: str) -> list[str]:
    """The lines that open a rule where another is open; only conditions (`@media`) hold rules here."""
    found, open_blocks = [], []
    for line in text.splitlines():
        if line.rstrip().endswith("{"):
            if open_blocks and not open_blocks[-1].startswith("@"):
                found.append(line.strip())
            open_blocks.append(line.strip())
        elif line.strip() == "}" and open_blocks:
            open_blocks.pop()
    return [*found, *open_blocks]


def test_every_rule_is_closed_before_the_next() -> None:
    sheets = {path.name: path.read_text() for path in sorted(FOLDER.glob("*.css"))}

    assert len(sheets) > 8
    assert {name: found for name, text in sheets.items() if (found := rules_inside_rules(text))} == {}
    assert rules_inside_rules(".a {\n  color: red;\n\n.b {\n}\n") == [".b {", ".a {"]
