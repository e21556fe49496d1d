// Every match says why, and doubt is shown: from the lab in the panel to the words on the paper that it was read from.
import assert from "node:assert/strict";
import { test } from "node:test";
import { api, arrive, countOf, filterOf, total, value, values, visit } from "./world.mjs";

const lab = "Lanjiang Laboratory (invented)";
const printed = (page, text) => page.locator(".strings > li", { has: page.locator(".printed", { hasText: text }) });

/** Search, choose the lab, open a paper that prints its name in another script, see why it counts. */
async function journey(page) {
  await page.goto("/");
  await page.getByLabel("Search papers", { exact: true }).fill("swarm OR Bầy");
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL(/q=swarm/);
  const [chosen] = (await values(page, "lab")).filter((row) => row.name === lab);
  await value(page, "lab", lab).locator(".toggle").click();
  await arrive(page, (q) => q.get("filter") === "lab:lanjiang-laboratory");
  assert.equal(await total(page), chosen.count);
  assert.equal(await page.locator(".chip-value").innerText(), lab);
  const marked = page.locator(".hit-affiliations li.met mark");
  assert.ok((await marked.count()) >= (await page.locator(".hit").count()));
  await page.locator('.hit-link[href="/papers/sample:vi-003"]').click();
  await page.waitForURL(/vi-003/);
  const string = printed(page, "Lanjiang Lab., Lancheng, China");
  assert.equal(await string.locator(".printed mark").innerText(), "Lanjiang Lab");
  assert.match(await string.locator(".who").innerText(), /Lanjiang Laboratory \(invented\).*asserted.*as affiliation.*China/s);
  const why = string.locator(".why summary");
  assert.equal(await why.innerText(), "“Lanjiang Lab” is another way to write its name “Lanjiang Laboratory”");
  const source = string.getByText("Charter of the organisation");
  assert.equal(await source.isVisible(), false);
  await why.focus();
  await page.keyboard.press("Enter");
  assert.equal(await source.isVisible(), true);
  await string.getByRole("link", { name: `${lab} (all papers)` }).click();
  await arrive(page, (q) => q.get("filter") === "lab:lanjiang-laboratory");
}

test("from a lab in the panel to the marked words, the rule and where the name comes from", () => visit({}, journey));
test("the same without JavaScript", () => visit({ javaScriptEnabled: false }, journey));
test("the same on a narrow screen", () =>
  visit({ viewport: { width: 360, height: 800 } }, async (page) => {
    await page.goto("/search?q=swarm");
    await page.locator(".panel summary").click();
    await value(page, "lab", lab).locator(".toggle").click();
    await arrive(page, (q) => q.get("filter") === "lab:lanjiang-laboratory");
    await page.locator(".hit-link").first().click();
    await page.waitForURL(/\/papers\//);
    await page.locator(".strings .who", { hasText: lab }).first().waitFor();
  }));

test("every name of the lab in every script leads to it, and its neighbours do not", () =>
  visit({}, async (page) => {
    for (const [id, words] of [
      ["sample:zh-001", "澜江实验室"],
      ["sample:zh-hant-006", "瀾江實驗室"],
      ["sample:en-042", "LJL"],
      ["sample:ru-002", "Лаборатория Ланьцзян"],
    ]) {
      await page.goto(`/papers/${id}`);
      const mark = page.locator(".printed mark", { hasText: words }).first();
      assert.equal(await mark.innerText(), words, id);
      const whole = mark.locator("xpath=ancestor::*[.//*[contains(@class, 'who')]][1]");
      const names = await whole.locator(".who").allInnerTexts();
      assert.ok(names.some((text) => text.startsWith(lab)), `${id}: ${names.join()}`);
    }
    await page.goto("/papers/sample:zh-010");
    for (const string of await page.locator(".strings > li").all()) {
      await string.getByText("1 look-alike was refused").click();
      const refused = string.locator(".refusals");
      assert.match(await refused.locator(".who").innerText(), /Lanjiang Laboratory \(invented\).*refused/s);
      assert.match(await refused.locator(".why summary").innerText(), /looks like it and is something else/);
      await refused.locator(".why summary").click();
      await refused.getByText("it only shares the river").waitFor();
    }
    await page.goto("/search?q=id:sample:zh-010&filter=lab:lanjiang-laboratory");
    assert.equal(await total(page), 0);
  }));

test("a misspelt name says how many letters differ", () =>
  visit({}, async (page) => {
    await page.goto("/papers/sample:en-042");
    assert.equal(
      await printed(page, "Palisad Bend").locator(".why summary").innerText(),
      "“Palisad Bend National Laboratory” differs by 1 letter from its name “Palisade Bend National Laboratory”",
    );
  }));

test("a funder is read in the funding sentence, and is no affiliation", () =>
  visit({}, async (page) => {
    await page.goto("/papers/sample:en-012");
    const funding = page.locator("#funding");
    assert.equal(await funding.locator(".printed mark").innerText(), "Lanjiang Laboratory");
    const names = await funding.locator(".who").allInnerTexts();
    assert.ok(names.some((text) => text.includes(lab) && /as funder/.test(text)), names.join());
    assert.equal(await page.locator("#evidence .who", { hasText: lab }).count(), 0);
    await page.goto("/search?q=id:sample:en-012&filter=lab:lanjiang-laboratory");
    assert.equal(await total(page), 0);
    await page.getByRole("link", { name: "as funder", exact: true }).click();
    await arrive(page, (q) => q.get("filter") === "lab:lanjiang-laboratory,role:funder");
    assert.equal(await total(page), 1);
    assert.equal(await page.locator(".hit-matched mark").innerText(), "Lanjiang Laboratory");
  }));

test("papers in doubt are counted apart and open by themselves; the way back is beside them", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=&filter=lab:lanjiang-laboratory");
    const sure = await total(page);
    const line = page.locator(".doubt-line");
    const count = Number(await line.getAttribute("data-candidates"));
    const meta = (await api("/api/v1/papers?search=&filter=lab:lanjiang-laboratory&per_page=1")).meta;
    assert.deepEqual([sure, count], [meta.count, meta.candidates]);
    assert.ok(count > 0);
    assert.match(await line.innerText(), /^and 1 more paper where the match is in doubt$/);
    await line.getByRole("link").click();
    await arrive(page, (q) => q.get("filter") === "lab:lanjiang-laboratory,state:candidate");
    assert.equal(await total(page), count);
    assert.equal(await total(page), await countOf(page.url()));
    assert.equal(await page.locator(".hit-affiliations mark.doubt").innerText(), "LJL");
    await page.getByRole("link", { name: "Show the papers where it is asserted" }).click();
    await arrive(page, (q) => q.get("filter") === "lab:lanjiang-laboratory");
    assert.equal(await total(page), sure);
  }));

