// Search inside a facet while typing: the page of that state is fetched, and only the values of that facet are
// swapped, so that the cursor and an input method's unfinished word stay where they are.
import { announce, fetchPage, formUrl } from "./navigate";

const kPause = 180;
let timer = 0;

function list(section: Element): Element[] {
  return [...section.children].filter((child) => !child.matches("h3, form"));
}

async function findInside(form: HTMLFormElement): Promise<void> {
  const section = form.closest<HTMLElement>("section.facet");
  const field = section?.dataset["field"];
  if (!section || !field) return;
  let answer: { page: Document; url: string } | null;
  try {
    answer = await fetchPage(formUrl(form));
  } catch {
    announce("The server did not answer.");
    return;
  }
  const fresh = answer?.page.querySelector(`section.facet[data-field="${CSS.escape(field)}"]`);
  if (!answer || !fresh || !section.isConnected) return;
  for (const old of list(section)) old.remove();
  for (const child of list(fresh)) section.append(document.importNode(child, true));
  history.replaceState(history.state, "", answer.url);
  const count = section.querySelectorAll("li.value").length;
  announce(`${count} ${count === 1 ? "value" : "values"} listed`);
}

/** Browsers that cannot show the content of a closed fold on wide screens get it opened. */
function openFold(): void {
  if (CSS.supports("selector(::details-content)") || !matchMedia("(min-width: 48rem)").matches) return;
  const fold = document.querySelector<HTMLDetailsElement>("details.panel-fold");
  if (fold) fold.open = true;
}

export function startPanel(): void {
  openFold();
  document.addEventListener("labtrail:swapped", openFold);
  const onInput = (event: Event): void => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.name !== "prefix" || !input.form) return;
    if (event instanceof InputEvent && event.isComposing) return;
    const form = input.form;
    clearTimeout(timer);
    timer = window.setTimeout(() => void findInside(form), kPause);
  };
  document.addEventListener("input", onInput);
  document.addEventListener("compositionend", onInput);
}
