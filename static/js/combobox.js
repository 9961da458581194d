/* Completes names while they are typed, in the ARIA combobox pattern; several names of a cell stand apart by ";". */
(() => {
  "use strict";
  const list = document.createElement("ul");
  list.className = "completions";
  list.id = "completions";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  document.body.append(list);
  let owner = null;
  let timer = 0;
  let asked = 0;

  const isCombobox = (element) => element instanceof HTMLInputElement && element.dataset.completes;
  const many = (input) => input.dataset.completes === "donor";
  const options = () => Array.from(list.children);
  const chosen = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

  /* The part of the cell that is being typed: a name up to its role, after the last ";". */
  function part(input) {
    const start = many(input) ? input.value.lastIndexOf(";", input.selectionStart - 1) + 1 : 0;
    const rest = input.value.slice(start);
    const end = many(input) ? rest.search(/[;:]/) : -1;
    return { start, end: end < 0 ? input.value.length : start + end };
  }

  function close() {
    window.clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    list.replaceChildren();
    if (owner) {
      owner.setAttribute("aria-expanded", "false");
      owner.removeAttribute("aria-activedescendant");
      owner.removeAttribute("aria-controls");
    }
    owner = null;
  }

  function place(input) {
    const box = input.getBoundingClientRect();
    list.style.left = `${box.left + window.scrollX}px`;
    list.style.top = `${box.bottom + window.scrollY}px`;
    list.style.minWidth = `${Math.max(box.width, 180)}px`;
  }

  function select(index) {
    const all = options();
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (all[index]) {
      owner.setAttribute("aria-activedescendant", all[index].id);
      all[index].scrollIntoView({ block: "nearest" });
    } else {
      owner.removeAttribute("aria-activedescendant");
    }
  }

  async function ask(input) {
    asked += 1;
    const mine = asked;
    const { start, end } = part(input);
    const query = new URLSearchParams({ kind: input.dataset.completes, q: input.value.slice(start, end).trim(), id: list.id });
    if (input.dataset.completes === "unit") {
      const system = document.getElementById(input.id.replace(/unit$/, "system"));
      if (system) query.set("system", system.value);
    }
    let answer;
    try {
      answer = await fetch(`${input.dataset.href}?${query}`, { headers: { "X-Requested-With": "fetch" } });
    } catch {
      return;
    }
    if (!answer.ok || mine !== asked || document.activeElement !== input) return;
    const html = await answer.text();
    if (mine !== asked) return;
    list.innerHTML = html;
    const only = options().length === 1 && options()[0].dataset.value === input.value.slice(start, end).trim();
    if (!options().length || only) {
      close();
      return;
    }
    owner = input;
    place(input);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-controls", list.id);
  }

  function take(option) {
    const input = owner;
    const { start, end } = part(input);
    const lead = start > 0 ? " " : "";
    input.setRangeText(lead + option.dataset.value, start, end, "end");
    close();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("input", (event) => {
    if (!isCombobox(event.target) || !event.isTrusted) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => ask(event.target), 90);
  });

  document.addEventListener(
    "keydown",
    (event) => {
      if (!isCombobox(event.target)) return;
      if (event.altKey && event.key === "ArrowDown" && list.hidden) {
        event.preventDefault();
        ask(event.target);
        return;
      }
      if (list.hidden || owner !== event.target) {
        if (event.key === "Tab" || event.key === "Enter") close();
        return;
      }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const count = options().length;
        const step = event.key === "ArrowDown" ? 1 : -1;
        select((chosen() + step + count + (chosen() < 0 && step < 0 ? 1 : 0)) % count);
      } else if ((event.key === "Enter" || event.key === "Tab") && chosen() >= 0) {
        if (event.key === "Enter") {
          event.preventDefault();
          event.stopPropagation();
        }
        take(options()[chosen()]);
      } else if (event.key === "Escape") {
        event.stopPropagation();
        close();
      } else if (event.key === "Enter" || event.key === "Tab") {
        close();
      }
    },
    true,
  );

  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault();
    if (option && owner) take(option);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === owner || isCombobox(event.target)) close();
  });
})();
