import assert from "node:assert/strict";
import { test } from "node:test";
import { api, arrive, countOf, filterOf, origin, samples, total, visit } from "./world.mjs";

test("the start page says what is in the index, and a search begins there", () =>
  visit({}, async (page) => {
    await page.goto("/");
    const count = (await api("/api/v1/papers?per_page=1")).meta.count;
    assert.equal(count, samples.length);
    assert.match(await page.locator(".figures").innerText(), new RegExp(`^papers\\n${count}\\n`));
    await page.getByLabel("Search papers", { exact: true }).fill("swarm");
    await page.keyboard.press("Enter");
    await arrive(page, (q) => q.get("q") === "swarm");
    assert.equal(await total(page), await countOf(page.url()));
    assert.ok((await total(page)) > 0);
    assert.equal(await page.locator("h1").innerText(), `${await total(page)} papers for “swarm”`.replace(/[“”]/g, ""));
  }));

test("results show marked titles, authors, where published and the affiliations as printed", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=Lanjiang");
    const first = page.locator(".hit").first();
    assert.match((await first.locator("mark").first().innerText()).toLowerCase(), /lanjiang/);
    assert.match(await first.innerText(), /This paper lists (this affiliation|these affiliations)/);
    const titles = await page.locator(".hit-title").allInnerTexts();
    const known = new Set(samples.map((paper) => paper.title.replace(/\s+/g, " ")));
    for (const title of titles) assert.ok(known.has(title), title);
  }));

test("every number carries unit, period and generation", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=");
    const line = await page.locator(".summary .provenance").innerText();
    const years = samples.map((paper) => paper.year).filter(Boolean);
    assert.match(
      line,
      new RegExp(`^${Math.min(...years)}–${Math.max(...years)} · generation 1 of \\d+ \\w+ \\d{4}, ${samples.length} papers in this index$`),
    );
    assert.match(await page.locator(".found > .coverage").innerText(), /Absence is not evidence of absence/);
  }));

test("another query from the box keeps filters and sort, and swaps the page without a load", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=swarm&filter=country:CN&sort=newest");
    await page.evaluate(() => (globalThis.sameDocument = true));
    await page.locator("#q").fill("robot");
    await page.keyboard.press("Enter");
    await arrive(page, (q) => q.get("q") === "robot");
    assert.equal(filterOf(page), "country:CN");
    assert.equal(new URL(page.url()).searchParams.get("sort"), "newest");
    assert.equal(await page.evaluate(() => globalThis.sameDocument), true);
    assert.equal(await page.locator("#announcement").innerText(), await page.locator("h1").textContent());
  }));

test("sorting by newest and oldest orders the years", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=");
    for (const [name, sign] of [["Newest", -1], ["Oldest", 1]]) {
      await page.getByRole("navigation", { name: "Sort order" }).getByRole("link", { name }).click();
      await arrive(page, (q) => q.get("sort") === name.toLowerCase());
      const years = (await page.locator(".hit .year").allInnerTexts()).map(Number);
      assert.deepEqual(years, [...years].sort((a, b) => sign * (a - b)));
      assert.equal(await page.locator(".sort [aria-current]").innerText(), name);
    }
  }));

test("pages follow each other without losing or repeating a paper", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=&sort=oldest");
    const seen = [];
    for (;;) {
      seen.push(...(await page.locator(".hit-link").evaluateAll((links) => links.map((link) => link.getAttribute("href")))));
      const next = page.getByRole("link", { name: "Next → page" });
      if ((await next.count()) === 0) break;
      const number = Number(new URL(page.url()).searchParams.get("page") ?? 1) + 1;
      await next.click();
      await arrive(page, (q) => q.get("page") === String(number));
      assert.equal(await page.evaluate(() => scrollY), 0);
      assert.equal(await page.locator("ol.hits").getAttribute("start"), String((number - 1) * 20 + 1));
    }
    assert.equal(seen.length, samples.length);
    assert.equal(new Set(seen).size, samples.length);
  }));

test("back and forward restore the state, the results and the place on the page", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=");
    const before = await page.locator(".hit-title").allInnerTexts();
    await page.evaluate(() => scrollTo(0, 700));
    await page.locator(".sort").getByRole("link", { name: "Newest" }).evaluate((link) => link.click());
    await arrive(page, (q) => q.get("sort") === "newest");
    const newest = await page.locator(".hit-title").allInnerTexts();
    assert.notDeepEqual(newest, before);
    await page.goBack();
    await arrive(page, (q) => q.get("sort") === null);
    await page.waitForFunction((title) => document.querySelector(".hit-title").innerText === title, before[0]);
    assert.deepEqual(await page.locator(".hit-title").allInnerTexts(), before);
    await page.waitForFunction(() => Math.abs(scrollY - 700) < 40);
    await page.goForward();
    await page.waitForFunction((title) => document.querySelector(".hit-title").innerText === title, newest[0]);
  }));

test("the API gives the same result as the page", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=Lanjiang&filter=country:CN&sort=newest");
    const answer = await api(await page.getByRole("link", { name: "This result as JSON" }).getAttribute("href"));
    assert.equal(answer.meta.count, await total(page));
    const titles = (await page.locator(".hit-link").allInnerTexts()).slice(0, 10);
    assert.deepEqual(answer.results.slice(0, titles.length).map((result) => result.title), titles);
  }));

test("browsers are told how to add Labtrail as a search engine", () =>
  visit({}, async (page) => {
    await page.goto("/");
    const href = await page.locator('link[rel="search"]').getAttribute("href");
    const response = await fetch(origin + href);
    assert.match(response.headers.get("content-type"), /application\/opensearchdescription\+xml/);
    const xml = await response.text();
    assert.ok(xml.includes(`template="${origin}/search?q={searchTerms}"`), xml);
  }));