test("several values in doubt are shown together with the sure ones, and the sum is right", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=&filter=lab:lanjiang-laboratory|palisade-bend");
    const sure = await total(page);
    const count = Number(await page.locator(".doubt-line").getAttribute("data-candidates"));
    assert.ok(count > 0);
    await page.locator(".doubt-line").getByRole("link", { name: `Show all ${sure + count} together` }).click();
    await arrive(page, (q) => q.get("filter")?.endsWith("state:asserted|candidate"));
    assert.equal(await total(page), sure + count);
  }));

test("a name that two bodies bear lists both and asserts neither", () =>
  visit({}, async (page) => {
    await page.goto("/papers/sample:en-043");
    const both = page.locator(".alternatives");
    assert.match(await both.locator("p").first().innerText(), /“Institute for Quiet Sensing” may mean one of 2/);
    assert.deepEqual(await both.locator(".state").allInnerTexts(), ["candidate: in doubt", "candidate: in doubt"]);
    assert.equal(await page.locator(".printed mark.doubt").count(), 1);
    await page.goto("/search?q=id:sample:en-043&filter=lab:palisade-bend");
    assert.equal(await total(page), 0);
    await page.locator(".doubt-line a").click();
    await arrive(page, () => filterOf(page).endsWith("state:candidate"));
    assert.equal(await total(page), 1);
  }));

test("modifiers are chips, and choosing a country keeps them", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=&filter=state:candidate");
    const all = await total(page);
    assert.equal(all, await countOf(page.url()));
    const [country] = await values(page, "country");
    await value(page, "country", country.name).locator(".toggle").click();
    await arrive(page, (q) => /^country:..,state:candidate$/.test(q.get("filter") ?? ""));
    assert.equal(await total(page), country.count);
    await page.getByRole("link", { name: "Remove filter Match candidate (in doubt)" }).click();
    await arrive(page, (q) => /^country:..$/.test(q.get("filter") ?? ""));
    assert.ok((await total(page)) > country.count);
  }));

test("a list says what being on it means, and opens the papers of those on it", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=");
    const list = page.locator('[data-field="list"]');
    assert.match(await list.innerText(), /says nothing about the paper or its authors/);
    const [row] = await values(page, "list");
    assert.equal(row.name, "Sample Watch List (invented)");
    await value(page, "list", row.name).locator(".toggle").click();
    await arrive(page, (q) => q.get("filter") === "list:sample-watch-list");
    assert.equal(await total(page), row.count);
  }));

test("the words that show a topic are marked in title and abstract", () =>
  visit({}, async (page) => {
    await page.goto("/papers/sample:en-042");
    assert.equal(await page.locator("h1 mark.term").innerText(), "Swarm");
    assert.ok((await page.locator(".abstract mark.term").allInnerTexts()).includes("quadrotors"));
    assert.match(await page.locator("#topics").innerText(), /the abstract has “quadrotors” \(term “quadrotor”\)/);
    assert.match(await page.locator(".facts").innerText(), /Read with registry version\s+\S+/);
  }));

test("printed, a paper shows its reasons unfolded", () =>
  visit({}, async (page) => {
    await page.goto("/papers/sample:en-042");
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.getByText("Charter of the organisation").first().isVisible(), true);
  }));

test("the figures of the samples' README hold", async () => {
  const rows = {
    "lab:lanjiang-laboratory": 26,
    "lab:lanjiang-laboratory,state:candidate": 1,
    "lab:lanjiang-laboratory,role:funder": 12,
    "lab:lanjiang-laboratory,state:refused": 4,
    "institution:sample:lanjiang-laboratory": 24,
    "institution:sample:lanjiang-laboratory,country:GB": 10,
    "year:2019-2021": 34,
  };
  for (const [filter, papers] of Object.entries(rows)) {
    const { meta } = await api(`/api/v1/papers?search=&per_page=1&filter=${encodeURIComponent(filter)}`);
    assert.equal(meta.count, papers, filter);
  }
});
