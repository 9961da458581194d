/* Draws the rows of the entry grid that are looked at, a page of them at a time, and keeps cells and rows in step. */
(() => {
  "use strict";
  const grid = window.entryGrid;
  const table = document.getElementById("entry-grid");
  if (!grid || !table) return;
  const body = table.tBodies[0];
  const template = document.getElementById("row-template");
  const pager = document.getElementById("grid-pager");
  const number = new Intl.NumberFormat("en").format;
  let viewed = [];
  let page = 0;

  const inputs = (row) => Array.from(row.element.querySelectorAll(".cell > input[type=text], .cell > textarea"));
  const rowOf = (element) => grid.byMark.get(element.closest("tr[data-mark]").dataset.mark);
  const isCell = (element) => element.matches(".cell > input[type=text], .cell > textarea");
  const pages = () => Math.max(1, Math.ceil(viewed.length / grid.data.onPage));
  const drawn = () => viewed.slice(page * grid.data.onPage, (page + 1) * grid.data.onPage);

  function build(row) {
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__mark__", row.mark).replaceAll("__number__", String(row.number));
    row.element = holder.content.querySelector("tr");
    inputs(row).forEach((input, column) => {
      input.value = row.cells[column];
    });
    writeKeys(row);
    settle(row);
    window.htmx.process(row.element);
  }

  function writeKeys(row) {
    row.element.querySelector(`[name="${row.mark}-id"]`).value = row.key;
    row.element.querySelector(`[name="${row.mark}-base"]`).value = row.base;
  }

  function draw() {
    page = Math.min(page, pages() - 1);
    const shown = drawn();
    for (const row of shown) {
      if (!row.element) build(row);
      row.element.querySelector(".place-number").textContent = String(row.number);
    }
    // What stands there already stays there, so that the cell one types in keeps its caret.
    const staying = new Set(shown.map((row) => row.element));
    for (const element of Array.from(body.rows)) if (!staying.has(element)) element.remove();
    shown.forEach((row, index) => {
      if (body.rows[index] !== row.element) body.insertBefore(row.element, body.rows[index] || null);
    });
    drawPager(shown.length);
    readRows(shown.filter((row) => !row.read && row.key));
  }

  function drawPager(count) {
    pager.hidden = pages() < 2;
    const first = page * grid.data.onPage;
    pager.querySelector("#pager-words").textContent = `${number(first + 1)}–${number(first + count)} of ${number(viewed.length)} rows`;
    pager.querySelector("#pager-back").hidden = page === 0;
    pager.querySelector("#pager-on").hidden = page === pages() - 1;
  }

  pager.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    page = Math.max(0, page + (link.id === "pager-on" ? 1 : -1));
    draw();
    focus(drawn()[0], 0);
  });

  /* Rows that come onto the page for the first time: what was understood of them, and what is wrong. */
  async function readRows(wanted) {
    if (!wanted.length) return;
    const query = new URLSearchParams();
    for (const row of wanted) {
      row.read = true;
      query.append("row", row.mark);
      query.append(`${row.mark}-id`, row.key);
    }
    try {
      const answer = await fetch(`${table.dataset.read}?${query}`, { headers: { "X-Requested-With": "fetch" } });
      if (answer.ok) takeIn(await answer.text(), wanted);
    } catch {
      for (const row of wanted) row.read = false;
    }
  }

  /* Puts what the server says of rows into them, drawn or not; of rows that changed meanwhile only their keys. */
  function takeIn(html, sent) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const found = holder.content;
    for (const row of sent) {
      const keys = found.getElementById(`keys-${row.mark}`);
      if (!keys) continue;
      row.key = keys.querySelector(`[name="${row.mark}-id"]`).value;
      row.base = keys.querySelector(`[name="${row.mark}-base"]`).value;
      row.faulty = keys.dataset.faulty === "1";
      row.action = keys.dataset.action;
      row.read = row.element !== null && !keys.dataset.brief;
      if (row.read) replaceParts(row, found, keys);
      else if (row.element) writeKeys(row);
    }
    for (const element of found.querySelectorAll("#status, #ready, #edit-version, #newest")) {
      element.removeAttribute("hx-swap-oob");
      document.getElementById(element.id).replaceWith(element);
    }
  }

  function replaceParts(row, found, keys) {
    const old = row.element.querySelector(`#keys-${row.mark}`);
    old.replaceWith(keys);
    for (const part of row.element.querySelectorAll(".echo, .duplicate")) {
      const fresh = part.id ? found.getElementById(part.id) : null;
      part.replaceChildren(...(fresh ? fresh.childNodes : []));
    }
    // Comments come only with rows that are drawn; saving leaves them.
    for (const fresh of found.querySelectorAll(`[id^="remarks-${row.mark}-"]`)) {
      row.element.querySelector(`#${fresh.id}`).replaceChildren(...fresh.childNodes);
    }
    settle(row);
  }

  /* Says to assistive technology which cells are wrong, and keeps Tab going from cell to cell: Alt-Enter takes
     answers, Ctrl-Space selects. */
  function settle(row) {
    for (const cell of row.element.querySelectorAll(".cell")) {
      const input = cell.querySelector("input[type=text], textarea");
      if (input) input.setAttribute("aria-invalid", cell.querySelector(".echo .problem") ? "true" : "false");
    }
    for (const control of row.element.querySelectorAll("button[name=fix], [name=pick], .ask")) control.tabIndex = -1;
  }

  body.addEventListener("htmx:afterRequest", (event) => settle(rowOf(event.target)));

  function focus(row, column) {
    const at = viewed.indexOf(row);
    if (at < 0) return;
    const its = Math.floor(at / grid.data.onPage);
    if (its !== page || !row.element || !row.element.isConnected) {
      page = its;
      draw();
    }
    const target = inputs(row)[column];
    target.focus();
    target.select();
  }

  function show(wanted, { keepPage = false } = {}) {
    viewed = wanted;
    if (!keepPage) page = 0;
    draw();
  }

  /* Where the grid is filtered or sorted, rows keep their place in it, and new ones come last. */
  function follow() {
    if (grid.isPlain()) viewed = grid.rows.slice();
    else {
      const there = new Set(viewed);
      viewed = [...viewed.filter((row) => !row.gone), ...grid.rows.filter((row) => !there.has(row) && !row.key)];
    }
    draw();
  }

  grid.hear((touched, moved) => {
    for (const row of touched) {
      if (row.element) {
        inputs(row).forEach((input, column) => {
          if (input.value !== row.cells[column]) input.value = row.cells[column];
        });
      }
    }
    if (moved) follow();
  });

  body.addEventListener("input", (event) => {
    if (!isCell(event.target)) return;
    const row = rowOf(event.target);
    grid.type(row, inputs(row).indexOf(event.target), event.target.value);
  });

  function add() {
    if (!grid.data.canAdd) return null;
    if (grid.rows.length >= grid.data.mostRows) {
      grid.say(`A change set takes ${number(grid.data.mostRows)} rows: put the others into a further one.`);
      return null;
    }
    const row = grid.blankRow();
    grid.change([], [row]);
    return row;
  }

  function remove(row, column) {
    const at = viewed.indexOf(row);
    grid.remove([row]);
    const next = viewed[Math.min(at, viewed.length - 1)] || add();
    if (next) focus(next, column);
  }

  body.addEventListener("click", (event) => {
    const drop = event.target.closest("button[name=delete]");
    const fix = event.target.closest("button[name=fix]");
    if (!drop && !fix) return;
    event.preventDefault();
    const row = rowOf(event.target);
    if (drop) {
      remove(row, 0);
    } else {
      const [, name, ...rest] = fix.value.split("|");
      const column = grid.data.columns.indexOf(name);
      grid.change([[row, column, rest.join("|")]]);
      focus(row, column);
    }
    grid.save();
  });

  // The server drew the first page: its rows are taken over as they stand there.
  for (const element of Array.from(body.rows)) {
    const row = grid.byMark.get(element.dataset.mark) || grid.adopt(element.dataset.mark);
    row.element = element;
    row.read = true;
    inputs(row).forEach((input, column) => {
      // A browser that restores a form after a reload would show what is not stored.
      if (row.cells[column] !== input.value) input.value = row.cells[column];
    });
    settle(row);
  }

  Object.assign(grid, { table, inputs, rowOf, isCell, viewed: () => viewed, drawn, draw, show, focus, add, removeRow: remove, takeIn });
})();
