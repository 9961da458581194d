/* Saving the grid: whole blocks at once, answers that fill a cell in, and what happens when somebody else was quicker. */
(() => {
  "use strict";
  const grid = window.entryGrid;
  if (!grid) return;
  const form = document.getElementById("grid-form");
  let leaving = false;
  let unsaved = false;

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
      const said = document.getElementById("status");
      said.textContent = status ? event.detail.xhr.responseText.slice(0, 300) || `Not saved (${status}).` : "Not saved: no connection. Your rows stay here; save again.";
    }
  });

  /* The buttons send the whole form, so that what is not saved yet goes with it. */
  form.addEventListener("submit", () => {
    leaving = true;
  });

  /* What was typed in the last moment before the page closes is saved on the way out. */
  grid.table.addEventListener("input", () => {
    unsaved = true;
  });
  window.addEventListener("pagehide", () => {
    if (unsaved && !leaving) navigator.sendBeacon(form.action, new FormData(form));
  });
})();
