import assert from "node:assert/strict";
import { test } from "node:test";
import { arrive, origin, samples, total, visit } from "./world.mjs";

test("a paper opens from its title, and back leads to the same results at the same place", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=Lanjiang&filter=country:CN");
    const link = page.locator(".hit-link").nth(5);
    const title = await link.innerText();
    await link.scrollIntoViewIfNeeded();
    const scroll = await page.evaluate(() => scrollY);
    await link.click();
    await page.waitForURL(/\/papers\//);
    assert.equal(await page.locator("h1").innerText(), title);
    await page.goBack();
    await arrive(page, (q) => q.get("filter") === "country:CN");
    assert.equal(await page.locator(".hit-link").nth(5).innerText(), title);
    await page.waitForFunction((there) => Math.abs(scrollY - there) < 40, scroll);
  }));

test("the page of a paper shows authors with their affiliations as printed, and funding", () =>
  visit({}, async (page) => {
    const paper = samples.find((one) => one.id === "sample:en-002");
    await page.goto("/papers/sample:en-002");
    const text = await page.locator("main").innerText();
    for (const author of paper.authors) {
      assert.ok(text.includes(author.name));
      for (const { raw } of author.affiliations) assert.ok(text.includes(raw), raw);
    }
    assert.ok(text.includes(paper.funding_text));
    const doi = page.getByRole("link", { name: paper.ids.doi });
    assert.equal(await doi.getAttribute("href"), `https://doi.org/${paper.ids.doi}`);
    assert.match(await doi.getAttribute("rel"), /noreferrer/);
    const json = await (await fetch(origin + (await page.getByRole("link", { name: "This paper as JSON" }).getAttribute("href")))).json();
    assert.equal(json.id ?? json.paper?.id, paper.id);
  }));

test("affiliations that the source does not tie to authors are not tied on the page", () =>
  visit({}, async (page) => {
    await page.goto("/papers/sample:en-009");
    await page.getByText("the source does not say which author lists which").waitFor();
    assert.equal(await page.locator("ol.authors").count(), 0);
  }));

test("its values lead back to searches", () =>
  visit({}, async (page) => {
    await page.goto("/papers/sample:en-001");
    await page.locator(".facts").getByRole("link", { name: "Lanjiang Laboratory (all papers)" }).click();
    await arrive(page, (q) => q.get("filter")?.startsWith("institution:"));
    assert.ok((await total(page)) > 10);
    assert.equal(await page.locator(".chip-value").innerText(), "Lanjiang Laboratory");
  }));

test("reference managers find the paper", () =>
  visit({}, async (page) => {
    const paper = samples.find((one) => one.id === "sample:en-001");
    await page.goto("/papers/sample:en-001");
    const meta = (name) => page.locator(`meta[name="${name}"]`).evaluateAll((all) => all.map((one) => one.content));
    assert.deepEqual(await meta("citation_title"), [paper.title]);
    assert.deepEqual(await meta("citation_author"), paper.authors.map((author) => author.name));
    assert.deepEqual(await meta("citation_doi"), [paper.ids.doi]);
    const coins = new URLSearchParams(await page.locator("span.Z3988").getAttribute("title"));
    assert.equal(coins.get("rft.atitle"), paper.title);
    assert.equal(coins.get("ctx_ver"), "Z39.88-2004");
  }));

test("markup in a title is text, on the list and on its page", () =>
  visit({}, async (page) => {
    const paper = samples.find((one) => one.title.includes("<script"));
    assert.ok(paper);
    await page.goto(`/papers/${paper.id}`);
    assert.equal(await page.locator("h1").innerText(), paper.title);
    await page.goto(`/search?q=id:${paper.id}`);
    assert.equal(await page.locator(".hit-title").innerText(), paper.title);
  }));

test("a retracted paper and a rejected submission say so", () =>
  visit({}, async (page) => {
    await page.goto("/papers/sample:en-016");
    assert.match(await page.locator(".warning").innerText(), /retracted/);
    await page.goto("/search?q=id:sample:en-016");
    assert.match(await page.locator(".badge.alarm").innerText(), /Retracted/);
    await page.goto("/papers/sample:en-025");
    assert.match(await page.locator(".warning").innerText(), /not a publication/);
  }));
