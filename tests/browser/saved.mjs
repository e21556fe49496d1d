// Remembered for months: save a search, let papers come in, see the alert and why, follow it, with and without
// JavaScript. Each journey has an index, a data folder and a server of its own, because it changes all three.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { bin, root } from "./needs.mjs";
import { ingest, serve, violations, visit } from "./world.mjs";

const paper = (id, title, rest = {}) => ({
  id,
  title,
  abstract: "How small aircraft find their way.",
  language: "en",
  year: 2024,
  venue: "Invented Letters",
  authors: [{ name: "A. Example", affiliations: ["Lanjiang Laboratory, Hangzhou, China"] }],
  ...rest,
});

class World {
  constructor() {
    this.folder = mkdtempSync(path.join(tmpdir(), "labtrail-saved-"));
    this.index = path.join(this.folder, "index");
  }
  async start() {
    ingest(this.index);
    this.server = await serve(this.index, path.join(this.folder, "data"));
    return this;
  }
  get origin() {
    return this.server.address;
  }
  /** Further papers, as the user adds them on the command line while the server runs. */
  add(...papers) {
    const file = path.join(this.folder, `more-${papers[0].id}.jsonl`);
    writeFileSync(file, papers.map((one) => `${JSON.stringify(one)}\n`).join(""));
    const made = spawnSync(path.join(bin, "labtrail-index"), [
      "ingest", "--index", this.index, "--registry", path.join(root, "corpus/samples/registry"), file,
    ]);
    assert.equal(made.status, 0, String(made.stderr));
  }
  async api(pathAndQuery) {
    const answer = await fetch(this.origin + pathAndQuery, { headers: { Authorization: `Bearer ${this.server.token}` } });
    assert.equal(answer.status, 200, pathAndQuery);
    return answer.json();
  }
  /** Waits until the server has taken the newer generation and made its alerts. */
  async unread(count) {
    for (let i = 0; i < 200; ++i) {
      if ((await this.api("/api/v1/alerts")).meta.unread >= count) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.fail(`never ${count} unread alerts`);
  }
  async stop() {
    this.server.child.removeAllListeners("exit");
    this.server.child.kill("SIGTERM");
    await new Promise((resolve) => this.server.child.once("close", resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function inWorld(options, journey) {
  const world = await new World().start();
  try {
    await visit({ baseURL: world.origin, ...options }, (page) => journey(page, world));
  } finally {
    await world.stop();
  }
}

/** The whole way; the same with and without JavaScript, on a wide and on a narrow screen. */
async function remember(page, world, script = true) {
  // axe needs JavaScript itself.
  const checks = async (name) => script && assert.deepEqual(await violations(page), [], name);

  await page.goto(`/?token=${world.server.token}`);
  assert.equal(new URL(page.url()).search, "");

  // Two presses from a result to a saved search.
  await page.goto("/search?q=aircraft&filter=lab:lanjiang-laboratory");
  await page.getByRole("link", { name: "Save this search" }).click();
  await page.waitForURL(/\/saved\/new/);
  await checks("form");
  assert.equal(await page.getByLabel("Name").inputValue(), "aircraft");
  await page.getByLabel("Name").fill("Aircraft of <Lanjiang>");
  await page.getByLabel("Case").fill("Story 12");
  await page.getByLabel("Note").fill("first line\nsecond line");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.waitForURL(/\/saved\/[a-z0-9]+\?done=created/);
  assert.equal(await page.locator("h1").innerText(), "Aircraft of <Lanjiang>");
  assert.match(await page.getByRole("status").filter({ hasText: "Saved." }).innerText(), /from now on/);
  await checks("saved, nothing new yet");
  const home = new URL(page.url()).pathname;

  world.add(paper("new-1", "Aircraft that land alone"), paper("new-2", "Nothing of the kind", { abstract: "" }));
  await world.unread(1);

  await page.getByRole("link", { name: "Alerts", exact: true }).click();
  await page.waitForURL(/\/alerts$/);
  await checks("inbox");
  const events = page.locator(".event.unread");
  assert.equal(await events.count(), 1);
  const said = (await events.first().innerText()).replace(/\s+/g, " ");
  assert.match(said, /New match/i);
  assert.match(said, /Aircraft that land alone/);
  assert.match(said, /Why: new record\. It meets aircraft and lab:lanjiang-laboratory\./);
  assert.match(said, /Search Aircraft of <Lanjiang>, version 1 · generation 2 of \d+ \w+ \d+/);

  await page.getByRole("link", { name: "Aircraft that land alone" }).click();
  await page.waitForURL(/\/papers\/new-1$/);
  await page.goBack();

  // Follow it: the address opens without a session, and with its key only.
  await page.getByRole("link", { name: "Aircraft of <Lanjiang>" }).click();
  await page.waitForURL((url) => url.pathname === home);
  await checks("saved, with an alert");
  for (const [name, type] of [
    ["Atom feed", "application/atom+xml"],
    ["JSON feed", "application/feed+json"],
  ]) {
    const address = world.origin + (await page.getByRole("link", { name }).getAttribute("href"));
    const feed = await fetch(address);
    assert.equal(feed.status, 200);
    assert.match(feed.headers.get("content-type"), new RegExp(type.replace("+", "\\+")));
    assert.match(await feed.text(), /Aircraft that land alone/);
    assert.equal((await fetch(address, { headers: { "If-None-Match": feed.headers.get("etag") } })).status, 304);
    assert.equal((await fetch(address.split("?")[0])).status, 401);
  }

  await page.getByRole("link", { name: "Alerts", exact: true }).click();
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await page.waitForURL(/\/alerts$/);
  assert.equal(await page.locator(".event.unread").count(), 0);
  assert.equal(await page.locator(".event").count(), 1);
  await checks("inbox, all read");

  // Edit, and find the earlier version again.
  await page.goto(home);
  await page.getByText("Edit", { exact: true }).click();
  await checks("editing");
  await page.getByLabel("Query").fill("aircraft OR drone*");
  await page.getByRole("button", { name: "Save as a new version" }).click();
  await page.waitForURL(/done=edited/);
  assert.equal(await page.locator(".versions li").count(), 2);
  await page.getByRole("button", { name: "Archive" }).click();
  await page.waitForURL(/done=archived/);
  await checks("archived");
  await page.getByRole("link", { name: "Saved", exact: true }).click();
  await page.waitForURL(/\/saved$/);
  assert.match(await page.locator("main").innerText(), /Nothing is saved yet/);
  await page.getByRole("link", { name: "Archived (1)" }).click();
  await page.waitForURL(/archived=1/);
  await checks("archived list");
  await page.getByRole("link", { name: "Aircraft of <Lanjiang>" }).click();
  await page.getByRole("button", { name: "Use again" }).click();
  await page.waitForURL(/done=unarchived/);
}

test("save a search, ingest, see the alert and why, follow the feed, edit, archive", () =>
  inWorld({}, (page, world) => remember(page, world)));
test("the same without JavaScript", () => 
  inWorld({ javaScriptEnabled: false }, (page, world) => remember(page, world, false)));
test("the same on a narrow dark screen", () =>
  inWorld({ viewport: { width: 360, height: 800 }, colorScheme: "dark" }, (page, world) => remember(page, world)));

test("with the keyboard alone: save and mark as read", () =>
  inWorld({}, async (page, world) => {
    await page.goto(`/search?q=aircraft&token=${world.server.token}`);
    assert.equal(new URL(page.url()).search, "?q=aircraft");
    await page.getByRole("link", { name: "Save this search" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/saved\/new/);
    await page.getByLabel("Name").focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/done=created/);
    world.add(paper("new-1", "Aircraft that land alone"));
    await world.unread(1);
    await page.goto("/alerts");
    await page.getByRole("button", { name: "Mark as read the alert on Aircraft that land alone" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector(".event.unread") === null);
    assert.equal((await world.api("/api/v1/alerts")).meta.unread, 0);
  }));

test("a page of another site can neither save nor read, whatever it tries", () =>
  inWorld({ allow: [/./] }, async (page, world) => {
    await page.goto(`/?token=${world.server.token}`);
    await page.goto("/saved");
    assert.equal(await page.locator("h1").innerText(), "Saved searches");
    // A page on another port of this machine: another origin, but the same site, so that cookies are sent.
    const { createServer } = await import("node:http");
    const evil = createServer((request, response) => {
      response.setHeader("Content-Type", "text/html");
      response.end(`<!doctype html><title>evil</title>
        <form id="f" method="post" action="${world.origin}/saved"><input name="name" value="Evil"><input name="query" value="x"></form>
        <form id="t" method="post" enctype="text/plain" action="${world.origin}/api/v1/saved"><input name='{"name":"Evil","note":"' value='"}'></form>`);
    });
    await new Promise((resolve) => evil.listen(0, "127.0.0.1", resolve));
    const there = `http://127.0.0.1:${evil.address().port}/`;
    try {
      for (const [form, status] of [["f", 403], ["t", 415]]) {
        await page.goto(there);
        const [answer] = await Promise.all([
          page.waitForResponse((response) => response.request().method() === "POST"),
          page.evaluate((id) => document.getElementById(id).submit(), form),
        ]);
        assert.equal(answer.status(), status);
        await page.waitForURL((url) => url.origin === world.origin);
      }
      await page.goto(there);
      const read = await page.evaluate(async (address) => {
        const out = [];
        for (const [method, body] of [["GET"], ["POST", '{"name":"Evil"}'], ["DELETE"]]) {
          const headers = body ? { "Content-Type": "application/json" } : {};
          out.push(await fetch(`${address}/api/v1/saved`, { method, body, headers, credentials: "include" }).then(() => "read", () => "refused"));
        }
        out.push(await fetch(`${address}/saved`, { mode: "no-cors", credentials: "include" }).then((answer) => answer.type, () => "refused"));
        return out;
      }, world.origin);
      assert.deepEqual(read, ["refused", "refused", "refused", "refused"]);
      await page.setContent(`<iframe src="${world.origin}/saved"></iframe>`);
      const frame = page.frames()[1];
      await frame?.waitForLoadState().catch(() => {});
      assert.doesNotMatch((await frame?.content().catch(() => "")) ?? "", /Saved searches/);
    } finally {
      evil.close();
    }
    assert.equal((await world.api("/api/v1/saved?which=all")).meta.count, 0);
  }));

test("Lock ends the session; the printed address opens it again", () =>
  inWorld({ allow: [/status of 401/] }, async (page, world) => {
    const opened = `${world.origin}/saved?token=${world.server.token}`;
    await page.goto(opened);
    assert.match(await page.locator("h1").innerText(), /Saved searches/);
    await page.getByRole("button", { name: "Lock" }).press("Enter");
    await page.waitForURL((url) => url.pathname === "/");
    assert.equal((await page.goto("/saved")).status(), 401);
    assert.equal((await page.goto(opened)).status(), 200);
  }));

test("without the session the pages say whose they are, and how to open them", () =>
  inWorld({ allow: [/status of 401/] }, async (page) => {
    for (const address of ["/saved", "/alerts", "/saved/new?q=x"]) {
      const answer = await page.goto(address);
      assert.equal(answer.status(), 401);
      assert.match(await page.locator("main").innerText(), /open the address with \?token= that the server printed/i);
      assert.deepEqual(await violations(page), []);
    }
  }));
