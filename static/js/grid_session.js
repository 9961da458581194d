/* When the session has ended: the rows stay, somebody logs in here or in another tab, and saving goes on. */
(() => {
  "use strict";
  const grid = window.entryGrid;
  const dialog = document.getElementById("login-again");
  if (!grid || !grid.table || !dialog) return;
  const form = document.getElementById("login-again-form");
  const problem = document.getElementById("login-again-problem");
  let out = false;

  grid.table.addEventListener("loggedout", () => {
    out = true;
    if (!dialog.open) dialog.showModal();
    document.getElementById("again-password").focus();
  });

  grid.table.addEventListener("rowssaved", () => {
    out = false;
    if (dialog.open) dialog.close();
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.textContent = "";
    let answer = null;
    try {
      answer = await grid.post(form.action, new URLSearchParams(new FormData(form)));
    } catch {
      problem.textContent = "No connection.";
      return;
    }
    if (!answer.ok) {
      problem.textContent = answer.status === 422 ? await answer.text() : "That did not work. Try once more.";
      return;
    }
    form.elements.password.value = "";
    dialog.close();
    out = false;
    window.staffSession.refresh();
    grid.say("");
    grid.save({ all: true });
  });

  document.getElementById("login-again-later").addEventListener("click", () => dialog.close());

  // Perhaps somebody logged in again in another tab.
  document.addEventListener("visibilitychange", () => {
    if (out && !document.hidden) grid.save();
  });
  window.addEventListener("focus", () => {
    if (out) grid.save();
  });
})();
