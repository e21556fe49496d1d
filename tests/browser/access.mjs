// WCAG 2.2 AA as far as a program can tell, in each state of the pages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { value, violations, visit } from "./world.mjs";

const states = {
  "start page": "/",
  results: "/search?q=laboratory",
  "results with filters": "/search?q=&filter=country:CN|GB,year:2019-2023,language:!en&facets=institution:50",
  "a lab chosen": "/search?q=&filter=lab:lanjiang-laboratory",
  "matches in doubt, as funder": "/search?q=&filter=lab:lanjiang-laboratory,state:candidate,role:funder",
  "search inside": "/search?q=&inside=institution&prefix=lanj",
  "nothing found": "/search?q=zzzzzzzz&filter=country:CN",
  "a query that cannot be read": "/search?q=auther:wang%20(swarm",
  "a filter that cannot be read": "/search?q=x&filter=contry:CN",
  paper: "/papers/sample:en-001",
  "paper with alternatives": "/papers/sample:en-043",
  "paper with look-alikes": "/papers/sample:zh-010",
  "paper with sixty authors": "/papers/sample:en-023",
  "paper, right to left": "/papers/sample:ar-001",
  "how a query was read": "/search?q=(swarm%20OR%20radar)%20-title:robots&filter=joint:lab:lanjiang-laboratory/country:GB",
  "dossier of a lab": "/labs/lanjiang-laboratory",
  "dossier of an institution, narrowed": "/institutions/sample:lanjiang-laboratory?q=swarm&filter=year:2019-2021",
  "dossier of a country": "/countries/GB",
  "no such dossier": "/labs/lanjiang",
  "empty matrix": "/matrix",
  matrix: "/matrix?rows=lanjiang-laboratory%0Apalisade-bend&columns=country:GB%0Acountry:US",
  "matrix with names": "/matrix?rows=Lanjiang%0Anobody&columns=country:GB",
  "empty list": "/list",
  list: "/list?entries=LJL%0AKarst%20Coast%20University%0Anobody&as=name",
  "list with errors": "/list?entries=swarm%0Aauther:x&as=query",
  "retracted paper": "/papers/sample:en-016",
  "no such paper": "/papers/none",
};
const settings = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  narrow: { viewport: { width: 360, height: 800 } },
};

for (const [setting, options] of Object.entries(settings)) {
  test(`axe finds nothing to complain about (${setting})`, () =>
    visit({ ...options, allow: [/status of 40[04]/] }, async (page) => {
      const found = {};
      for (const [name, state] of Object.entries(states)) {
        await page.goto(state);
        const fold = page.locator(".panel summary");
        if (setting === "narrow" && (await fold.count()) > 0) await fold.click();
        await page.locator("main.paper details, main.dossier details, .summary details").evaluateAll((all) => all.forEach((one) => (one.open = true)));
        const complaints = await violations(page);
        if (complaints.length > 0) found[name] = complaints;
      }
      assert.deepEqual(found, {});
    }));
}

test("axe finds nothing in the help for keys, nor after a swap", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=");
    await value(page, "country", "China").locator(".toggle").click();
    await page.waitForURL(/filter=country/);
    await page.waitForSelector(".chips");
    await page.locator(".as-table summary").click();
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    assert.deepEqual(await violations(page), []);
  }));

test("the name of a facet value says its count and whether it is chosen", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=&filter=country:CN");
    const link = page.getByRole("link", { name: /^China, \d+ papers?, selected$/ });
    assert.equal(await link.count(), 1);
    await page.getByRole("link", { name: /^United Kingdom, \d+ papers?$/ }).waitFor();
  }));

test("there is one main, one h1, and headings leave out no level", () =>
  visit({}, async (page) => {
    for (const state of ["/", "/search?q=swarm", "/papers/sample:en-001", "/papers/sample:en-043", "/labs/lanjiang-laboratory", "/matrix", "/list?entries=swarm&as=query"]) {
      await page.goto(state);
      assert.equal(await page.locator("main").count(), 1);
      const levels = await page.locator("h1, h2, h3, h4").evaluateAll((all) => all.map((one) => Number(one.tagName[1])));
      assert.equal(levels.filter((level) => level === 1).length, 1, state);
      levels.reduce((before, level) => {
        assert.ok(level <= before + 1, `${state}: h${level} after h${before}`);
        return level;
      }, 0);
    }
  }));
