// Suggestions under the search box, as an ARIA combobox with a list: a lab, an institution, a venue, a topic or a
// funder under any of its names becomes a filter, a word is completed. Without an answer of the server there is
// just no list; what is typed is searched as ever.
import { announce, go, searchMain } from "./navigate";

interface Suggestion {
  kind: string;
  label: string;
  count: number;
  name: string;
  query: string;
  filter: string;
}

const kWait = 120; // ms after a key
const kMost = 8;
const kKinds: Record<string, string> = {
  lab: "Lab",
  institution: "Institution",
  venue: "Venue",
  topic: "Topic",
  funder: "Funder",
  word: "Word",
};
const kNumber = new Intl.NumberFormat("en");

function span(text: string, className: string): HTMLElement {
  const element = document.createElement(className === "value" || className === "alias" ? "bdi" : "span");
  element.className = className;
  element.textContent = text;
  return element;
}

function papers(count: number): string {
  return `${kNumber.format(count)} ${count === 1 ? "paper" : "papers"}`;
}

async function ask(text: string, signal: AbortSignal): Promise<Suggestion[]> {
  const parameters = new URLSearchParams({ q: text, limit: String(kMost) });
  const response = await fetch(`/api/v1/suggest?${parameters}`, { signal, headers: { Accept: "application/json" } });
  if (!response.ok) return [];
  const answer: { suggestions: Suggestion[] } = await response.json();
  // A lab under its ROR id as well: one row is enough, where both open the same number of papers.
  const isLab = (one: Suggestion, other: Suggestion): boolean =>
    other.kind === "lab" && one.kind === "institution" && other.label === one.label && other.count === one.count;
  return answer.suggestions.filter((one) => !answer.suggestions.some((other) => isLab(one, other)));
}

/** Where a value leads: the form's own state with the value as one more clause of its filter. */
function urlOf(form: HTMLFormElement, one: Suggestion): string {
  const parameters = new URLSearchParams({ q: one.query });
  for (const field of form.querySelectorAll<HTMLInputElement>("input[type=hidden]")) {
    parameters.set(field.name, field.value);
  }
  const filter = parameters.get("filter");
  parameters.set("filter", filter ? `${filter},${one.filter}` : one.filter);
  return `${form.action}?${parameters}`;
}

class Suggestions {
  private readonly list = document.createElement("ul");
  private found: Suggestion[] = [];
  private at = -1;
  private timer = 0;
  private running: AbortController | null = null;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly input: HTMLInputElement,
  ) {
    this.list.id = "suggestions";
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Suggestions");
    this.list.hidden = true;
    form.append(this.list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.list.id);
    input.addEventListener("input", (event) => {
      if (!(event instanceof InputEvent && event.isComposing)) this.schedule();
    });
    input.addEventListener("compositionend", () => this.schedule());
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("blur", () => this.close());
    form.addEventListener("submit", () => this.close());
    // A press on the list must not take the focus from the box: that would close the list before the click.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest<HTMLElement>("[role=option]") : null;
      if (option) this.take(Number(option.dataset["place"]));
    });
  }

  private schedule(): void {
    clearTimeout(this.timer);
    this.running?.abort();
    if (this.input.value.trim() === "") {
      this.close();
      return;
    }
    this.timer = window.setTimeout(() => void this.update(), kWait);
  }

  private async update(): Promise<void> {
    const mine = new AbortController();
    this.running = mine;
    let found: Suggestion[] = [];
    try {
      found = await ask(this.input.value, mine.signal);
    } catch {
      // No answer, no list.
    }
    if (mine.signal.aborted || document.activeElement !== this.input) return;
    this.found = found;
    this.draw();
  }

  private draw(): void {
    this.at = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(
      ...this.found.map((one, place) => {
        const option = document.createElement("li");
        option.id = `suggestion-${place}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset["place"] = String(place);
        const what = span("", "what");
        if (one.query !== "" && one.filter !== "") what.append(span(`${one.query} + `, "rest"));
        what.append(span(one.label, "value"));
        if (one.name !== "") what.append(" ", span(one.name, "alias"));
        option.append(what, " ", span(kKinds[one.kind] ?? one.kind, "kind"), " ", span(papers(one.count), "count"));
        return option;
      }),
    );
    const open = this.found.length > 0;
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    if (open) announce(this.found.length === 1 ? "1 suggestion" : `${this.found.length} suggestions`);
  }

  private close(): void {
    clearTimeout(this.timer);
    this.running?.abort();
    this.found = [];
    this.draw();
  }

  private mark(place: number): void {
    this.at = place;
    [...this.list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === place)));
    const option = this.list.children[place];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  private take(place: number): void {
    const one = this.found[place];
    if (!one) return;
    this.close();
    if (one.filter === "") {
      this.input.value = `${one.query} `;
      this.input.focus();
      return;
    }
    this.input.value = one.query;
    const url = urlOf(this.form, one);
    if (searchMain()) {
      void go(url, "push");
    } else {
      location.assign(url);
    }
  }

  private onKey(event: KeyboardEvent): void {
    if (event.isComposing || this.list.hidden) return;
    const count = this.found.length;
    // Between the last and the first stands the box itself, with what was typed.
    switch (event.key) {
      case "ArrowDown":
        this.mark(this.at + 1 === count ? -1 : this.at + 1);
        break;
      case "ArrowUp":
        this.mark(this.at === -1 ? count - 1 : this.at - 1);
        break;
      case "Enter":
        if (this.at === -1) return;
        this.take(this.at);
        break;
      case "Escape":
        this.close();
        break;
      default:
        return;
    }
    event.preventDefault();
  }
}

export function startSuggestions(): void {
  const form = document.querySelector<HTMLFormElement>("form.box");
  const input = form?.querySelector<HTMLInputElement>("#q");
  if (form && input) new Suggestions(form, input);
}
