// One index of the sample corpus, one server, one Chromium for all tests; a fresh context (profile) for each test.
// Every context is watched: a request to another host, a violation of the content security policy, an error in the
// console or an uncaught exception fails the test in which it happens.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { bin, chromium as executablePath, root } from "./needs.mjs";

const require = createRequire(path.join(root, "web/package.json"));
const { chromium } = require("playwright-core");
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

let folder;
let server;
let browser;
export let origin = "";

const files = readdirSync(path.join(root, "corpus/samples"))
  .filter((name) => name.endsWith(".jsonl"))
  .map((name) => path.join(root, "corpus/samples", name));

/** The papers of the sample corpus, as they stand in its files. */
export const samples = files
  .flatMap((file) => readFileSync(file, "utf8").trim().split("\n"))
  .map((line) => JSON.parse(line));

/** The sample corpus as an index of its own. */
export function ingest(index) {
  const made = spawnSync(
    path.join(bin, "labtrail-index"),
    ["ingest", "--index", index, "--registry", path.join(root, "corpus/samples/registry"), "--json", ...files],
    { encoding: "utf8" },
  );
  assert.equal(made.status, 0, `labtrail-index failed: ${made.error ?? made.stderr}`);
}

/** A server of its own: {child, address, token}. */
export async function serve(index, data) {
  const child = spawn(
    path.join(bin, "labtrail-search"),
    ["serve", "--index", index, "--data", data, "--listen", "127.0.0.1:0"],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let said = "";
  const [address, token] = await new Promise((resolve, reject) => {
    const listen = (chunk) => {
      said += chunk;
      const found = said.match(/(http:\/\/[0-9.]+:\d+)\/\?token=([0-9a-f]+)\n/);
      if (found) resolve([found[1], found[2]]);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`labtrail-search ended with ${code}: ${said}`)));
  });
  for (let i = 0; i < 200; ++i) {
    const ready = await fetch(`${address}/readyz`).catch(() => null);
    if (ready?.ok) return { child, address, token };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the server at ${address} never got ready: ${said}`);
}

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "labtrail-browser-"));
  ingest(path.join(folder, "index"));
  const started = await serve(path.join(folder, "index"), path.join(folder, "data"));
  server = started.child;
  origin = started.address;
  browser = await chromium.launch({
    executablePath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
});

after(async () => {
  await browser?.close();
  server?.removeAllListeners("exit");
  server?.kill("SIGTERM");
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Runs `journey(page)` in a fresh context and then asserts that nothing untoward happened on the way. */
export async function visit(options, journey) {
  const { allow = [], ...context_options } = options;
  const home = options.baseURL ?? origin;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, baseURL: origin, ...context_options });
  const faults = [];
  const note = (text) => {
    if (!allow.some((pattern) => pattern.test(text))) faults.push(text);
  };
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${home}/`)) note(`request to another host: ${url}`);
  });
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") note(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => note(`uncaught: ${error.error()}`));
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  try {
    await journey(page, context);
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
  }
}

export async function api(pathAndQuery) {
  const response = await fetch(origin + pathAndQuery);
  assert.equal(response.status, 200, pathAndQuery);
  return response.json();
}

/** The exact count that the API gives for the state in a page's URL. */
export async function countOf(url) {
  const parameters = new URL(url).searchParams;
  const query = new URLSearchParams({
    search: parameters.get("q") ?? "",
    filter: parameters.get("filter") ?? "",
    per_page: "1",
  });
  return (await api(`/api/v1/papers?${query}`)).meta.count;
}

export const total = async (page) => Number(await page.locator("#total").getAttribute("data-total"));
export const filterOf = (page) => new URL(page.url()).searchParams.get("filter") ?? "";

/** Waits until the client has swapped (or the browser loaded) a page whose URL fulfils `test`. */
export async function arrive(page, test) {
  await page.waitForURL((url) => test(url.searchParams, url));
  await page.waitForSelector("main:not([aria-busy])");
}

/** A facet's values as shown: [{name, count, selected}]. */
export async function values(page, field) {
  return page.locator(`section.facet[data-field="${field}"] li.value`).evaluateAll((rows) =>
    rows.map((row) => ({
      name: row.querySelector(".name").textContent,
      count: Number(row.querySelector(".count").textContent.replaceAll(",", "")),
      selected: row.classList.contains("selected"),
    })),
  );
}

export const value = (page, field, name) =>
  page.locator(`section.facet[data-field="${field}"] li.value`, { has: page.getByText(name, { exact: true }) });

/**
 * Violations of WCAG 2.2 A and AA and of best practice that axe-core finds, in short. Bars of the years may be
 * narrower than 24 pixels on a narrow screen: the form beside them does the same (WCAG 2.5.8, "equivalent").
 */
export async function violations(page) {
  await page.evaluate(axeSource);
  const result = await page.evaluate(() =>
    globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
  );
  const excused = (violation, node) => violation.id === "target-size" && node.html.includes('data-key="year ');
  return result.violations
    .map((violation) => ({ ...violation, nodes: violation.nodes.filter((node) => !excused(violation, node)) }))
    .filter((violation) => violation.nodes.length > 0)
    .map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join("; ").slice(0, 400)}`);
}
