/* Saving the grid: whole blocks at once, answers that fill a cell in, and what happens when somebody else was quicker. */
(() => {
  "use strict";
  const grid = window.entryGrid;
  if (!grid) return;
  const form = document.getElementById("grid-form");
  let leaving = false;
  let unsaved = false;
  let waiting = null;
  const saving = () => document.querySelector("#entry-grid.htmx-request, #entry-grid tr.htmx-request") !== null;

  const values = () => {
    const found = {};
    for (const [name, value] of new FormData(form)) {
      if (name in found) found[name] = [].concat(found[name], value);
      else found[name] = value;
    }
    return found;
  };

  /* Says to assistive technology which cells are wrong, and keeps Tab going from cell to cell: Alt-Enter takes answers. */
  function settle() {
    for (const cell of grid.table.querySelectorAll(".cell")) {
      const input = cell.querySelector("input[type=text], textarea");
      if (input) input.setAttribute("aria-invalid", cell.querySelector(".echo .problem") ? "true" : "false");
    }
    for (const button of grid.table.querySelectorAll("button[name=fix]")) button.tabIndex = -1;
  }
  settle();

  grid.table.addEventListener("savegrid", () => {
    window.htmx.ajax("POST", grid.table.dataset.save, { source: grid.table, values: values(), swap: "none" });
  });

  /* A click on the nearest right answer fills it in and stays in the cell. */
  grid.table.addEventListener("click", (event) => {
    const fix = event.target.closest("button[name=fix]");
    if (!fix) return;
    event.preventDefault();
    const [mark, column, ...rest] = fix.value.split("|");
    const input = document.getElementById(`${mark}-${column}`);
    input.value = rest.join("|");
    input.focus();
    grid.changed(grid.rowOf(input));
  });

  /* Somebody else saved: the whole grid goes to the page that shows both versions. */
  document.body.addEventListener("htmx:afterRequest", (event) => {
    window.setTimeout(submitWhenSaved); // the next row of the queue starts first
    const status = event.detail.xhr ? event.detail.xhr.status : 0;
    if (status === 409 && !leaving) {
      leaving = true;
      HTMLFormElement.prototype.submit.call(form); // a button of the form is called "submit" and hides the method
    } else if (event.detail.successful && event.detail.requestConfig.verb === "post") {
      settle();
      if (!event.detail.requestConfig.path.endsWith("/parse/")) {
        unsaved = document.querySelector("#entry-grid .htmx-request") !== null;
        document.body.dispatchEvent(new Event("refreshpreview"));
      }
    } else if (event.detail.failed && status !== 409) {
      fail(event.detail.xhr.responseText.slice(0, 300) || `Not saved (${status}).`);
    }
  });
  document.body.addEventListener("htmx:sendError", () => fail("Not saved: no connection. Your rows stay here; save again."));

  function fail(words) {
    waiting = null;
    document.getElementById("status").textContent = words;
  }

  /* The buttons of the grid send all of it, so that what is not saved yet goes with it. They wait for the rows that are
     on their way, or these would be taken for somebody else's; other forms of the page wait for what was typed, too. */
  document.addEventListener("submit", (event) => {
    const other = event.target !== form;
    if (!saving() && !(other && unsaved)) {
      leaving = true;
      return;
    }
    event.preventDefault();
    waiting = { form: event.target, button: event.submitter };
    if (!saving()) grid.table.dispatchEvent(new Event("savegrid"));
  });

  /* Once the form is on its way, no row follows it: the page that comes next would not know of it. */
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (leaving) event.preventDefault();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });

  function submitWhenSaved() {
    if (!waiting || leaving || saving()) return;
    const asked = waiting;
    waiting = null;
    unsaved = false;
    asked.form.requestSubmit(asked.button);
  }

  /* What was typed in the last moment before the page closes is saved on the way out. */
  grid.table.addEventListener("input", () => {
    unsaved = true;
  });
  window.addEventListener("pagehide", () => {
    if (unsaved && !leaving) navigator.sendBeacon(form.action, new FormData(form));
  });
})();
