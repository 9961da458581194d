/* The token of forms after a new login in another tab: the cookie has the right one, so it is taken from there. */
(() => {
  "use strict";
  const token = () => (/(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie) || [])[1] || "";

  function refresh(root) {
    const fresh = token();
    if (!fresh) return;
    for (const input of root.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = fresh;
  }

  document.addEventListener("submit", () => refresh(document), true);
  document.addEventListener("htmx:configRequest", (event) => {
    if ("csrfmiddlewaretoken" in event.detail.parameters && token()) event.detail.parameters.csrfmiddlewaretoken = token();
  });

  window.staffSession = { token, refresh: () => refresh(document) };
})();
