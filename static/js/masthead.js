/* The header: "/" goes to the search, and what was folded open in the navigation closes when one looks elsewhere. */
(() => {
  const typing = (element) => element.isContentEditable || element.matches?.("input, select, textarea");
  const opened = () => document.querySelector(".nav-more[open]");

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && opened()?.contains(event.target)) {
      const more = opened();
      more.open = false;
      more.querySelector("summary").focus();
    }
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const search = document.getElementById("site-search");
    if (event.key !== "/" || !plain || !search || typing(event.target)) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
  document.addEventListener("click", (event) => {
    if (opened() && !opened().contains(event.target)) opened().open = false;
  });
})();
