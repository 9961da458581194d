/* A block pasted from a spreadsheet spreads over the cells to the right and below. */
(() => {
  "use strict";
  const grid = window.entryGrid;
  if (!grid) return;
  const MOST_ROWS = 300;

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

  grid.table.addEventListener("paste", (event) => {
    const input = event.target;
    const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (!input.matches(".cell > input[type=text], .cell > textarea") || !/[\t\n]/.test(text.replace(/[\r\n]+$/, ""))) return;
    event.preventDefault();
    const start = grid.rows().indexOf(grid.rowOf(input));
    const column = grid.inputs(grid.rowOf(input)).indexOf(input);
    block(text)
      .slice(0, MOST_ROWS)
      .forEach((cells, offset) => {
        const targets = grid.inputs(grid.at(start + offset));
        cells.forEach((cell, index) => {
          if (targets[column + index]) targets[column + index].value = cell.trim();
        });
      });
    grid.focus(grid.at(start), column);
    grid.table.dispatchEvent(new CustomEvent("savegrid"));
  });
})();
