// A button that copies the code beside it. Without this script the code can be selected like any text.
const SHOWN_MS = 2000;

for (const code of document.querySelectorAll("pre[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button plain copy";
  button.textContent = code.dataset.copy;
  button.setAttribute("aria-label", `${code.dataset.copy}: ${code.previousElementSibling.textContent.trim()}`);
  const said = document.createElement("span");
  said.className = "hidden";
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    let words = code.dataset.copied;
    try {
      await navigator.clipboard.writeText(`${code.textContent}\n`);
    } catch {
      // Browsers keep the clipboard from pages without TLS.
      words = code.dataset.failed;
      window.getSelection().selectAllChildren(code);
    }
    button.textContent = words;
    said.textContent = words;
    window.setTimeout(() => {
      button.textContent = code.dataset.copy;
      said.textContent = "";
    }, SHOWN_MS);
  });
  code.previousElementSibling.append(button, said);
}
