// Going from one state of the search page to another without a page load: fetch the page of the new state, swap
// <main>, keep focus, scroll and folds, say the new total aloud. The URL is the state; back and forward just work.

type Step = "push" | "replace" | "back";

let running: AbortController | null = null;
/** What is shown now; a change of the fragment alone is no change of state. */
let shown = location.pathname + location.search;

export function searchMain(): HTMLElement | null {
  return document.querySelector<HTMLElement>("main.search");
}

/** The URL that submitting a GET form would lead to. */
export function formUrl(form: HTMLFormElement): string {
  const url = new URL(form.action);
  const parameters = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") parameters.append(name, value);
  }
  url.search = parameters.toString();
  return url.href;
}

/** Fetches a page; a later call cancels an earlier one, which then gives null. */
export async function fetchPage(url: string): Promise<{ page: Document; url: string } | null> {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  try {
    const response = await fetch(url, { signal: mine.signal, headers: { Accept: "text/html" } });
    const text = await response.text();
    if (mine.signal.aborted) return null;
    return { page: new DOMParser().parseFromString(text, "text/html"), url: response.url || url };
  } catch (problem) {
    if (mine.signal.aborted) return null;
    throw problem;
  } finally {
    if (running === mine) running = null;
  }
}

export function announce(text: string): void {
  const place = document.getElementById("announcement");
  if (place) place.textContent = text;
}

interface Kept {
  key: string | null;
  top: number;
  folds: Map<string, boolean>;
}

function remember(main: HTMLElement): Kept {
  const focused = document.activeElement;
  const inside = focused instanceof HTMLElement && main.contains(focused) ? focused : null;
  const folds = new Map<string, boolean>();
  for (const fold of main.querySelectorAll<HTMLDetailsElement>("details[data-keep]")) {
    folds.set(fold.dataset["keep"] ?? "", fold.open);
  }
  return {
    key: inside?.dataset["key"] ?? null,
    top: inside?.getBoundingClientRect().top ?? 0,
    folds,
  };
}

/** The element that stands for `key` now: itself, or, when it is gone, the nearest place that says what happened. */
function successor(main: HTMLElement, key: string): { element: HTMLElement; exact: boolean } | null {
  const exact = main.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  if (exact) return { element: exact, exact: true };
  // "institution exclude x" is answered by "institution value x"; a removed chip by the total.
  const twin = main.querySelector<HTMLElement>(`[data-key="${CSS.escape(key.replace(" exclude ", " value "))}"]`);
  if (twin) return { element: twin, exact: true };
  const total = main.querySelector<HTMLElement>("h1");
  if (!total) return null;
  total.tabIndex = -1;
  return { element: total, exact: false };
}

function restore(main: HTMLElement, kept: Kept): void {
  for (const fold of main.querySelectorAll<HTMLDetailsElement>("details[data-keep]")) {
    fold.open = kept.folds.get(fold.dataset["keep"] ?? "") ?? fold.open;
  }
  if (kept.key === null) return;
  const next = successor(main, kept.key);
  if (!next) return;
  next.element.focus({ preventScroll: true });
  // Whatever grew or shrank above: what was pressed stays under the pointer.
  if (!next.exact) return;
  scrollBy(0, next.element.getBoundingClientRect().top - kept.top);
  // At an end of the page there is nothing to scroll by: room is made instead, until the next answer.
  const short = kept.top - next.element.getBoundingClientRect().top;
  if (short > 0) main.style.paddingBlockStart = `${parseFloat(getComputedStyle(main).paddingBlockStart) + short}px`;
  if (short < 0) {
    main.style.paddingBlockEnd = `${parseFloat(getComputedStyle(main).paddingBlockEnd) - short}px`;
    scrollBy(0, -short);
  }
}

/** The box in the header carries filter and sort along in hidden fields. */
function syncBox(page: Document): void {
  const here = document.querySelector<HTMLFormElement>("header form.box");
  const there = page.querySelector<HTMLFormElement>("header form.box");
  if (!here || !there) return;
  for (const old of here.querySelectorAll("input[type=hidden]")) old.remove();
  for (const field of there.querySelectorAll("input[type=hidden]")) here.append(document.importNode(field, true));
  const input = here.querySelector<HTMLInputElement>("#q");
  const answered = there.querySelector<HTMLInputElement>("#q");
  if (input && answered) input.value = answered.getAttribute("value") ?? "";
}

function swap(page: Document): HTMLElement | null {
  const old = searchMain();
  const next = page.querySelector<HTMLElement>("main.search");
  if (!old || !next) return null;
  const kept = remember(old);
  const fresh = document.importNode(next, true);
  old.replaceWith(fresh);
  document.title = page.title;
  syncBox(page);
  const answered = document.querySelector("footer .answered");
  const nextAnswered = page.querySelector("footer .answered");
  if (answered && nextAnswered) answered.textContent = nextAnswered.textContent;
  restore(fresh, kept);
  announce(fresh.querySelector("h1")?.textContent ?? "");
  document.dispatchEvent(new CustomEvent("labtrail:swapped"));
  return fresh;
}

/** The old results stay, plainly marked as old: an error never looks like an empty result. */
function showFailure(main: HTMLElement, url: string): void {
  main.querySelector(".offline")?.remove();
  const note = document.createElement("p");
  note.className = "offline";
  note.setAttribute("role", "alert");
  note.append("The server did not answer. What you see is the search before. ");
  const again = document.createElement("a");
  again.href = url;
  again.textContent = "Try again";
  note.append(again);
  main.prepend(note);
}

export async function go(url: string, step: Step, options: { toResults?: boolean } = {}): Promise<void> {
  const main = searchMain();
  if (!main) {
    location.assign(url);
    return;
  }
  if (step === "push") history.replaceState({ ...history.state, scroll: scrollY }, "");
  main.setAttribute("aria-busy", "true");
  let answer: { page: Document; url: string } | null;
  try {
    answer = await fetchPage(url);
  } catch {
    main.removeAttribute("aria-busy");
    showFailure(main, url);
    return;
  }
  if (!answer) return;
  const fresh = swap(answer.page);
  if (!fresh) {
    location.assign(url);
    return;
  }
  if (step === "push") history.pushState({}, "", answer.url);
  if (step === "replace") history.replaceState(history.state, "", answer.url);
  shown = location.pathname + location.search;
  if (step === "back") {
    const saved: unknown = history.state?.scroll;
    if (typeof saved === "number") scrollTo(0, saved);
  } else if (options.toResults) {
    const results = fresh.querySelector<HTMLElement>("#results");
    results?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

export function startNavigation(): void {
  if (!searchMain()) return;
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || !isPlainClick(event) || !(event.target instanceof Element)) return;
    const link = event.target.closest("a");
    if (!(link instanceof HTMLAnchorElement) || link.target !== "") return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || url.pathname !== "/search" || url.hash !== "") return;
    event.preventDefault();
    // Safari does not focus a link that is clicked; focus is what tells the place to return to.
    link.focus({ preventScroll: true });
    void go(url.href, "push", { toResults: link.closest(".paging") !== null });
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return;
    if (new URL(form.action).pathname !== "/search") return;
    event.preventDefault();
    const box = form.classList.contains("box");
    void go(formUrl(form), "push", { toResults: false }).then(() => {
      if (box) scrollTo(0, 0);
    });
  });
  addEventListener("popstate", () => {
    if (location.pathname + location.search !== shown) void go(location.href, "back");
  });
}
