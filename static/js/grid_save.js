/* Saves the rows of the entry grid that were changed, one request after the other, and says what came of it. */
(() => {
  "use strict";
  const grid = window.entryGrid;
  if (!grid || !grid.table) return;
  const MOST_AT_ONCE = 500;
  const MOST_CHARACTERS = 350_000; // the server reads 2.5 MB, and a letter may take six bytes on its way
  const SHORTLY = 150;
  const AGAIN_AFTER = 5000;
  const form = document.getElementById("grid-form");
  const trouble = document.getElementById("grid-trouble");
  let sending = null;
  let timer = 0;
  let leaving = false;
  let waiting = null;
  let renewed = false;

  function say(words) {
    trouble.textContent = words;
    trouble.hidden = words === "";
  }

  /* A new row says below which one it stands, unless it is the last. */
  function placeOf(row, index) {
    if (!grid.rows.slice(index + 1).some((below) => below.key)) return "";
    const above = grid.rows.slice(0, index).reverse().find((one) => one.key || (grid.dirty.has(one) && !grid.isBlank(one)));
    return above ? above.key || above.mark : "start";
  }

  function fieldsOf(rows) {
    const fields = new URLSearchParams();
    for (const name of ["edit_version", "newest", "account"]) {
      fields.append(name, document.querySelector(`#grid-meta [name=${name}]`).value);
    }
    const places = new Map(grid.rows.map((row, index) => [row, index]));
    for (const row of rows) {
      fields.append("row", row.mark);
      fields.append(`${row.mark}-id`, row.key);
      fields.append(`${row.mark}-base`, row.base);
      if (!row.element || !row.element.isConnected) fields.append("hidden", row.mark);
      if (!row.key && !row.gone) fields.append(`${row.mark}-after`, placeOf(row, places.get(row)));
      grid.data.columns.forEach((name, column) => fields.append(`${row.mark}-${name}`, row.gone ? "" : row.cells[column]));
    }
    return fields;
  }

  /* The changed rows in their order; not the one that is being typed in, unless all has to go. */
  function changed({ all = false } = {}) {
    for (const row of grid.dirty) {
      if (!row.key && (row.gone || grid.isBlank(row))) grid.dirty.delete(row);
    }
    const gone = Array.from(grid.dirty).filter((row) => row.gone);
    const there = grid.rows.filter((row) => grid.dirty.has(row) && (all || row !== grid.typed()));
    return [...gone, ...there];
  }

  /* As many of the rows as one request takes; the others follow in the next. */
  function portion(rows) {
    let length = 0;
    const end = rows.findIndex((row, place) => {
      length += row.cells.reduce((sum, cell) => sum + cell.length, 0);
      return place > 0 && (place >= MOST_AT_ONCE || length > MOST_CHARACTERS);
    });
    return end < 0 ? rows : rows.slice(0, end);
  }

  const post = (address, fields, more = {}) =>
    fetch(address, {
      method: "POST",
      body: fields,
      headers: { "X-Requested-With": "fetch", "X-CSRFToken": window.staffSession.token() },
      redirect: "error",
      ...more,
    });

  async function save({ all = false } = {}) {
    window.clearTimeout(timer);
    if (sending || leaving) return;
    const rows = portion(changed({ all }));
    if (!rows.length) {
      submitWhenSaved();
      return;
    }
    const one = rows.length === 1 && (rows[0].key || placeOf(rows[0], grid.rows.indexOf(rows[0])) === "");
    sending = rows;
    for (const row of rows) grid.dirty.delete(row);
    let answer = null;
    try {
      answer = await post(one ? grid.table.dataset.row : grid.table.dataset.save, fieldsOf(rows));
    } catch {
      answer = null;
    }
    const words = answer ? await answer.text().catch(() => "") : "";
    sending = null;
    if (answer && answer.ok) saved(rows, words);
    else failed(rows, answer ? answer.status : 0, words);
  }

  function saved(rows, html) {
    renewed = false;
    say("");
    grid.takeIn(html, rows);
    for (const row of rows) {
      // A row that was deleted or emptied while it was on its way has its key only now.
      if (row.gone && row.key) grid.dirty.add(row);
    }
    document.body.dispatchEvent(new Event("refreshpreview"));
    grid.table.dispatchEvent(new Event("rowssaved"));
    if (changed({ all: waiting !== null }).length) save({ all: waiting !== null });
    else submitWhenSaved();
  }

  function failed(rows, status, words) {
    for (const row of rows) grid.dirty.add(row);
    if (status === 409) {
      showBoth();
    } else if (status === 401) {
      waiting = null;
      say(words);
      grid.table.dispatchEvent(new Event("loggedout"));
    } else if (status === 403 && !renewed) {
      // The token was of a former login: any page of the site brings a fresh one.
      renewed = true;
      fetch(window.location.href, { headers: { "X-Requested-With": "fetch" } }).then(() => save(), () => save());
    } else if (status === 0 || status >= 500) {
      waiting = null;
      say("Not saved: no connection. Your rows stay here and in this browser; saving goes on by itself.");
      timer = window.setTimeout(save, AGAIN_AFTER);
    } else {
      waiting = null;
      say(`Not saved. ${words.slice(0, 600) || `The server answers ${status}.`}\nYour rows stay here and in this browser.`);
    }
  }

  /* Somebody else saved the same rows: what is not saved goes to the page that shows both versions. What does not fit
     one request stays in the browser's storage, and is offered when the grid opens again. */
  function showBoth() {
    leaving = true;
    const sheet = document.createElement("form");
    sheet.method = "post";
    sheet.action = form.action;
    sheet.hidden = true;
    const fields = fieldsOf(portion(changed({ all: true })));
    fields.append("csrfmiddlewaretoken", window.staffSession.token());
    for (const [name, value] of fields) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      sheet.append(input);
    }
    document.body.append(sheet);
    sheet.submit();
  }

  grid.table.addEventListener("change", (event) => {
    if (!grid.isCell(event.target)) return;
    grid.commit();
    window.clearTimeout(timer);
    timer = window.setTimeout(save, SHORTLY);
  });

  const busy = () => sending !== null || changed({ all: true }).length > 0;

  /* The forms of the page wait until what was typed is saved. */
  document.addEventListener("submit", (event) => {
    if (event.target.id === "login-again-form" || event.target.id === "grid-view" || event.defaultPrevented) return;
    grid.commit();
    if (!busy()) {
      leaving = true;
      return;
    }
    event.preventDefault();
    waiting = { form: event.target, button: event.submitter };
    save({ all: true });
  });

  function submitWhenSaved() {
    if (!waiting || leaving || busy()) return;
    const asked = waiting;
    waiting = null;
    asked.form.requestSubmit(asked.button);
  }

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });
  window.addEventListener("online", () => save());

  /* What was typed in the last moment before the page closes is saved on the way out. */
  window.addEventListener("pagehide", () => {
    if (leaving || sending) return;
    const rows = changed({ all: true }).slice(0, 20);
    if (rows.length) post(form.action, fieldsOf(rows), { keepalive: true }).catch(() => {});
  });

  const unsaved = () => [...(sending || []), ...changed({ all: true })];

  Object.assign(grid, { save, say, post, busy, unsaved });
})();
