import assert from "node:assert/strict";
import { test } from "node:test";
import { visit } from "./world.mjs";

const active = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.className || document.activeElement?.tagName);

test("/ goes to the search box and marks its text", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=swarm");
    await page.keyboard.press("/");
    assert.equal(await active(page), "q");
    await page.keyboard.type("radar/lidar j");
    assert.equal(await page.locator("#q").inputValue(), "radar/lidar j");
  }));

test("j and k move through the papers with a visible focus, Enter and o open them", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=");
    const titles = await page.locator(".hit-link").allInnerTexts();
    const focused = () => page.evaluate(() => document.activeElement.innerText);
    await page.keyboard.press("j");
    assert.equal(await focused(), titles[0]);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    assert.equal(await focused(), titles[2]);
    await page.keyboard.press("k");
    assert.equal(await focused(), titles[1]);
    assert.equal(await page.locator(".hit.current").count(), 1);
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, "none");
    await page.keyboard.press("o");
    await page.waitForURL(/\/papers\//);
    assert.equal(await page.locator("h1").innerText(), titles[1]);
    await page.goBack();
    await page.waitForURL(/\/search/);
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/papers\//);
  }));

test("? explains the keys, Esc closes it, and they can be switched off for good", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=");
    await page.keyboard.press("?");
    const dialog = page.getByRole("dialog", { name: "Keys" });
    await dialog.waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await page.keyboard.press("?");
    await page.getByLabel("Single keys are on").uncheck();
    await page.getByRole("button", { name: "Close" }).click();
    await page.reload();
    await page.keyboard.press("j");
    await page.keyboard.press("?");
    assert.equal(await page.locator(".hit.current").count(), 0);
    assert.equal(await page.locator("dialog[open]").count(), 0);
    await page.getByRole("button", { name: "Keyboard" }).click();
    await page.getByLabel("Single keys are on").check();
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    assert.equal(await page.locator(".hit.current").count(), 1);
  }));

test("everything is reached by Tab, in the order in which it is read, starting with a skip link", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=&filter=country:CN");
    await page.keyboard.press("Tab");
    assert.equal(await active(page), "skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => location.hash), "#results");
    await page.reload();
    const order = [];
    for (let i = 0; i < 400; ++i) {
      await page.keyboard.press("Tab");
      const where = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return null;
        for (const part of ["header", ".summary", ".panel", ".found", "footer"]) if (element.closest(part)) return part;
        return "other";
      });
      if (where === null) break;
      if (order.at(-1) !== where) order.push(where);
      if (where === "footer" && i > 50) break;
    }
    assert.deepEqual(order.filter((part) => part !== "other"), ["header", ".summary", ".panel", ".found", "footer"]);
  }));

test("a facet is worked by keyboard alone", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=");
    await page.locator('[data-key="country value CN"]').focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/filter=country/);
    await page.waitForSelector('[data-key="country value CN"][aria-current]');
    assert.equal(await page.evaluate(() => document.activeElement.dataset.key), "country value CN");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.key), "country exclude CN");
  }));
