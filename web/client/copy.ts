// A button that copies a text that stands on the page. Only where the browser lets a page copy: elsewhere there is
// no button, and the text can be marked by hand as ever.
import { announce } from "./navigate";

const kShown = 2000;

function addButton(text: HTMLElement): void {
  const what = text.dataset["copy"] ?? "text";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  const rest = `Copy ${what}`;
  button.textContent = rest;
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(text.textContent ?? "").then(
      () => {
        button.textContent = "Copied";
        announce(`Copied the ${what}`);
        setTimeout(() => (button.textContent = rest), kShown);
      },
      () => {
        // Refused: mark the text, so that the keyboard can copy it.
        getSelection()?.selectAllChildren(text);
        announce(`The browser does not let the page copy; the ${what} is marked`);
      },
    );
  });
  text.after(button);
}

export function startCopy(): void {
  if (!("clipboard" in navigator)) return;
  for (const text of document.querySelectorAll<HTMLElement>("[data-copy]")) addButton(text);
}
