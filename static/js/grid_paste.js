/* A block pasted from a spreadsheet spreads over the cells to the right and below. */
(() => {
  "use strict";
  const grid = window.entryGrid;
  if (!grid || !grid.table) return;

  /* Reads tab-separated text as spreadsheets copy it: cells with line breaks or quotes stand in quotes. */
  function block(text) {
    const rows = [[""]];
    let quoted = false;
    const put = (sign) => {
      const row = rows[rows.length - 1];
      row[row.length - 1] += sign;
    };
    for (let place = 0; place < text.length; place += 1) {
      const sign = text[place];
      const cells = rows[rows.length - 1];
      if (quoted) {
        if (sign === '"' && text[place + 1] === '"') {
          put('"');
          place += 1;
        } else if (sign === '"') quoted = false;
        else put(sign === "\n" || sign === "\r" ? " " : sign);
      } else if (sign === '"' && cells[cells.length - 1] === "") quoted = true;
      else if (sign === "\t") cells.push("");
      else if (sign === "\n") rows.push([""]);
      else if (sign !== "\r") put(sign);
    }
    const last = rows[rows.length - 1];
    if (last.length === 1 && last[0] === "") rows.pop();
    return rows;
  }

  /* All of the block or nothing: what does not fit is said, and stays in the clipboard. */
  function spread(cells, row, column) {
    const viewed = grid.viewed();
    const start = viewed.indexOf(row);
    const missing = Math.max(0, start + cells.length - viewed.length);
    const total = grid.rows.length + missing;
    const most = grid.data.mostRows.toLocaleString("en");
    if (missing && (!grid.data.canAdd || total > grid.data.mostRows)) {
      const room = grid.data.canAdd ? `a change set takes ${most} rows, and this would make ${total.toLocaleString("en")}` : `there are ${(viewed.length - start).toLocaleString("en")} rows from here on, and the block has ${cells.length.toLocaleString("en")}`;
      grid.say(`Nothing was pasted: ${room}.`);
      return;
    }
    const wide = Math.max(...cells.map((line) => line.length));
    if (column + wide > grid.data.columns.length) {
      grid.say(`Nothing was pasted: the block has ${wide} columns, and ${grid.data.columns.length - column} are left from here on. Start further to the left.`);
      return;
    }
    const added = Array.from({ length: missing }, () => grid.blankRow());
    const targets = [...viewed.slice(start), ...added];
    const wanted = cells.flatMap((line, offset) => line.map((cell, index) => [targets[offset], column + index, cell.trim()]));
    grid.say("");
    grid.change(wanted, added);
    grid.focus(row, column);
    grid.save({ all: true });
  }

  grid.table.addEventListener("paste", (event) => {
    const input = event.target;
    const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (!grid.isCell(input) || !/[\t\n]/.test(text.replace(/[\r\n]+$/, ""))) return;
    event.preventDefault();
    const row = grid.rowOf(input);
    spread(block(text), row, grid.inputs(row).indexOf(input));
  });
})();
