// Suggestions under the search box: from any name to the body's papers, by keyboard and pointer, never in the way of
// what is typed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { countOf, violations, visit } from "./world.mjs";

const list = (page) => page.getByRole("listbox", { name: "Suggestions" });
const option = (page, name) => list(page).getByRole("option", { name });
const total = (page) => page.locator(".summary .number").innerText();

for (const typed of ["澜江", "Ланьц", "란장", "lanj", "LJL"]) {
  test(`${typed} leads to the laboratory and its papers`, () =>
    visit({}, async (page) => {
      await page.goto("/");
      await page.locator("#q").pressSequentially(typed);
      const lab = option(page, /^Lanjiang Laboratory \(invented\).* Lab 26 papers$/);
      await lab.waitFor();
      await lab.click();
      await page.waitForURL(/\/search\?q=&filter=lab%3Alanjiang-laboratory/);
      assert.equal(await total(page), "26");
      assert.equal(await countOf(page.url()), 26);
    }));
}

test("by keyboard: down and up move, the box says which, Enter takes it, focus stays", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=&filter=country:GB");
    const box = page.getByRole("combobox", { name: "Search papers" });
    await box.focus();
    await page.keyboard.type("lanj");
    await list(page).waitFor();
    assert.equal(await box.getAttribute("aria-expanded"), "true");
    await page.keyboard.press("ArrowUp");
    const count = await list(page).getByRole("option").count();
    assert.equal(await box.getAttribute("aria-activedescendant"), `suggestion-${count - 1}`);
    await page.keyboard.press("ArrowDown");
    assert.equal(await box.getAttribute("aria-activedescendant"), null);
    await page.keyboard.press("ArrowDown");
    assert.equal(await list(page).locator('[aria-selected="true"]').count(), 1);
    assert.equal(await box.getAttribute("aria-activedescendant"), "suggestion-0");
    await page.keyboard.press("Enter");
    await page.waitForURL(/filter=country%3AGB%2C/);
    await list(page).waitFor({ state: "hidden" });
    assert.equal(await box.getAttribute("aria-expanded"), "false");
    assert.equal(await page.evaluate(() => document.activeElement.id), "q");
    assert.equal(Number(await total(page)), await countOf(page.url()));
    // The next search goes on from there.
    await page.keyboard.type("swarm");
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=swarm&filter=country%3AGB%2C/);
  }));

test("what stands before the name stays the query", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=");
    await page.locator("#q").pressSequentially("swarm lanj");
    await option(page, /^swarm \+ Lanjiang Laboratory/).first().click();
    await page.waitForURL(/q=swarm&filter=/);
    assert.equal(await page.locator("#q").inputValue(), "swarm");
    assert.equal(Number(await total(page)), await countOf(page.url()));
  }));

test("a word is completed in the box, and nothing is searched until it is asked for", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=");
    const before = page.url();
    await page.locator("#q").pressSequentially("title:rada");
    await option(page, /^radar Word/).click();
    assert.equal(await page.locator("#q").inputValue(), "title:radar ");
    assert.equal(page.url(), before);
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=title%3Aradar/);
  }));

test("Enter without a choice searches what was typed; Esc, leaving and clearing close the list", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=");
    const box = page.locator("#q");
    await box.pressSequentially("lanj");
    await list(page).waitFor();
    await page.keyboard.press("Escape");
    await list(page).waitFor({ state: "hidden" });
    assert.equal(await box.inputValue(), "lanj");
    await page.keyboard.type("i");
    await list(page).waitFor();
    await page.keyboard.press("Tab");
    await list(page).waitFor({ state: "hidden" });
    await box.fill("lanjiang");
    await list(page).waitFor();
    await box.fill("");
    await list(page).waitFor({ state: "hidden" });
    await box.fill("lanjiang");
    await list(page).waitFor();
    await box.press("Enter");
    await page.waitForURL(/\/search\?q=lanjiang$/);
    await list(page).waitFor({ state: "hidden" });
  }));

test("without an answer there is no list, and the search works", () =>
  visit({ allow: [/status of 500|Failed to load/] }, async (page) => {
    await page.route("**/api/v1/suggest*", (route) => route.fulfill({ status: 500, body: "no" }));
    await page.goto("/search?q=");
    await page.locator("#q").fill("swarm");
    await page.waitForResponse(/suggest/);
    assert.equal(await list(page).count(), 0);
    await page.locator("#q").press("Enter");
    await page.waitForURL(/q=swarm/);
  }));

for (const [setting, options] of Object.entries({ light: {}, dark: { colorScheme: "dark" }, narrow: { viewport: { width: 360, height: 800 } } })) {
  test(`axe finds nothing to complain about in the open list (${setting})`, () =>
    visit(options, async (page) => {
      for (const start of ["/", "/search?q="]) {
        await page.goto(start);
        await page.locator("#q").fill("lan");
        await list(page).waitFor();
        await page.keyboard.press("ArrowDown");
        assert.deepEqual(await violations(page), []);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        assert.equal(wide, false);
      }
    }));
}
