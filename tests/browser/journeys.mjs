// The questions that people come with, each from the first page, with the number of presses (a link, a button, Enter) it
// takes. Typing a name is no press. More presses than stated here is a step back.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { countOf, total, visit } from "./world.mjs";

const lab = "Lanjiang Laboratory (invented)";
const number = (text) => Number(text.match(/\d[\d,]*/)[0].replaceAll(",", ""));

/** Presses are counted. */
class Reader {
  constructor(page) {
    this.page = page;
    this.presses = 0;
  }
  async press(locator) {
    ++this.presses;
    await locator.first().click();
    await this.page.waitForLoadState();
  }
  async ask(text) {
    await this.page.goto("/");
    await this.page.getByRole("searchbox").or(this.page.getByRole("combobox")).first().fill(text);
    ++this.presses;
    await this.page.keyboard.press("Enter");
    await this.page.waitForURL(/\/search/);
  }
  /** From the first page to the lab's dossier: two presses. */
  async dossier() {
    await this.ask("lanjiang");
    await this.press(this.page.getByRole("link", { name: `Dossier of ${lab}` }));
    await this.page.waitForURL(/\/labs\/lanjiang-laboratory$/);
  }
  async opened(count) {
    await this.page.waitForURL(/\/search/);
    await this.page.waitForSelector("main:not([aria-busy]) #total");
    assert.equal(await total(this.page), count);
    assert.equal(await countOf(this.page.url()), count);
  }
}

function question(name, presses, journey) {
  test(`${name}: ${presses} presses`, () =>
    visit({ javaScriptEnabled: false, acceptDownloads: true }, async (page) => {
      const reader = new Reader(page);
      await journey(reader, page);
      assert.equal(reader.presses, presses);
    }));
}

question("all papers of a lab since a year, under any name", 4, async (reader, page) => {
  await reader.dossier();
  await reader.press(page.locator(".figure dd a"));
  await page.waitForURL(/\/search/);
  await page.getByLabel("From", { exact: true }).fill("2021");
  await reader.press(page.getByRole("button", { name: "Set years" }));
  assert.match(page.url(), /year/);
  const texts = await page.locator(".hits").innerText();
  assert.ok((await total(page)) > 5);
  assert.match(texts, /Lanjiang|澜江|瀾江|란장|Ланьцзян/);
});

question("with which countries, and the papers of one year", 3, async (reader, page) => {
  await reader.dossier();
  const mark = page.locator('a[data-key^="picture GB "]').first();
  const papers = number((await mark.getAttribute("aria-label")).replace(/^.*?: /, ""));
  ++reader.presses;
  await mark.click();
  await reader.opened(papers);
});

question("for a university, which papers and which affiliations", 3, async (reader, page) => {
  await reader.ask("karst coast");
  await reader.press(page.getByRole("link", { name: "Dossier of Karst Coast University" }));
  await page.waitForURL(/\/institutions\//);
  assert.match(await page.locator("main").innerText(), /Karst Coast University/);
  const papers = number(await page.locator(".figure dd").first().innerText());
  await reader.press(page.locator(".figure dd a"));
  await reader.opened(papers);
});

question("which technologies", 3, async (reader, page) => {
  await reader.dossier();
  const mark = page.locator('a[data-key^="picture heat "]').first();
  const papers = number((await mark.getAttribute("aria-label")).replace(/^.*?: /, ""));
  ++reader.presses;
  await mark.click();
  await reader.opened(papers);
});

question("the lab as a funder rather than an affiliation", 4, async (reader, page) => {
  await reader.dossier();
  await reader.press(page.locator(".figure dd a"));
  await page.waitForURL(/\/search/);
  await reader.press(page.getByRole("link", { name: "as funder" }));
  await page.waitForURL(/role/);
  assert.equal(await total(page), await countOf(page.url()));
  assert.ok((await total(page)) > 0);
});

question("one author with both affiliations", 3, async (reader, page) => {
  await reader.dossier();
  await page.locator("#partners").getByText(/institutions as a table$/).click();
  const cells = page.locator("#partners .of-institution tbody tr td:nth-of-type(3) a");
  assert.ok((await cells.count()) > 0);
  const papers = number(await cells.first().innerText());
  await reader.press(cells);
  assert.match(decodeURIComponent(page.url()), /\/one_author/);
  await reader.opened(papers);
});

question("which funders are thanked on joint papers, and in which words", 4, async (reader, page) => {
  await reader.dossier();
  const funder = page.locator('#partners a[href*="funder"]').first();
  assert.ok((await funder.count()) > 0);
  await reader.press(funder);
  await page.waitForURL(/funder/);
  await reader.press(page.locator(".hits h2 a, .hits h3 a"));
  await page.waitForURL(/\/papers\//);
  assert.match(await page.locator("main").innerText(), /as funder/);
});

question("universities x labs as a matrix, and a cell", 3, async (reader, page) => {
  await page.goto("/");
  await reader.press(page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Matrix" }));
  await page.getByLabel(/^Rows/).fill("sample:karst-coast-university\nsample:northmere-university");
  await page.getByLabel(/^Columns/).fill("lanjiang-laboratory\npalisade-bend");
  await reader.press(page.getByRole("button", { name: "Count" }));
  const cell = page.locator("table.cells tbody td:not(.all) a").first();
  const papers = number(await cell.innerText());
  await reader.press(cell);
  await reader.opened(papers);
});

question("names, parents and lists of a lab", 2, async (reader, page) => {
  await reader.dossier();
  const said = await page.locator("main").innerText();
  for (const part of [/澜江实验室/, /source: Charter/, /Sample Watch List/, /never inherited|not inherited|says nothing/i])
    assert.match(said, part);
});

question("evidence that a lawyer can check", 5, async (reader, page) => {
  await reader.dossier();
  await reader.press(page.locator(".figure dd a"));
  await page.waitForURL(/\/search/);
  await reader.press(page.getByText("Freeze as evidence", { exact: true }));
  ++reader.presses;
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator(".freeze").getByRole("button").click(),
  ]);
  assert.equal(readFileSync(await download.path()).subarray(0, 2).toString(), "PK");
});

question("why one paper counts: the words, the rule, where the name comes from", 3, async (reader, page) => {
  await reader.ask("lanjiang");
  await reader.press(page.locator('section.facet[data-field="lab"] li.value', { hasText: lab }).getByRole("link"));
  await page.waitForURL(/filter=lab/);
  await reader.press(page.locator(".hits h2 a, .hits h3 a"));
  await page.waitForURL(/\/papers\//);
  assert.match(await page.locator("main").innerText(), /is printed exactly as its name|is another way to write its name/);
});
