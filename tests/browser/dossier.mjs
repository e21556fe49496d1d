// From a lab to its partners and to the papers; the matrix and its cells; how a query was read. With and without
// script, by keyboard, on paper.
import assert from "node:assert/strict";
import { test } from "node:test";
import { api, arrive, countOf, filterOf, total, visit } from "./world.mjs";

const lab = "Lanjiang Laboratory (invented)";
const number = (text) => Number(text.match(/\d[\d,]*/)[0].replaceAll(",", ""));

/** Search, the lab's dossier from the panel, a partner country, the papers on which different authors bring it. */
async function journey(page) {
  await page.goto("/search?q=swarm");
  await page.getByRole("link", { name: `Dossier of ${lab}` }).first().click();
  await page.waitForURL(/\/labs\/lanjiang-laboratory$/);
  assert.equal(await page.locator("h1").innerText(), lab);
  const partners = page.locator("#partners");
  await partners.getByText(/countries as a table$/).click();
  const row = partners.locator(".of-country tbody tr", { hasText: "United Kingdom" });
  const cell = row.locator("td").nth(1).getByRole("link");
  const papers = number(await cell.innerText());
  assert.ok(papers > 0);
  await cell.click();
  await arrive(page, (q) => q.get("filter") === "joint:lab:lanjiang-laboratory/country:GB/two_authors");
  assert.equal(await total(page), papers);
  assert.match(await page.locator(".chip").innerText(), /Together.* with United Kingdom, different authors/s);
}

test("lab -> partners -> papers", () => visit({}, journey));
test("lab -> partners -> papers, without JavaScript", () => visit({ javaScriptEnabled: false }, journey));

test("every number of the dossier opens as many papers as it says", () =>
  visit({}, async (page) => {
    await page.goto("/labs/lanjiang-laboratory");
    const links = await page.locator("main a[href^='/search']").evaluateAll((all) =>
      all.map((one) => [one.getAttribute("aria-label") ?? "", new URL(one.getAttribute("href"), location.href).href]),
    );
    assert.ok(links.length > 100, `${links.length}`);
    const checked = new Set();
    for (const [label, url] of links) {
      const said = label.match(/(\d[\d,]*) papers?/);
      if (!said || checked.has(url)) continue;
      checked.add(url);
      assert.equal(await countOf(url), number(said[1]), `${label} ${url}`);
    }
    assert.ok(checked.size > 60, `${checked.size}`);
  }));

test("a mark in each picture opens its papers", () =>
  visit({}, async (page) => {
    for (const mark of ["years 2021", "GB 2021", "heat "]) {
      await page.goto("/labs/lanjiang-laboratory");
      const link = page.locator(`a[data-key^="picture ${mark}"]`).first();
      const papers = number((await link.getAttribute("aria-label")).replace(/^.*?: /, ""));
      await link.click();
      await page.waitForURL(/\/search/);
      await page.waitForSelector("main:not([aria-busy]) #total");
      assert.equal(await total(page), papers, mark);
    }
  }));

test("by keyboard: tables unfold, their numbers are reached and opened", () =>
  visit({}, async (page) => {
    await page.goto("/labs/lanjiang-laboratory");
    const summary = page.getByText("Papers by year as a table");
    await summary.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab"); // the region that scrolls
    await page.keyboard.press("Tab");
    const label = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
    assert.match(label, /^\d+ papers?: \d{4}$/);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/search.*year:/);
    await page.waitForSelector("main:not([aria-busy]) #total");
    assert.equal(await total(page), number(label));
  }));

test("a dossier is narrowed by its form, and the address holds it", () =>
  visit({ javaScriptEnabled: false }, async (page) => {
    await page.goto("/labs/lanjiang-laboratory");
    await page.getByText("Narrow this dossier").click();
    await page.getByLabel("Filter").fill("year:2019-2021");
    await page.getByRole("button", { name: "Narrow", exact: true }).click();
    await page.waitForURL(/filter=year/);
    const count = number(await page.locator(".figure dd").first().innerText());
    assert.equal(count, await countOf(new URL("/search?q=&filter=lab:lanjiang-laboratory,year:2019-2021", page.url()).href));
    await page.getByRole("link", { name: "Show the dossier of all its papers" }).click();
    await page.waitForURL(/\/labs\/lanjiang-laboratory$/);
  }));

test("an unknown lab leads to those that may be meant", () =>
  visit({ allow: [/status of 404/] }, async (page) => {
    await page.goto("/labs/lanjiang");
    await page.getByRole("link", { name: lab }).click();
    await page.waitForURL(/\/labs\/lanjiang-laboratory$/);
  }));

