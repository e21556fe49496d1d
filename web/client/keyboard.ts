// Single keys: / j k o ?. They can be switched off (WCAG 2.1.4), since they get in the way of speech input; the
// choice stays in this browser.

const kStore = "labtrail.keys";

function enabled(): boolean {
  try {
    return localStorage.getItem(kStore) !== "off";
  } catch {
    return true;
  }
}

function enable(on: boolean): void {
  try {
    localStorage.setItem(kStore, on ? "on" : "off");
  } catch {
    // A browser that stores nothing keeps the keys on.
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

function hits(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(".hit")];
}

function mark(hit: HTMLElement | undefined): void {
  for (const other of document.querySelectorAll(".hit.current")) other.classList.remove("current");
  hit?.classList.add("current");
}

function move(by: 1 | -1): void {
  const all = hits();
  const focused = document.activeElement?.closest<HTMLElement>(".hit") ?? document.querySelector<HTMLElement>(".hit.current");
  const at = focused ? all.indexOf(focused) : -1;
  const next = all[at < 0 ? 0 : at + by];
  const link = next?.querySelector<HTMLElement>(".hit-link");
  if (!next || !link) return;
  mark(next);
  link.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function helpDialog(): HTMLDialogElement {
  const known = document.querySelector<HTMLDialogElement>("dialog.keys");
  if (known) return known;
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  dialog.setAttribute("aria-labelledby", "keys-title");
  const title = document.createElement("h2");
  title.id = "keys-title";
  title.textContent = "Keys";
  const keys = document.createElement("dl");
  const rows: [string[], string][] = [
    [["/"], "go to the search box"],
    [["j", "k"], "next, previous paper"],
    [["Enter", "o"], "open the paper"],
    [["?"], "this help"],
    [["Esc"], "close it"],
  ];
  for (const [names, meaning] of rows) {
    const term = document.createElement("dt");
    for (const name of names) {
      const key = document.createElement("kbd");
      key.textContent = name;
      term.append(key, " ");
    }
    const text = document.createElement("dd");
    text.textContent = meaning;
    keys.append(term, text);
  }
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = enabled();
  box.addEventListener("change", () => enable(box.checked));
  label.append(box, " Single keys are on");
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.append(title, keys, label, close);
  document.body.append(dialog);
  return dialog;
}

function openHelp(): void {
  const dialog = helpDialog();
  if (!dialog.open) dialog.showModal();
}

export function startKeyboard(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]") || !enabled()) return;
    switch (event.key) {
      case "/": {
        const box = document.querySelector<HTMLInputElement>("#q");
        box?.focus();
        box?.select();
        break;
      }
      case "j":
        move(1);
        break;
      case "k":
        move(-1);
        break;
      case "o":
        document.activeElement?.closest(".hit")?.querySelector<HTMLElement>(".hit-link")?.click();
        break;
      case "?":
        openHelp();
        break;
      default:
        return;
    }
    event.preventDefault();
  });
  document.addEventListener("focusin", (event) => {
    if (event.target instanceof Element) mark(event.target.closest<HTMLElement>(".hit") ?? undefined);
  });
  // The help is reachable without keys too, so that they can be switched on again.
  const opener = document.querySelector<HTMLElement>("[data-opens-keys]");
  if (opener) {
    opener.hidden = false;
    opener.addEventListener("click", openHelp);
  }
}
