/* The explorer: keeps what was folded open while htmx swaps the answer in, says what was found, and moves by arrows. */
(() => {
  const folded = new Map();

  const remember = (event) => {
    if (event.target instanceof HTMLDetailsElement && event.target.id) {
      folded.set(event.target.id, event.target.open);
    }
  };

  const prepare = () => {
    for (const [id, open] of folded) {
      const fold = document.getElementById(id);
      if (fold) fold.open = open;
    }
    for (const input of document.querySelectorAll(".facet .narrow")) input.hidden = false;
  };

  const narrow = (input) => {
    const wanted = input.value.trim().toLocaleLowerCase();
    for (const item of input.closest(".facet").querySelectorAll("li")) {
      item.hidden = !item.textContent.toLocaleLowerCase().includes(wanted);
    }
  };

  /* Up and down go through the values of a facet, and through the rows of a table by the same column. */
  const beside = (link, step) => {
    const facet = link.closest(".facet li");
    const rows = facet ? [...facet.parentElement.children].filter((row) => !row.hidden) : [];
    const cell = link.closest("tbody tr > *");
    const row = facet || cell?.parentElement;
    const all = facet ? rows : [...(row?.parentElement.children ?? [])];
    const next = all[all.indexOf(row) + step];
    return (facet ? next : next?.children[cell.cellIndex])?.querySelector("a");
  };

  document.addEventListener("toggle", remember, true);
  document.addEventListener("input", (event) => {
    if (event.target.matches(".facet .narrow")) narrow(event.target);
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("details.menu[open], details.cite[open]");
    if (event.key === "Escape" && menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.matches?.("#explorer a")) return;
    const next = beside(event.target, step);
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("htmx:afterSettle", () => {
    prepare();
    const found = document.getElementById("found");
    if (found) document.getElementById("announced").textContent = found.textContent.trim().replace(/\s+/g, " ");
  });
  prepare();
})();
