/* Filters and sorts the entry grid, and edits selected rows at once; the order in which rows are stored stays. */
(() => {
  "use strict";
  const grid = window.entryGrid;
  if (!grid || !grid.table) return;
  const form = document.getElementById("grid-view");
  const reset = document.getElementById("view-reset");
  const picked = document.getElementById("grid-picked");
  const count = document.getElementById("picked-count");
  const view = { ...grid.data.view };
  let timer = 0;
  let empty = false;

  grid.isPlain = () => !view.show && !view.find && !view.sort;

  function wanted() {
    if (grid.isPlain()) return grid.rows.slice();
    const words = view.find.toLocaleLowerCase();
    const found = grid.rows.filter(
      (row) =>
        (!view.show || (view.show === "problems" ? row.faulty : row.action === view.show)) &&
        (!words || row.cells.some((cell) => cell.toLocaleLowerCase().includes(words))),
    );
    if (!view.sort) return found;
    const column = grid.data.columns.indexOf(view.sort.replace(/^-/, ""));
    const sign = view.sort.startsWith("-") ? -1 : 1;
    const order = new Intl.Collator("en", { numeric: true });
    const filled = found.filter((row) => row.cells[column] !== "");
    filled.sort((one, other) => sign * order.compare(one.cells[column], other.cells[column]));
    return [...filled, ...found.filter((row) => row.cells[column] === "")];
  }

  function show() {
    grid.commit();
    reset.hidden = grid.isPlain();
    for (const head of grid.table.querySelectorAll("th[data-column]")) {
      if (view.sort.replace(/^-/, "") !== head.dataset.column) head.removeAttribute("aria-sort");
      else head.setAttribute("aria-sort", view.sort.startsWith("-") ? "descending" : "ascending");
    }
    const found = wanted();
    grid.show(found);
    // Only its own words are taken back: that something was not saved stays said.
    if (!found.length || empty) grid.say(found.length ? "" : "No row is like that.");
    empty = !found.length;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    window.clearTimeout(timer);
    view.show = form.elements.show.value;
    view.find = form.elements.find.value.trim();
    show();
  });
  form.elements.show.addEventListener("change", () => form.requestSubmit());
  form.elements.find.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => form.requestSubmit(), 250);
  });
  reset.addEventListener("click", (event) => {
    event.preventDefault();
    form.elements.show.value = "";
    form.elements.find.value = "";
    Object.assign(view, { show: "", find: "", sort: "" });
    show();
  });
  grid.table.tHead.addEventListener("click", (event) => {
    const link = event.target.closest("a.sort");
    if (!link) return;
    event.preventDefault();
    const name = link.closest("th").dataset.column;
    view.sort = view.sort === name ? `-${name}` : view.sort === `-${name}` ? "" : name;
    show();
  });

  /* Selected rows, on this page of the grid or on another. */
  const chosen = () => grid.rows.filter((row) => row.picked);
  function say() {
    const number = chosen().length;
    count.textContent = number ? String(number) : "";
    if (number) picked.open = true;
  }
  grid.table.addEventListener("change", (event) => {
    if (event.target.name !== "pick") return;
    grid.rowOf(event.target).picked = event.target.checked;
    say();
  });
  function pick(rows, on) {
    for (const row of rows) {
      row.picked = on;
      if (row.element) row.element.querySelector("[name=pick]").checked = on;
    }
    say();
  }
  const all = document.getElementById("pick-all");
  all.hidden = false;
  all.addEventListener("click", () => {
    const shown = grid.viewed().filter((row) => !grid.isBlank(row));
    pick(shown, !shown.every((row) => row.picked));
  });
  picked.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=set], button[name=drop]");
    if (!button) return;
    event.preventDefault();
    const rows = chosen();
    if (!rows.length) {
      grid.say("Select rows first: the boxes stand beside their numbers.");
      return;
    }
    if (button.name === "set") {
      const column = grid.data.columns.indexOf(document.getElementById("set-column").value);
      const value = document.getElementById("set-value").value.trim();
      grid.change(rows.map((row) => [row, column, value]));
    } else {
      pick(rows, false);
      grid.remove(rows);
      if (!grid.rows.length) grid.add();
    }
    grid.save({ all: true });
  });

  grid.show(wanted(), { keepPage: true });
})();
