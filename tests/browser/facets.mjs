import assert from "node:assert/strict";
import { test } from "node:test";
import { api, arrive, countOf, filterOf, total, value, values, visit } from "./world.mjs";

const chips = (page) =>
  page.locator(".chip").evaluateAll((all) =>
    all.map((chip) => [...chip.querySelectorAll(".chip-field, .chip-value")].map((part) => part.textContent).join(" ")),
  );

test("choosing a value narrows to exactly its count, at once, with focus and place kept", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=");
    await page.evaluate(() => (globalThis.sameDocument = true));
    const [china] = (await values(page, "country")).filter((row) => row.name === "China");
    const toggle = value(page, "country", "China").locator(".toggle");
    await toggle.hover(); // which scrolls it into view, where fonts have put it below; the click then moves nothing
    const top = await toggle.evaluate((link) => link.getBoundingClientRect().top);
    await toggle.click();
    await arrive(page, (q) => q.get("filter") === "country:CN");
    assert.equal(await total(page), china.count);
    assert.equal(await total(page), await countOf(page.url()));
    assert.equal(await page.evaluate(() => globalThis.sameDocument), true);
    const focused = await page.evaluate(() => document.activeElement.dataset.key);
    assert.equal(focused, "country value CN");
    const now = await toggle.evaluate((link) => link.getBoundingClientRect().top);
    assert.ok(Math.abs(now - top) < 2, `moved from ${top} to ${now}`);
    assert.equal(await toggle.getAttribute("aria-current"), "true");
    assert.match(await page.locator("#announcement").innerText(), new RegExp(`^${china.count} papers`));
  }));

test("a second value of the same field widens, and the counts of its siblings stay", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=&filter=country:CN");
    const before = await values(page, "country");
    await value(page, "country", "United Kingdom").locator(".toggle").click();
    await arrive(page, (q) => q.get("filter") === "country:CN|GB");
    assert.equal(await total(page), await countOf(page.url()));
    const after = await values(page, "country");
    assert.deepEqual(after.map(({ name, count }) => [name, count]), before.map(({ name, count }) => [name, count]));
    assert.deepEqual(after.filter((row) => row.selected).map((row) => row.name), ["China", "United Kingdom"]);
    await value(page, "country", "China").locator(".toggle").click();
    await arrive(page, (q) => q.get("filter") === "country:GB");
    assert.equal(await total(page), before.find((row) => row.name === "United Kingdom").count);
  }));

test("a value of another field narrows further", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=&filter=country:CN");
    const [first] = await values(page, "language");
    await value(page, "language", first.name).locator(".toggle").click();
    await arrive(page, (q) => q.get("filter")?.includes("language:"));
    assert.equal(await total(page), first.count);
  }));

test("excluding a value leaves exactly the others", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=");
    const all = await total(page);
    const china = (await values(page, "country")).find((row) => row.name === "China").count;
    await page.getByRole("link", { name: "Exclude China" }).click();
    await arrive(page, (q) => q.get("filter") === "country:!CN");
    assert.equal(await total(page), all - china);
    assert.equal(await chips(page).then((all) => all.join()), "Not Country China");
    await page.locator(".chip.negated a").click();
    await arrive(page, (q) => !q.get("filter"));
    assert.equal(await total(page), all);
  }));

test("chips take away one value, or all", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=&filter=country:CN|GB,type:article,year:2019-2023");
    assert.deepEqual(await chips(page), [
      "Country China",
      "Country United Kingdom",
      "Type article",
      "Year 2019–2023",
    ]);
    await page.getByRole("link", { name: "Remove filter Country United Kingdom" }).click();
    await arrive(page, (q) => q.get("filter") === "country:CN,type:article,year:2019-2023");
    assert.equal(await total(page), await countOf(page.url()));
    await page.getByRole("link", { name: "Clear all filters" }).click();
    await arrive(page, (q) => !q.get("filter"));
    assert.equal(await page.locator(".chips").count(), 0);
  }));

test("searching inside a facet narrows its values while typing and loses no letter", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=&facets=institution:8");
    const box = page.getByRole("searchbox", { name: "Search inside institutions" });
    await box.pressSequentially("lanj", { delay: 30 });
    await page.waitForFunction(() =>
      [...document.querySelectorAll('[data-field="institution"] .name')].every((name) => /lanj/i.test(name.textContent)),
    );
    assert.equal(await box.inputValue(), "lanj");
    assert.equal(await page.evaluate(() => document.activeElement.id), "inside-institution");
    const listed = await values(page, "institution");
    const facet = await api("/api/v1/facets/institution?prefix=lanj&search=&filter=");
    const buckets = facet.buckets ?? facet.facets?.institution?.buckets;
    assert.deepEqual(listed.map(({ name, count }) => [name, count]), buckets.map(({ label, count }) => [label, count]));
    await value(page, "institution", "Lanjiang College").locator(".toggle").click();
    await arrive(page, (q) => q.get("filter")?.startsWith("institution:"));
    assert.equal(await total(page), listed.find((row) => row.name === "Lanjiang College").count);
  }));

