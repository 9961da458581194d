/* The keyboard of the entry grid: Enter, arrows, Tab at the end, Alt-Enter, Ctrl-D, Ctrl-Z, Ctrl-Y, Ctrl-Space and Ctrl-Delete. */
(() => {
  "use strict";
  const grid = window.entryGrid;
  if (!grid || !grid.table) return;

  function move(row, column, down) {
    const viewed = grid.viewed();
    const index = viewed.indexOf(row) + down;
    if (index < 0) return;
    const next = index < viewed.length ? viewed[index] : grid.add();
    if (next) grid.focus(next, column);
  }

  function atEdge(input, forward) {
    const caret = forward ? input.selectionEnd : input.selectionStart;
    const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    return whole || caret === (forward ? input.value.length : 0);
  }

  function fillFromAbove(row, column) {
    const viewed = grid.viewed();
    const above = viewed[viewed.indexOf(row) - 1];
    if (!above) return;
    grid.change([[row, column, above.cells[column]]]);
    grid.save();
  }

  function undoOrRedo(step) {
    if (!step) return;
    const edit = step.edits[0];
    const moved = [...step.removed, ...step.added].find(({ row }) => !row.gone);
    const row = edit && !edit.row.gone ? edit.row : moved && moved.row;
    if (row) grid.focus(row, edit ? edit.column : 0);
    grid.save();
  }

  const COMMANDS = {
    d: fillFromAbove,
    z: (row, column, event) => undoOrRedo(event.shiftKey ? grid.redo() : grid.undo()),
    y: () => undoOrRedo(grid.redo()),
    delete: (row, column) => {
      grid.removeRow(row, column);
      grid.save();
    },
  };
  COMMANDS.backspace = COMMANDS.delete;
  COMMANDS[" "] = (row) => row.element.querySelector("[name=pick]").click();

  /* Undo works wherever one is on the page, once nothing else is typed there: after a row was deleted, say. */
  document.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== "z" && key !== "y")) return;
    if (event.defaultPrevented || event.target.matches("input, textarea, select")) return;
    event.preventDefault();
    COMMANDS[key](null, 0, event);
  });

  grid.table.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!grid.isCell(input) || event.isComposing) return;
    const row = grid.rowOf(input);
    const cells = grid.inputs(row);
    const column = cells.indexOf(input);
    const listOpen = input.getAttribute("aria-expanded") === "true";
    const command = event.ctrlKey || event.metaKey;
    const run = command && !event.altKey && COMMANDS[event.key.toLowerCase()];
    if (run) {
      event.preventDefault();
      run(row, column, event);
    } else if (event.key === "Enter" && event.altKey) {
      const fix = input.parentElement.querySelector("button[name=fix], .ask");
      if (fix) {
        event.preventDefault();
        fix.click();
      }
    } else if (event.key === "Enter") {
      event.preventDefault();
      move(row, column, event.shiftKey ? -1 : 1);
    } else if (event.key === "Tab" && !event.shiftKey && column === cells.length - 1 && row === grid.drawn().at(-1)) {
      const next = grid.viewed()[grid.viewed().indexOf(row) + 1];
      // In a grid that takes no new row Tab leads out of it.
      if (next || grid.data.canAdd) {
        event.preventDefault();
        move(row, 0, 1);
      }
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !listOpen && !event.altKey) {
      event.preventDefault();
      move(row, column, event.key === "ArrowDown" ? 1 : -1);
    } else if ((event.key === "ArrowRight" || event.key === "ArrowLeft") && !event.shiftKey && !command) {
      const forward = event.key === "ArrowRight";
      const next = cells[column + (forward ? 1 : -1)];
      if (next && atEdge(input, forward)) {
        event.preventDefault();
        next.focus();
        next.select();
      }
    }
  });
})();
