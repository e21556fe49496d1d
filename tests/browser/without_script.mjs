// The same journey without JavaScript: plain links and forms.
import assert from "node:assert/strict";
import { test } from "node:test";
import { arrive, countOf, filterOf, total, value, values, visit } from "./world.mjs";

const off = { javaScriptEnabled: false };

test("without JavaScript: search, choose, choose another, exclude, clear", () =>
  visit(off, async (page) => {
    await page.goto("/");
    assert.equal(await page.locator("[data-needs-client]").isVisible(), false);
    assert.equal(await page.getByRole("button", { name: "Keyboard" }).count(), 0);
    await page.getByRole("searchbox", { name: "Search papers" }).fill("laboratory");
    await page.getByRole("button", { name: "Search" }).click();
    await page.waitForURL(/q=laboratory/);
    assert.equal(await total(page), await countOf(page.url()));
    await value(page, "country", "China").locator(".toggle").click();
    await page.waitForURL(/country:CN/);
    assert.equal(await total(page), await countOf(page.url()));
    const [, second] = (await values(page, "country")).filter((row) => row.name !== "China");
    await value(page, "country", second.name).locator(".toggle").click();
    await page.waitForURL(/country:CN%7C/);
    assert.equal(await total(page), await countOf(page.url()));
    const language = (await values(page, "language"))[0];
    await page.getByRole("link", { name: `Exclude ${language.name}` }).click();
    await page.waitForURL(/language:!/);
    assert.equal(await total(page), await countOf(page.url()));
    await page.getByRole("link", { name: "Clear all filters" }).click();
    await page.waitForURL((url) => !url.searchParams.get("filter"));
  }));

test("without JavaScript: search inside a facet, show more, and keep the filter", () =>
  visit(off, async (page) => {
    await page.goto("/search?q=&filter=country:CN");
    await page.getByRole("searchbox", { name: "Search inside institutions" }).fill("lanj");
    await page.locator('[data-field="institution"]').getByRole("button", { name: "Find" }).click();
    await page.waitForURL(/prefix=lanj/);
    const names = (await values(page, "institution")).map((row) => row.name);
    assert.ok(names.length > 0);
    for (const name of names) assert.match(name, /lanj/i);
    assert.equal(filterOf(page), "country:CN");
    await page.getByRole("link", { name: "Back to all institutions" }).click();
    await page.waitForURL((url) => !url.searchParams.get("inside"));
    await page.locator('[data-field="institution"] .more a').click();
    await page.waitForURL(/facets=institution:50/);
    assert.ok((await values(page, "institution")).length > 8);
  }));

test("without JavaScript: years by bar and by form, sort, pages, a paper and back", () =>
  visit(off, async (page) => {
    await page.goto("/search?q=");
    await page.locator('.bar a[data-low="2021"]').click();
    await page.waitForURL(/year:2021/);
    await page.getByLabel("From").fill("2019");
    await page.getByRole("textbox", { name: "to" }).fill("2023");
    await page.getByRole("button", { name: "Set years" }).click();
    await page.waitForURL((url) => url.searchParams.get("filter") === "year:2019-2023");
    assert.equal(new URL(page.url()).searchParams.get("from"), null);
    assert.equal(await total(page), await countOf(page.url()));
    await page.locator(".sort").getByRole("link", { name: "Oldest" }).click();
    await page.waitForURL(/sort=oldest/);
    await page.getByRole("link", { name: "Next → page" }).click();
    await page.waitForURL(/page=2/);
    const title = await page.locator(".hit-link").first().innerText();
    await page.locator(".hit-link").first().click();
    await page.waitForURL(/\/papers\//);
    assert.equal(await page.locator("h1").innerText(), title);
    await page.goBack();
    assert.equal(await page.locator(".hit-link").first().innerText(), title);
  }));

test("without JavaScript on a narrow screen the filters unfold", () =>
  visit({ ...off, viewport: { width: 360, height: 700 } }, async (page) => {
    await page.goto("/search?q=");
    assert.equal(await value(page, "country", "China").isVisible(), false);
    await page.locator(".panel summary").click();
    assert.equal(await value(page, "country", "China").isVisible(), true);
  }));
