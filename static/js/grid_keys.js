/* The keyboard of the entry grid: Enter, arrows, Alt-Enter, Ctrl-D and Ctrl-Delete. Tab is the browser's own. */
(() => {
  "use strict";
  const grid = window.entryGrid;
  if (!grid) return;

  function move(row, column, down) {
    const rows = grid.rows();
    const index = rows.indexOf(row) + down;
    if (index < 0) return;
    grid.focus(index < rows.length ? rows[index] : grid.add(), column);
  }

  function atEdge(input, forward) {
    const caret = forward ? input.selectionEnd : input.selectionStart;
    const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    return whole || caret === (forward ? input.value.length : 0);
  }

  grid.table.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.matches(".cell > input[type=text], .cell > textarea") || event.isComposing) return;
    const row = grid.rowOf(input);
    const column = grid.inputs(row).indexOf(input);
    const listOpen = input.getAttribute("aria-expanded") === "true";
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === "d") {
      event.preventDefault();
      grid.copyAbove(row);
    } else if (command && (event.key === "Delete" || event.key === "Backspace")) {
      event.preventDefault();
      grid.remove(row);
    } else if (event.key === "Enter" && event.altKey) {
      const fix = input.parentElement.querySelector("button[name=fix]");
      if (fix) {
        event.preventDefault();
        fix.click();
      }
    } else if (event.key === "Enter") {
      event.preventDefault();
      move(row, column, event.shiftKey ? -1 : 1);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !listOpen && !event.altKey) {
      event.preventDefault();
      move(row, column, event.key === "ArrowDown" ? 1 : -1);
    } else if ((event.key === "ArrowRight" || event.key === "ArrowLeft") && !event.shiftKey && !command) {
      const forward = event.key === "ArrowRight";
      const next = grid.inputs(row)[column + (forward ? 1 : -1)];
      if (next && atEdge(input, forward)) {
        event.preventDefault();
        next.focus();
        next.select();
      }
    }
  });
})();
