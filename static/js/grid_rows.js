/* The rows of the entry grid: adding, clearing, copying and walking over them. */
(() => {
  "use strict";
  const table = document.getElementById("entry-grid");
  if (!table) return;
  const body = table.tBodies[0];
  const template = document.getElementById("row-template");
  let made = body.rows.length;

  const rows = () => Array.from(body.rows);
  const inputs = (row) => Array.from(row.querySelectorAll(".cell > input[type=text], .cell > textarea"));
  const rowOf = (element) => element.closest("tr[data-mark]");
  const isBlank = (row) => inputs(row).every((input) => input.value.trim() === "");
  const keyOf = (row) => row.querySelector(`[name="${row.dataset.mark}-id"]`).value;

  function number() {
    rows().forEach((row, index) => {
      row.querySelector(".place-number").textContent = String(index + 1);
    });
  }

  function add() {
    made += 1;
    const mark = `n${made}`;
    const html = template.innerHTML.replaceAll("__mark__", mark).replaceAll("__number__", String(body.rows.length + 1));
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const row = holder.content.querySelector("tr");
    body.append(row);
    window.htmx.process(row);
    return row;
  }

  function at(index) {
    while (body.rows.length <= index) add();
    return body.rows[index];
  }

  function focus(row, column) {
    const target = inputs(row)[column];
    if (!target) return;
    target.focus();
    target.select();
  }

  function changed(row) {
    row.dispatchEvent(new Event("saverow"));
  }

  function remove(row) {
    const index = rows().indexOf(row);
    const column = Math.max(0, inputs(row).indexOf(document.activeElement));
    for (const input of inputs(row)) input.value = "";
    const stored = keyOf(row) !== "";
    const drop = () => {
      row.remove();
      number();
    };
    if (stored) {
      row.addEventListener("htmx:afterRequest", drop, { once: true });
      changed(row);
    } else {
      drop();
    }
    const next = rows().filter((one) => one !== row)[Math.max(0, index - (index >= body.rows.length - 1 ? 1 : 0))] || add();
    focus(next, column);
  }

  function copyAbove(row) {
    const above = row.previousElementSibling;
    if (!above) return;
    inputs(above).forEach((input, column) => {
      inputs(row)[column].value = input.value;
    });
    changed(row);
  }

  body.addEventListener("click", (event) => {
    const drop = event.target.closest("button[name=delete]");
    if (!drop) return;
    event.preventDefault();
    remove(rowOf(drop));
  });

  window.entryGrid = { table, rows, inputs, rowOf, isBlank, add, at, focus, changed, remove, copyAbove };
})();