test("searching inside for what is not there says so, and leads back", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=");
    await page.getByRole("searchbox", { name: "Search inside institutions" }).pressSequentially("zzzz");
    await page.getByText("No Institution in this result has a word that starts with").waitFor();
    await page.getByRole("link", { name: "Back to all institutions" }).click();
    await arrive(page, (q) => !q.get("inside"));
    assert.ok((await values(page, "institution")).length >= 8);
  }));

test("show more lists more, show fewer less, with the state kept", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=&filter=country:CN");
    const few = await values(page, "institution");
    await page.locator('[data-field="institution"] .more a').click();
    await arrive(page, (q) => q.get("facets") === "institution:50");
    const many = await values(page, "institution");
    assert.ok(many.length > few.length);
    assert.deepEqual(many.slice(0, few.length), few);
    assert.equal(filterOf(page), "country:CN");
    await page.getByRole("link", { name: "Show fewer institutions" }).click();
    await arrive(page, (q) => !q.get("facets"));
    assert.deepEqual(await values(page, "institution"), few);
  }));

test("papers without a value are a filter of their own", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=");
    const none = page.locator('[data-field="institution"] .none a');
    const count = Number(await none.locator(".count").innerText());
    await none.click();
    await arrive(page, (q) => q.get("filter") === "institution:(none)");
    assert.equal(await total(page), count);
  }));

test("a bar of the years chooses its year, and pressed again all", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=");
    const bar = page.locator('.bar a[data-low="2021"]');
    const count = Number((await bar.getAttribute("title")).match(/: (\d+) paper/)[1]);
    await bar.click();
    await arrive(page, (q) => q.get("filter") === "year:2021");
    assert.equal(await total(page), count);
    assert.equal(await page.locator(".bar.selected").count(), 1);
    await page.locator('.bar a[data-low="2021"]').click();
    await arrive(page, (q) => !q.get("filter"));
  }));

test("years are chosen by dragging over bars, and by the form", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=");
    const middle = async (year) => {
      const box = await page.locator(`.bar a[data-low="${year}"]`).boundingBox();
      return [box.x + box.width / 2, box.y + box.height / 2];
    };
    await page.mouse.move(...(await middle(2022)));
    await page.mouse.down();
    await page.mouse.move(...(await middle(2020)), { steps: 6 });
    await page.mouse.move(...(await middle(2019)), { steps: 3 });
    await page.mouse.up();
    await arrive(page, (q) => q.get("filter") === "year:2019-2022");
    assert.equal(await total(page), await countOf(page.url()));
    await page.getByLabel("From").fill("2024");
    await page.getByRole("textbox", { name: "to" }).fill("");
    await page.getByRole("button", { name: "Set years" }).click();
    await arrive(page, (q) => q.get("filter") === "year:>=2024");
    assert.equal(new URL(page.url()).searchParams.get("from"), null);
    assert.equal(await total(page), await countOf(page.url()));
  }));

test("the years stand in a table as well, with the same numbers, and the table stays open", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=");
    await page.getByText("As a table").click();
    const rows = await page.locator(".as-table tbody tr").allInnerTexts();
    const bars = await page.locator(".bar a").evaluateAll((links) => links.map((link) => link.title));
    assert.deepEqual(
      rows.map((row) => row.split(/\s+/)),
      bars.map((title) => title.match(/^(\S+): ([\d,]+)/).slice(1)),
    );
    await value(page, "country", "China").locator(".toggle").click();
    await arrive(page, (q) => q.get("filter") === "country:CN");
    assert.equal(await page.locator(".as-table").evaluate((table) => table.open), true);
  }));

test("an answer that comes late never replaces a later one", () =>
  visit({ allow: [/ERR_ABORTED|Failed to load resource/] }, async (page) => {
    await page.goto("/search?q=");
    await page.route(/filter=country%3ACN|filter=country:CN/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 600));
      await route.continue().catch(() => {});
    });
    await value(page, "country", "China").locator(".toggle").click();
    await page.locator(".sort").getByRole("link", { name: "Newest" }).click();
    await arrive(page, (q) => q.get("sort") === "newest");
    await page.waitForTimeout(900);
    assert.equal(filterOf(page), "");
    assert.equal(await page.locator(".chips").count(), 0);
  }));
