// Freezing what was found: from the count to a file, proved by the program, and its page opened without any server.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { bin } from "./needs.mjs";
import { total, violations, visit } from "./world.mjs";

/** The parts of a bundle: a zip archive whose parts are stored as they are. */
function parts(bytes) {
  const out = {};
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50; ) {
    const size = bytes.readUInt32LE(at + 18);
    const start = at + 30 + bytes.readUInt16LE(at + 26);
    out[bytes.toString("utf8", at + 30, start)] = bytes.subarray(start, start + size);
    at = start + size;
  }
  return out;
}

/** Search, freeze with a title and a note, prove the file, open its page; returns what the page must say. */
async function journey(page, folder) {
  await page.goto("/search?q=laboratory&filter=lab:lanjiang-laboratory");
  const found = await total(page);
  await page.getByText("Freeze as evidence").click();
  await page.getByLabel("Title").fill("Lanjiang <b>today</b>");
  await page.getByLabel("Note").fill("first line\nsecond line");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download the bundle" }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^labtrail-evidence-[0-9a-f]{12}\.zip$/);
  const file = path.join(folder, download.suggestedFilename());
  await download.saveAs(file);
  const proved = spawnSync(path.join(bin, "labtrail-search"), ["evidence", "verify", file], { encoding: "utf8" });
  assert.equal(proved.status, 0, proved.stderr);
  assert.match(proved.stdout, new RegExp(`whole; ${found} papers of generation 1 `));
  const inside = parts(readFileSync(file));
  const manifest = JSON.parse(inside["manifest.json"]);
  assert.equal(manifest.note, "first line\nsecond line");
  assert.equal(download.suggestedFilename(), `labtrail-evidence-${manifest.id.slice(0, 12)}.zip`);
  const html = path.join(folder, "index.html");
  writeFileSync(html, inside["index.html"]);
  return { found, html };
}

async function inFolder(work) {
  const folder = mkdtempSync(path.join(tmpdir(), "labtrail-frozen-"));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

for (const [name, options] of Object.entries({ "": {}, ", without JavaScript": { javaScriptEnabled: false } })) {
  test(`from the count to a proved file whose page asks for nothing${name}`, () =>
    inFolder((folder) =>
      visit({ ...options, allow: [/file:/] }, async (page, context) => {
        const { found, html } = await journey(page, folder);
        const asked = [];
        context.on("request", (request) => asked.push(request.url()));
        await context.setOffline(true);
        const address = pathToFileURL(html).href;
        await page.goto(address);
        assert.deepEqual(asked, [address]);
        assert.equal(await page.locator("h1").innerText(), "Lanjiang <b>today</b>");
        assert.equal(await page.locator(".note").innerText(), "first line\nsecond line");
        assert.equal(await page.locator("article").count(), found);
        for (const text of await page.locator("article").allTextContents()) {
          assert.match(text, /This paper lists these affiliations|This paper names these funders/);
          assert.match(text, /Lanjiang Laboratory \(invented\) \(asserted, as affiliation, China\)/);
        }
        assert.ok((await page.locator("article mark").count()) >= found);
      }),
    ));
}

for (const [name, options] of Object.entries({
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  narrow: { viewport: { width: 360, height: 800 } },
})) {
  test(`axe finds nothing in the form nor on the frozen page (${name})`, () =>
    inFolder((folder) =>
      visit({ ...options, allow: [/file:/] }, async (page) => {
        const { html } = await journey(page, folder);
        assert.deepEqual(await violations(page), []);
        await page.goto(pathToFileURL(html).href);
        // Papers out of sight are laid out when they come into it; axe would not look at them.
        await page.locator("article").evaluateAll((all) => all.forEach((one) => (one.style.contentVisibility = "visible")));
        assert.deepEqual(await violations(page), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
      }),
    ));
}

test("what is read with a correction is not offered for freezing; an error is a page", () =>
  visit({ allow: [/status of 400/] }, async (page) => {
    await page.goto("/search?q=%22open");
    assert.equal(await page.getByText("Freeze as evidence").count(), 0);
    await page.goto("/evidence/bundle.zip?q=auther:x");
    await page.getByText("did you mean 'author'?").waitFor();
  }));
