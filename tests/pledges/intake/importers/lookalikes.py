"""Small files made by the tests: workbooks, and tables that look like Kiel's main data."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from pledges.models import User
from tests.pledges import staff_steps

Cell = str | int | float | None

R18_HEADER = (
    "ID", "Countries", "Announcement Date", "Type of Aid General", "Type of Aid Specific", "Explanation",
    "Original Currency", "Type of donation", "Items", "Type of Item", "Sub-type of item", "No. of Units",
    "No. of Units Delivered (in-kind military aid)", "Total ", "Converted Value in EUR", "Allocated Total",
    "Allocated Total in EUR", "Allocated Total in EUR (redistributed)", "Allocation ID", "Official Source",
    "Source of Aid 1", "Source of Aid 2",
)  # fmt: skip
SNAKE_HEADER = {
    "ID": "activity_id",
    "Countries": "donor",
    "Announcement Date": "announcement_date",
    "Type of Aid General": "aid_type_general",
    "Type of Aid Specific": "aid_type_specific",
    "Explanation": "explanation",
    "Original Currency": "reporting_currency",
    "Type of donation": "measure",
    "Items": "item",
    "Type of Item": "item_type",
    "Sub-type of item": "item_sub_type",
    "No. of Units": "item_numb",
    "No. of Units Delivered (in-kind military aid)": "item_numb_deliv",
    "Total ": "tot_activity_value",
    "Converted Value in EUR": "tot_activity_value_EUR",
    "Allocated Total": "tot_sub_activity_value",
    "Allocated Total in EUR": "tot_sub_activity_value_EUR",
    "Allocated Total in EUR (redistributed)": "tot_sub_activity_value_EUR_redistr",
    "Allocation ID": "sub_activity_id",
}
USUAL: dict[str, Cell] = {
    "ID": "DEM1",
    "Countries": "Germany",
    "Announcement Date": "2024-06-21",
    "Type of Aid General": "Military",
    "Original Currency": "EUR",
    "Type of donation": "Allocation",
    "Items": ".",
    "Type of Item": ".",
    "Sub-type of item": ".",
    "No. of Units": ".",
    "No. of Units Delivered (in-kind military aid)": ".",
    "Allocation ID": "DEM1_1",
    "Official Source": "Yes",
    "Source of Aid 1": "https://example.org/statement",
}


def kiel_row(**cells: Cell) -> dict[str, Cell]:
    """Return a row of Release 18 by short names: id, donor, day, item, units, delivered, eur, and so on."""
    names = {
        "id": "ID", "donor": "Countries", "day": "Announcement Date", "aid": "Type of Aid General",
        "text": "Explanation", "currency": "Original Currency", "kind": "Type of donation", "item": "Items",
        "item_type": "Type of Item", "sub_type": "Sub-type of item", "units": "No. of Units",
        "delivered": "No. of Units Delivered (in-kind military aid)", "total": "Total ",
        "total_eur": "Converted Value in EUR", "allocated": "Allocated Total",
        "allocated_eur": "Allocated Total in EUR",
        "eur": "Allocated Total in EUR (redistributed)", "allocation": "Allocation ID", "link": "Source of Aid 1",
    }  # fmt: skip
    return USUAL | {names[name]: value for name, value in cells.items()}


def patriot(**cells: Cell) -> dict[str, Cell]:
    """Return a row that allocates Patriot batteries."""
    usual = {"item": "PATRIOT air defense battery", "item_type": "Heavy weapon", "units": 1, "delivered": "undisclosed"}
    return kiel_row(**{**usual, **cells})


def grid(rows: Sequence[Mapping[str, Cell]], *, header: Sequence[str] = R18_HEADER) -> list[list[Cell]]:
    """Return a header row and the rows below it."""
    return [list(header), *([row.get(name) for name in header] for row in rows)]


def as_csv(rows: Sequence[Sequence[Cell]], *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Return rows as delimited text."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([["" if cell is None else cell for cell in row] for row in rows])
    return text.getvalue().encode(encoding)


def as_xlsx(sheets: Mapping[str, Sequence[Sequence[Cell]]], *, more: Mapping[str, bytes] | None = None) -> bytes:
    """Return a workbook with the given sheets; `more` adds parts as they are."""
    stream = io.BytesIO()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    names = list(sheets)
    listed = "".join(f'<sheet name="{escape(n)}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(names, 1))
    related = "".join(
        f'<Relationship Id="r{i}" Type="{office}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i, _ in enumerate(names, 1)
    )
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for i, _ in enumerate(names, 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        f"{kinds}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{related}</Relationships>',
    }
    for number, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{xml_rows(rows)}</sheetData></worksheet>'
        )
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**parts, **(more or {})}.items():
            archive.writestr(name, part)
    return stream.getvalue()


def with_part(content: bytes, name: str, part: bytes | str) -> bytes:
    """Return a workbook with one part put in place of what it held, or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        for other in before.namelist():
            if other != name:
                after.writestr(other, before.read(other))
        after.writestr(name, part)
    return stream.getvalue()


def with_sheet(content: bytes, rows: str, *, after: str = "") -> bytes:
    """Return a workbook whose first sheet holds these rows as they are, and what stands after them."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    return with_part(content, "xl/worksheets/sheet1.xml", sheet)


def xml_rows(rows: Sequence[Sequence[Cell]]) -> str:
    """Return the rows of a sheet; a text that starts with = becomes a formula without a stored value."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            xml_cell(cell, f"{letters(place)}{number}") for place, cell in enumerate(row, 1) if cell is not None
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    return "".join(lines)


def xml_cell(cell: Cell, place: str) -> str:
    """Return one cell."""
    if isinstance(cell, str):
        if cell.startswith("="):
            return f'<c r="{place}"><f>{escape(cell[1:])}</f></c>'
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'


def letters(number: int) -> str:
    """Return the letters of a column."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def author() -> User:
    """Return the account that imports."""
    return staff_steps.user("drafter")