test("matrix -> cell", () =>
  visit({ javaScriptEnabled: false }, async (page) => {
    await page.goto("/");
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Matrix" }).click();
    await page.waitForURL(/\/matrix$/);
    await page.getByLabel(/^Rows/).fill("lanjiang-laboratory\nPalisade Bend");
    await page.getByLabel(/^Columns/).fill("country:GB\ncountry:US");
    await page.getByRole("button", { name: "Count" }).click();
    await page.waitForURL(/rows=/);
    await page.getByRole("link", { name: "Palisade Bend National Laboratory (invented)" }).click();
    await page.waitForSelector("table.cells");
    const { cells } = await api(
      "/api/v1/matrix?rows=lanjiang-laboratory,palisade-bend&columns=country:GB,country:US",
    );
    const shown = await page.locator("table.cells tbody tr td:not(.all)").allInnerTexts();
    assert.deepEqual(shown.map(number), cells.map((cell) => cell.papers));
    await page.locator("table.cells tbody tr").first().locator("td").first().getByRole("link").click();
    await page.waitForURL(/\/search/);
    assert.equal(await total(page), cells[0].papers);
  }));

test("pasted list -> how each entry was read -> its papers", () =>
  visit({}, async (page) => {
    await page.goto("/");
    await page.getByRole("link", { name: "List", exact: true }).click();
    await page.waitForURL(/\/list$/);
    await page.getByLabel("One entry a line").fill("澜江实验室\nNothing of the kind\nNobody knows");
    await page.getByRole("button", { name: "Count" }).click();
    await page.waitForURL(/entries=/);
    await page.getByRole("heading", { name: "1 of 3 entries find papers" }).waitFor();
    await page.getByRole("link", { name: "26 papers: 澜江实验室" }).click();
    await page.waitForURL(/\/search\?q=&filter=lab:lanjiang-laboratory$/);
    assert.equal(await page.locator(".summary .number").innerText(), "26");
  }));

test("the empty matrix has an example that counts", () =>
  visit({}, async (page) => {
    await page.goto("/matrix");
    await page.getByRole("link", { name: /An example of this index/ }).click();
    await page.waitForSelector("table.cells");
    assert.ok((await page.locator("table.cells tbody a.number").count()) > 4);
  }));

test("a result of one lab says who stands beside it", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=&filter=lab:lanjiang-laboratory");
    const links = page.locator(".together .with a");
    assert.ok((await links.count()) >= 5);
    assert.equal(await page.locator(".together .with", { hasText: lab }).count(), 0);
    const label = await links.first().getAttribute("aria-label");
    await links.first().click();
    await arrive(page, (q) => q.get("filter")?.startsWith("joint:lab:lanjiang-laboratory/institution:"));
    assert.equal(await total(page), number(label.slice(label.lastIndexOf(","))));
    await page.goto("/search?q=&filter=lab:lanjiang-laboratory|palisade-bend");
    assert.equal(await page.locator(".together").count(), 0);
  }));

test("how the query was read: parts with counts, each can be left out", () =>
  visit({ javaScriptEnabled: false }, async (page) => {
    await page.goto("/search?q=" + encodeURIComponent("(swarm OR radar) country:CN|GB -title:robots"));
    await page.getByText("How this query was read").click();
    const words = await page.locator(".read-parts .read-words").allInnerTexts();
    assert.deepEqual(words, [
      "all of these",
      "any of these",
      "“swarm” in any of its forms",
      "“radar” in any of its forms",
      "Country: China or United Kingdom",
      "China",
      "United Kingdom",
      "not “robots” in any of its forms in titles",
    ]);
    for (const link of await page.locator(".read-parts a.count").all()) {
      const url = new URL(await link.getAttribute("href"), page.url()).href;
      assert.equal(await countOf(url), number(await link.innerText()), url);
    }
    await page.getByRole("link", { name: "leave out “radar” in any of its forms" }).click();
    await page.waitForURL((url) => !url.searchParams.get("q").includes("radar"));
    assert.equal(await total(page), await countOf(page.url()));
    assert.equal(filterOf(page), "");
  }));

test("the search page says what its numbers are", () =>
  visit({ javaScriptEnabled: false }, async (page) => {
    await page.goto("/search?q=&filter=year:2019-2021");
    await page.getByText("About these numbers").click();
    const words = await page.locator(".about-these").innerText();
    for (const part of [/papers, each counted once/, /published 2019–2021/, /generation 1 of/, /Absence is not evidence/])
      assert.match(words, part);
  }));

test("a dossier on paper is two sides of A4 at most", () =>
  visit({}, async (page) => {
    await page.goto("/labs/lanjiang-laboratory");
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    const sides = pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g).length;
    assert.ok(sides <= 2, `${sides} sides`);
    await page.emulateMedia({ media: "print" });
    assert.match(await page.locator(".print-line").innerText(), /\/labs\/lanjiang-laboratory · generation 1/);
  }));

test("on a narrow screen pictures scroll in their box, the page does not", () =>
  visit({ viewport: { width: 360, height: 800 } }, async (page) => {
    for (const address of ["/labs/lanjiang-laboratory", "/matrix?rows=lanjiang-laboratory&columns=country:GB"]) {
      await page.goto(address);
      await page.locator("main details").evaluateAll((all) => all.forEach((one) => (one.open = true)));
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360, address);
    }
  }));
