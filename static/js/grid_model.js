/* What the entry grid holds: all its rows, drawn or not, and the steps that can be undone. It touches no page. */
(() => {
  "use strict";
  const source = document.getElementById("grid-data");
  if (!source) return;
  const data = JSON.parse(source.textContent);
  const hearers = [];
  const dirty = new Set();
  const byMark = new Map();
  const past = [];
  const future = [];
  let typing = null;
  let made = 0;

  const blankCells = () => new Array(data.columns.length).fill("");
  const isBlank = (row) => row.cells.every((cell) => cell.trim() === "");

  function make(mark, values) {
    const row = { mark, key: "", base: "", faulty: false, action: "", number: 0, gone: false, element: null, read: true, ...values };
    byMark.set(mark, row);
    return row;
  }

  const rows = data.rows.map(([mark, key, base, faulty, action, cells]) =>
    make(mark, { key: String(key), base, faulty, action, cells, number: Number(mark.slice(1)), read: false }),
  );

  /* A blank row that is on the page already, below the stored ones. */
  function adopt(mark) {
    const row = make(mark, { cells: blankCells(), number: Number(mark.slice(1)) });
    rows.push(row);
    return row;
  }

  const blankRow = () => {
    made += 1;
    return make(`n${made}`, { cells: blankCells() });
  };

  function insert(row, index) {
    const below = rows[index];
    row.number = below ? below.number : (rows.length ? rows[rows.length - 1].number : 0) + 1;
    for (const other of rows.slice(index)) other.number += 1;
    rows.splice(index, 0, row);
    row.gone = false;
    if (!isBlank(row)) dirty.add(row);
  }

  function takeOut(row) {
    const index = rows.indexOf(row);
    rows.splice(index, 1);
    for (const other of rows.slice(index)) other.number -= 1;
    row.gone = true;
    dirty.add(row);
  }

  function apply(step, forward) {
    const { edits, added, removed } = step;
    const [arriving, leaving] = forward ? [added, removed] : [removed, added];
    for (const { row, index } of [...arriving].sort((one, other) => one.index - other.index)) insert(row, index);
    for (const edit of edits) {
      edit.row.cells[edit.column] = forward ? edit.after : edit.before;
      dirty.add(edit.row);
    }
    for (const { row } of leaving) takeOut(row);
    tell(new Set(edits.map((edit) => edit.row)), arriving.length + leaving.length > 0);
  }

  function tell(touched, moved) {
    for (const hear of hearers) hear(touched, moved);
  }

  function doStep(step) {
    commit();
    if (!step.edits.length && !step.added.length && !step.removed.length) return;
    apply(step, true);
    past.push(step);
    future.length = 0;
  }

  /* Sets cells, given as [row, column, value], as one step; rows that are new come first. */
  function change(wanted, added = []) {
    const edits = wanted
      .map(([row, column, after]) => ({ row, column, before: row.cells[column], after }))
      .filter((edit) => edit.before !== edit.after);
    doStep({ edits, added: added.map((row, place) => ({ row, index: rows.length + place })), removed: [] });
  }

  function remove(gone) {
    doStep({ edits: [], added: [], removed: gone.map((row) => ({ row, index: rows.indexOf(row) })) });
  }

  /* What is being typed becomes one step when the cell is left. */
  function type(row, column, value) {
    if (row.cells[column] === value) return;
    if (!typing || typing.row !== row || typing.column !== column) {
      commit();
      typing = { row, column, before: row.cells[column] };
    }
    row.cells[column] = value;
    dirty.add(row);
    tell(new Set(), false);
  }

  function commit() {
    if (!typing) return;
    const { row, column, before } = typing;
    typing = null;
    if (row.cells[column] === before) return;
    past.push({ edits: [{ row, column, before, after: row.cells[column] }], added: [], removed: [] });
    future.length = 0;
  }

  function move(from, to, forward) {
    commit();
    const step = from.pop();
    if (!step) return null;
    apply(step, forward);
    to.push(step);
    return step;
  }

  window.entryGrid = {
    data,
    rows,
    dirty,
    byMark,
    isBlank,
    adopt,
    blankRow,
    change,
    remove,
    type,
    commit,
    undo: () => move(past, future, false),
    redo: () => move(future, past, true),
    typed: () => (typing ? typing.row : null),
    hear: (hearer) => hearers.push(hearer),
  };
})();
