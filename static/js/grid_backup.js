/* A safety net: what is not saved yet is kept in the browser's storage, and offered when the grid is opened again. */
(() => {
  "use strict";
  const grid = window.entryGrid;
  if (!grid || !grid.table) return;
  const name = `ramstein-grid-${grid.table.dataset.changeset}`;
  const account = document.getElementById("grid-account").value;
  const bar = document.getElementById("grid-backup");
  const LOOK_AGAIN = 1500;
  let timer = 0;
  let offered = null;

  function read() {
    try {
      const found = JSON.parse(window.localStorage.getItem(name));
      return found && found.account === account && Array.isArray(found.rows) ? found : null;
    } catch {
      return null;
    }
  }

  /* Storage may be full or switched off; the rows are in the page all the same. */
  function write() {
    if (offered) return;
    try {
      const rows = grid.busy() ? grid.unsaved() : [];
      if (!rows.length) window.localStorage.removeItem(name);
      else {
        const kept = rows.map(({ key, base, cells, gone }) => ({ key, base, cells, gone }));
        window.localStorage.setItem(name, JSON.stringify({ account, at: Date.now(), rows: kept }));
      }
    } catch {
      /* nothing to do */
    }
  }

  const soon = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(write, 200);
  };
  grid.hear(soon);
  grid.table.addEventListener("rowssaved", write);
  grid.table.addEventListener("loggedout", write);
  window.addEventListener("pagehide", write);

  const same = (one, other) => one.length === other.length && one.every((cell, at) => cell.trim() === other[at].trim());

  /* What of the kept rows is not in the grid. */
  function missing(kept) {
    const byKey = new Map(grid.rows.filter((row) => row.key).map((row) => [row.key, row]));
    return kept.rows.filter((one) => {
      const row = byKey.get(one.key);
      if (one.gone) return row !== undefined;
      return row ? !same(row.cells, one.cells) : !grid.rows.some((other) => same(other.cells, one.cells));
    });
  }

  function offer(rows, at) {
    offered = rows;
    const when = new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    document.getElementById("grid-backup-words").textContent =
      `${rows.length === 1 ? "A row" : `${rows.length} rows`} of ${when} could not be saved then and ${rows.length === 1 ? "is" : "are"} kept in this browser.`;
    bar.hidden = false;
  }

  function settle() {
    offered = null;
    bar.hidden = true;
    write();
  }

  document.getElementById("grid-backup-take").addEventListener("click", () => {
    const byKey = new Map(grid.rows.filter((row) => row.key).map((row) => [row.key, row]));
    const blank = grid.rows.filter((row) => grid.isBlank(row) && !row.key);
    const added = [];
    const wanted = [];
    const gone = [];
    for (const one of offered) {
      const row = byKey.get(one.key);
      if (one.gone) gone.push(row);
      else {
        // What it said when it was typed over: somebody else's edit since then is shown beside it.
        if (row) row.base = one.base;
        const target = row || blank.shift() || added[added.push(grid.blankRow()) - 1];
        one.cells.forEach((cell, column) => wanted.push([target, column, cell]));
      }
    }
    settle();
    grid.change(wanted, added);
    if (gone.length) grid.remove(gone);
    grid.save({ all: true });
  });
  document.getElementById("grid-backup-drop").addEventListener("click", settle);

  const kept = read();
  if (kept && Date.now() - kept.at < LOOK_AGAIN) {
    // Saved on the way out perhaps, while this page was made: then a fresh one has the rows.
    offered = [];
    window.setTimeout(() => window.location.reload(), LOOK_AGAIN);
  } else if (kept) {
    const rows = missing(kept);
    if (rows.length) offer(rows, kept.at);
    else settle();
  }
})();
