import assert from "node:assert/strict";
import { test } from "node:test";
import { arrive, total, visit } from "./world.mjs";

const refused = [/status of 40[04]/];

test("a filter that cannot be read is an error with its place and a way out, not an empty result", () =>
  visit({ allow: refused }, async (page) => {
    const response = await page.goto("/search?q=swarm&filter=contry:CN,year:2020");
    assert.equal(response.status(), 400);
    assert.equal(await page.locator("h1").innerText(), "This filter cannot be read");
    assert.equal(await page.locator(".place mark").innerText(), "contry");
    assert.match(await page.locator(".problem").innerText(), /country/);
    assert.equal(await page.locator("#q").inputValue(), "swarm");
    await page.getByRole("link", { name: "Search without filters" }).click();
    await arrive(page, (q) => !q.get("filter"));
    assert.ok((await total(page)) > 0);
  }));

test("the box reads leniently and shows what it did not understand", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=auther:wang");
    assert.match(await page.locator(".diagnostics").innerText(), /auther/);
    assert.ok((await page.locator(".diagnostics .place mark").innerText()).includes("auther"));
  }));

test("nothing found: filters can be taken away where one stands", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=zzzzzzzz&filter=country:CN");
    assert.equal(await total(page), 0);
    assert.equal(await page.locator("h1").innerText(), "No papers for zzzzzzzz");
    await page.getByRole("heading", { name: "Nothing in this index matches" }).waitFor();
    await page.getByRole("link", { name: "Remove filter Country China" }).click();
    await arrive(page, (q) => !q.get("filter"));
    await page.getByRole("link", { name: "Show every paper of this index" }).click();
    await arrive(page, (q) => q.get("q") === "");
    assert.ok((await total(page)) > 100);
  }));

test("a misspelt word is answered by a suggestion that has matches", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=labratory");
    const suggestion = page.locator(".spelling a");
    await suggestion.waitFor();
    const count = Number((await page.locator(".spelling .count").innerText()).match(/\d+/)[0]);
    await suggestion.click();
    await arrive(page, (q) => q.get("q") === "laboratory");
    assert.equal(await total(page), count);
  }));

test("hostile text in the URL stays text", () =>
  visit({ allow: refused }, async (page) => {
    for (const text of ["<img src=x onerror=alert(1)>", "\"><script>alert(1)</script>", "'-alert(1)-'"]) {
      await page.goto(`/search?q=${encodeURIComponent(text)}`);
      assert.equal(await page.locator("#q").inputValue(), text);
      assert.equal(await page.locator("main img, main script").count(), 0);
      await page.goto(`/search?q=&filter=${encodeURIComponent(`venue:"${text.replaceAll('"', '\\"')}"`)}`);
      assert.equal(await page.locator("main img, main script").count(), 0);
    }
  }));

test("a server that does not answer leaves the old results standing, and says so", () =>
  visit({ allow: [/Failed to load resource|ERR_FAILED/] }, async (page) => {
    await page.goto("/search?q=swarm");
    const before = await page.locator(".hit-title").allInnerTexts();
    await page.route(/sort=newest/, (route) => route.abort());
    await page.locator(".sort").getByRole("link", { name: "Newest" }).click();
    await page.getByRole("alert").waitFor();
    assert.match(await page.getByRole("alert").innerText(), /The server did not answer\. What you see is the search before\./);
    assert.deepEqual(await page.locator(".hit-title").allInnerTexts(), before);
    assert.equal(new URL(page.url()).searchParams.get("sort"), null);
    await page.unroute(/sort=newest/);
    await page.getByRole("link", { name: "Try again" }).click();
    await arrive(page, (q) => q.get("sort") === "newest");
    assert.equal(await page.getByRole("alert").count(), 0);
  }));

test("a paper that is not there is a page with a way on", () =>
  visit({ allow: refused }, async (page) => {
    const response = await page.goto("/papers/sample:none");
    assert.equal(response.status(), 404);
    assert.equal(await page.locator("h1").innerText(), "Not found");
    await page.getByRole("link", { name: "Go to the start page" }).click();
    await page.waitForURL((url) => url.pathname === "/");
  }));

test("a page behind the last says so and leads back", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=swarm&page=400");
    await page.getByRole("link", { name: "Go to the first page of this search" }).click();
    await arrive(page, (q) => !q.get("page"));
    assert.ok((await page.locator(".hit").count()) > 0);
  }));

test("pages are served with a policy that allows this server only", () =>
  visit({}, async (page) => {
    const response = await page.goto("/search?q=swarm");
    const policy = response.headers()["content-security-policy"];
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe|https?:|\*/);
    assert.equal(await page.locator("[style], script:not([src])").count(), 0);
  }));
