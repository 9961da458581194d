/* Shows the form of a passkey where the browser has them, and hands it to the script of django-allauth. */
(() => {
  "use strict";
  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form[data-passkey]");
    if (!form || !window.PublicKeyCredential) return;
    const kind = form.dataset.passkey;
    const ids = { credential: "id_credential", data: "passkey-options" };
    ids[{ loginForm: "login", authenticateForm: "authenticate", addForm: "add" }[kind]] = "passkey-go";
    if (kind === "addForm") ids.passwordless = "id_passwordless";
    window.allauth.webauthn.forms[kind]({ ids });
    form.hidden = false;
  });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault(); // whoever closed the question of the browser knows it
    const go = document.getElementById("passkey-go");
    if (go) go.focus();
  });
})();
