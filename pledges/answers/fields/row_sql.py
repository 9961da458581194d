"""Trees of fields as SQL expressions: the text of a JSON object, a line of CSV, or cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pledges.answers.fields.field_tree import Cell, Field, Group, Leaf, Many, Tree, Type

MOST_ARGUMENTS = 90
"""PostgreSQL takes a hundred arguments of a function."""

INSTANT = "replace(to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), '.000000', '')"


def literal(text: str) -> str:
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"


def concat(parts: Iterable[str]) -> str:
    """The expression that joins expressions and literals; neighbouring literals become one."""
    joined: list[str] = []
    for part in parts:
        if joined and part.startswith("'") and joined[-1].startswith("'") and _is_literal(part, joined[-1]):
            joined[-1] = joined[-1][:-1] + part[1:]
        else:
            joined.append(part)
    while len(joined) > MOST_ARGUMENTS:
        some = range(0, len(joined), MOST_ARGUMENTS)
        joined = [f"concat({', '.join(joined[at : at + MOST_ARGUMENTS])})" for at in some]
    return f"concat({', '.join(joined)})"


def _is_literal(*parts: str) -> bool:
    """Whether the parts are literals from end to end: what is left without doubled quotes has two."""
    return all(part.endswith("'") and part.replace("''", "").count("'") in (0, 2) for part in parts)


def json_text(tree: Tree) -> str:
    return concat(_object(tree))


def _object(tree: Tree) -> list[str]:
    parts = []
    for at, (name, field) in enumerate(tree.items()):
        parts.append(literal(f'{"," if at else "{"}"{name}":'))
        parts += _value(field)
    return [*parts, literal("}" if tree else "{}")]


def _value(field: Field) -> list[str]:
    if isinstance(field, Leaf):
        return _leaf(field)
    if isinstance(field, Many):
        return [f"({field.sql})::text"]
    if field.sql:
        return [f"coalesce(({field.sql})::text, 'null')"] if field.null else [f"({field.sql})::text"]
    if not field.null_if and not field.shortcuts:
        return _object(field.fields)
    whole = concat(_object(field.fields))
    short = "".join(f" WHEN {condition} THEN {sql}" for condition, sql in field.shortcuts.items())
    null = f" WHEN {field.null_if} THEN 'null'" if field.null_if else ""
    return [f"CASE{null}{short} ELSE {whole} END"]


def _leaf(leaf: Leaf) -> list[str]:
    """The parts of a value: quoted words and days, escaped text, numbers without trailing zeros."""
    written = {
        Type.TEXT: f"to_json({leaf.sql}::text)::text",
        Type.NUMBER: f"trim_scale({leaf.sql})::text",
        Type.FLAG: f"({leaf.sql})::text",
        Type.INSTANT: f"""'"' || {INSTANT.format(leaf.sql)} || '"'""",
        Type.DAY: f"""'"' || ({leaf.sql})::text || '"'""",
        Type.WORD: f"""'"' || ({leaf.sql}) || '"'""",
        Type.PHRASE: f"""'"' || ({leaf.sql}) || '"'""",
    }.get(leaf.type, f"({leaf.sql})::text")
    if leaf.null:
        return [f"coalesce({written}, 'null')"]
    return [literal('"'), leaf.sql, literal('"')] if leaf.type in (Type.WORD, Type.PHRASE) else [written]


def tree_cells(
    tree: Tree, *, above: tuple[str, ...] = (), null_if: str = "", words: str = "", unit: str = ""
) -> list[Cell]:
    """The columns of a row, those of groups in place; bounds come before the words for them."""
    cells = []
    for name, field in tree.items():
        path, said = (*above, name), f"{words}{field.help}"
        if isinstance(field, Group) and not field.sql:
            condition = " OR ".join(filter(None, (null_if, field.null_if)))
            inside = tree_cells(field.fields, above=path, null_if=condition, words=f"{said}: ", unit=field.unit or unit)
            cells += sorted(inside, key=lambda cell: cell.path == (*above, name, "text"))
            continue
        cell = Cell(path, guard_null_group(field.sql, null_if), Type.RAW, f"{said}.")
        if isinstance(field, Leaf):
            own_unit = field.unit or (unit if field.type == Type.NUMBER else "")
            cell = replace(cell, type=field.type, vocabulary=field.vocabulary, unit=own_unit)
        if not isinstance(field, Group) and field.flat:
            kind = Type.WORD if isinstance(field, Many) else field.type
            cell = replace(cell, sql=guard_null_group(field.flat, null_if), type=kind)
        cells.append(cell)
    return cells


def guard_null_group(sql: str, null_if: str) -> str:
    """An expression that is null where the group around it is."""
    return f"CASE WHEN NOT ({null_if}) THEN {sql} END" if null_if else sql


def csv_line(cells: Sequence[Cell]) -> str:
    """The expression of a line of CSV (RFC 4180), without its end; missing values are empty.

    Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers.
    """
    parts: list[str] = []
    for at, cell in enumerate(cells):
        parts += [literal(","), _csv(cell)] if at else [_csv(cell)]
    return concat(parts)


def _csv(cell: Cell) -> str:
    if cell.type == Type.NUMBER:
        return f"trim_scale({cell.sql})"
    if cell.type == Type.FLAG:
        return f"({cell.sql})::text"
    if cell.type == Type.INSTANT:
        return INSTANT.format(cell.sql)
    if cell.type == Type.PHRASE:
        return f"""'"' || ({cell.sql}) || '"'"""
    if cell.type in (Type.TEXT, Type.RAW):
        return f"csv_text({cell.sql})"
    return cell.sql
