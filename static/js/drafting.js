/* A drafted text: single keys go through its rows and sentences, words and rows point at each other, selected words become a row. */
(() => {
  "use strict";
  const page = document.getElementById("drafting");
  if (!page) return;
  const help = document.getElementById("drafting-keys");
  const keysOn = document.getElementById("keys-on");
  const words = page.querySelector(".words");
  const picking = document.getElementById("pick-words");
  const STORED = "drafting-keys-off";

  help.hidden = false;
  try {
    keysOn.checked = window.localStorage.getItem(STORED) !== "1";
  } catch {
    /* Without a store they are on. */
  }
  keysOn.addEventListener("change", () => {
    try {
      window.localStorage.setItem(STORED, keysOn.checked ? "" : "1");
    } catch {
      /* Nothing to remember it in. */
    }
  });

  const items = () => Array.from(page.querySelectorAll("[data-kind]"));
  const named = (id) => document.getElementById(id);
  let last = null;

  /* The row or sentence that has the focus, else the one that had it last. */
  function current() {
    const here = document.activeElement && document.activeElement.closest("[data-kind]");
    return here || (last && named(last)) || null;
  }

  function segmentsOf(item) {
    const key = item.dataset.key;
    const all = Array.from(words.querySelectorAll("a[data-start]"));
    if (item.dataset.kind === "row") return all.filter((part) => part.dataset.rows.split(" ").includes(key));
    return all.filter((part) => part.dataset.sentence === key);
  }

  /* Show in the text what an item was drafted of, without moving the page. */
  function point(item) {
    for (const part of words.querySelectorAll(".pointed")) part.classList.remove("pointed");
    for (const other of items()) other.classList.toggle("current", other === item);
    if (!item) return;
    last = item.id;
    const parts = segmentsOf(item);
    for (const part of parts) part.classList.add("pointed");
    if (!parts.length) return;
    const box = words.getBoundingClientRect();
    const place = parts[0].getBoundingClientRect();
    if (place.top < box.top || place.bottom > box.bottom) words.scrollTop += place.top - box.top - box.height / 3;
  }

  function go(item) {
    if (!item) return;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
    point(item);
  }

  function step(by) {
    const all = items();
    const at = all.indexOf(current());
    go(all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))]);
  }

  /* The next one that waits, from here to the end and then from the beginning. */
  function next(from) {
    const all = items();
    const at = all.indexOf(from);
    const following = [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))];
    return following.find((item) => "open" in item.dataset) || null;
  }

  const press = (item, selector) => {
    const button = item && item.querySelector(selector);
    if (button) button.click();
    return Boolean(button);
  };

  function reject(item) {
    const fold = item && item.querySelector("details.reject");
    if (!fold) return;
    fold.open = true;
    fold.querySelector("input[type=radio]:checked").focus();
  }

  /* What is selected in the text, and where it begins there, counted in characters. */
  function selected() {
    const chosen = window.getSelection();
    if (!chosen || chosen.isCollapsed || !words.contains(chosen.anchorNode)) return null;
    const text = chosen.toString().trim();
    const range = chosen.getRangeAt(0);
    const holder = range.startContainer.parentElement.closest("[data-start]");
    if (!text || !holder) return null;
    const before = range.startContainer.textContent.slice(0, range.startOffset);
    return { text, near: Number(holder.dataset.start) + Array.from(before).length };
  }

  function takeWords(item) {
    const chosen = selected();
    if (chosen) {
      picking.elements.words.value = chosen.text;
      picking.elements.near.value = chosen.near;
      picking.requestSubmit();
    } else if (!press(item, ".sentence-row button")) {
      picking.elements.words.focus();
    }
  }

  document.addEventListener("selectionchange", () => {
    const chosen = selected();
    if (!chosen) return;
    picking.elements.words.value = chosen.text.slice(0, 2000);
    picking.elements.near.value = chosen.near;
  });

  const COMMANDS = {
    j: () => step(1),
    k: () => step(-1),
    n: (item) => go(next(item)),
    a: (item) => press(item, "button[name=accept]"),
    e: (item) => press(item, "[data-edit]"),
    r: reject,
    u: (item) => press(item, "button[name=reopen], button[name=untick]"),
    t: (item) => press(item, "button[name=tick]"),
    w: takeWords,
    c: () => press(document, "#go-on"),
    s: () => press(document, "#send"),
  };

  const isTyping = (element) => element.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");

  document.addEventListener("keydown", (event) => {
    const item = current();
    if (event.key === "Escape" && item && item.contains(document.activeElement) && document.activeElement !== item) {
      if (!press(item, "[data-leave]")) {
        const fold = item.querySelector("details.reject");
        if (fold) fold.open = false;
        go(item);
      }
      return;
    }
    if (event.key === "Enter" && event.target.matches("textarea") && (event.ctrlKey || event.metaKey)) {
      // A click names the button; asking the form to submit would not.
      event.target.form.querySelector("button[type=submit]").click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (arrow && event.target.matches("[data-kind]")) {
      event.preventDefault();
      step(arrow);
      return;
    }
    const run = keysOn.checked && !event.shiftKey && COMMANDS[event.key];
    if (!run || event.repeat && event.key !== "j" && event.key !== "k") return;
    event.preventDefault();
    run(item, event);
  });

  page.addEventListener("focusin", (event) => {
    const item = event.target.closest("[data-kind]");
    if (item) point(item);
  });
  page.addEventListener("mouseover", (event) => {
    const part = event.target.closest("a[data-start]");
    for (const item of items()) {
      const keys = part ? (item.dataset.kind === "row" ? part.dataset.rows.split(" ") : [part.dataset.sentence]) : [];
      item.classList.toggle("pointed", keys.includes(item.dataset.key));
    }
  });
  page.addEventListener("click", (event) => {
    const part = event.target.closest("a[data-start], blockquote a");
    if (!part) return;
    const [, kind, key] = /#(?:at-)?(row|sentence)-(\d+)$/.exec(part.getAttribute("href")) || [];
    const item = named(`${kind}-${key}`);
    if (!item) return;
    event.preventDefault();
    go(item);
  });

  /* After a row or sentence came back: into its form, on to the next one that waits, or to itself. */
  let acting = "";
  document.addEventListener("htmx:beforeRequest", (event) => {
    const item = event.target.closest("[data-kind]");
    acting = item ? item.id : "";
  });
  document.addEventListener("htmx:afterSettle", () => {
    const item = acting && named(acting);
    acting = "";
    if (!item) return;
    const field = item.querySelector("form .field.faulty input, form .field.faulty select") || item.querySelector("#row-form input:not([type=hidden])");
    if ("editing" in item.dataset && field) {
      point(item);
      field.focus();
      item.scrollIntoView({ block: "nearest" });
    } else {
      go("open" in item.dataset ? item : next(item) || item);
      if (!next(null)) document.getElementById("send")?.focus();
    }
  });

  const asked = window.location.hash.slice(1).replace(/^at-/, "");
  const first = (asked && named(asked)) || next(null);
  if (first && "editing" in first.dataset) {
    point(first);
    first.querySelector("#row-form input:not([type=hidden])").focus();
  } else if (first && first.matches("[data-kind]")) {
    go(first);
  }
})();
