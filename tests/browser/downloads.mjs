// Taking results away: files with as many papers as the page counts, and a citation that can be copied.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { samples, total, visit } from "./world.mjs";

async function download(page, name) {
  const [taken] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name, exact: true }).click(),
  ]);
  assert.equal(await taken.failure(), null);
  return { name: taken.suggestedFilename(), bytes: readFileSync(await taken.path()) };
}

const rows = {
  CSV: (text) => text.split("\r\n").length - 2,
  "CSV for Excel": (text) => text.split("\r\n").length - 2,
  "JSON Lines": (text) => text.split("\n").length - 1,
  RIS: (text) => text.match(/^TY  - /gm).length,
  BibTeX: (text) => text.match(/^@(?!comment)/gm).length,
  "CSL-JSON": (text) => JSON.parse(text).length,
};

for (const javaScriptEnabled of [true, false]) {
  test(`every format has as many papers as the page counts (JavaScript: ${javaScriptEnabled})`, () =>
    visit({ javaScriptEnabled, acceptDownloads: true }, async (page) => {
      await page.goto("/search?q=laboratory&filter=country:CN|GB&sort=newest&page=2");
      const count = await total(page);
      assert.ok(count > 20);
      for (const [format, counted] of Object.entries(rows)) {
        const { name, bytes } = await download(page, format);
        assert.match(name, new RegExp(`^labtrail-generation-1-${count}-papers\\.[a-z]+$`));
        assert.equal(counted(bytes.toString("utf8")), count, format);
      }
      const sheet = await download(page, "Excel");
      assert.equal(sheet.bytes.subarray(0, 2).toString(), "PK");
    }));
}

test("a citation is copied by a button, and is a file behind a link", () =>
  visit({ acceptDownloads: true, permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    const paper = samples.find((one) => one.id === "sample:en-002");
    await page.goto("/papers/sample:en-002");
    const shown = await page.locator(".citation").innerText();
    assert.ok(shown.includes(paper.title));
    await page.getByRole("button", { name: "Copy citation" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), shown);
    const { name, bytes } = await download(page, "RIS");
    assert.equal(name, "sample-en-002.ris");
    assert.ok(bytes.toString("utf8").includes(`\r\nTI  - ${paper.title}\r\n`));
  }));

test("where the browser does not let a page copy, the text is marked instead", () =>
  visit({ permissions: [] }, async (page) => {
    await page.addInitScript(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error("refused"));
    });
    await page.goto("/papers/sample:en-002");
    await page.getByRole("button", { name: "Copy citation" }).click();
    const shown = await page.locator(".citation").innerText();
    await page.waitForFunction((text) => String(getSelection()) === text, shown);
  }));
