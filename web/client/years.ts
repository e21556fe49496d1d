// A range of years by dragging over the bars. A press on one bar stays what it is: a link.
import { formUrl, go } from "./navigate";

function barAt(x: number, y: number): HTMLAnchorElement | null {
  return document.elementFromPoint(x, y)?.closest<HTMLAnchorElement>(".bar a") ?? null;
}

function between(first: HTMLElement, last: HTMLElement): HTMLElement[] {
  const bars = [...document.querySelectorAll<HTMLElement>(".bar")];
  const [a, b] = [bars.indexOf(first), bars.indexOf(last)].sort((x, y) => x - y);
  return bars.slice(a, (b ?? 0) + 1);
}

export function startYears(): void {
  let start: HTMLAnchorElement | null = null;
  let end: HTMLAnchorElement | null = null;

  const paint = (): void => {
    for (const bar of document.querySelectorAll(".bar.spanned")) bar.classList.remove("spanned");
    const from = start?.closest<HTMLElement>(".bar");
    const to = end?.closest<HTMLElement>(".bar");
    if (from && to && from !== to) for (const bar of between(from, to)) bar.classList.add("spanned");
  };

  document.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" || event.button !== 0) return;
    start = end = barAt(event.clientX, event.clientY);
  });
  document.addEventListener("dragstart", (event) => {
    if (start && event.target instanceof Element && event.target.closest(".bar")) event.preventDefault();
  });
  document.addEventListener("pointermove", (event) => {
    if (!start) return;
    end = barAt(event.clientX, event.clientY) ?? end;
    paint();
  });
  document.addEventListener("pointerup", () => {
    const [from, to] = [start, end];
    start = end = null;
    paint();
    if (!from || !to || from === to) return;
    const form = document.querySelector<HTMLFormElement>("form.range");
    const low = form?.querySelector<HTMLInputElement>("input[name=from]");
    const high = form?.querySelector<HTMLInputElement>("input[name=to]");
    if (!form || !low || !high) return;
    const years = [from, to].flatMap((bar) => [Number(bar.dataset["low"]), Number(bar.dataset["high"])]);
    low.value = String(Math.min(...years));
    high.value = String(Math.max(...years));
    void go(formUrl(form), "push");
  });
  document.addEventListener("pointercancel", () => {
    start = end = null;
    paint();
  });
}
