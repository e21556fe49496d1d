import assert from "node:assert/strict";
import { test } from "node:test";
import { visit } from "./world.mjs";

const states = ["/", "/search?q=swarm", "/search?q=&filter=country:CN|GB,year:2019-2023,language:!en", "/papers/sample:en-023",
  "/papers/sample:ar-001", "/papers/sample:en-043", "/search?q=&filter=lab:lanjiang-laboratory,state:candidate",
  "/search?q=zzzzzz", "/search?q=x&filter=contry:CN", "/papers/none"];
const badRequests = [/status of 40[04]/];

const brightness = (page) =>
  page.evaluate(() => {
    const [r, g, b] = getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g).map(Number);
    return (r + g + b) / 3;
  });

test("light by default, dark where the reader prefers it", async () => {
  await visit({ colorScheme: "light" }, async (page) => {
    await page.goto("/search?q=swarm");
    assert.ok((await brightness(page)) > 200);
  });
  await visit({ colorScheme: "dark" }, async (page) => {
    await page.goto("/search?q=swarm");
    assert.ok((await brightness(page)) < 50);
  });
});

for (const width of [320, 360, 768, 1280]) {
  test(`nothing sticks out sideways at ${width} pixels`, () =>
    visit({ viewport: { width, height: 800 }, allow: badRequests }, async (page) => {
      for (const state of states) {
        await page.goto(state);
        await page.locator("main.paper details").evaluateAll((all) => all.forEach((one) => (one.open = true)));
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${state}: ${over} pixels too wide`);
      }
    }));
}

test("on a narrow screen the filters fold away, unfold, and stay open while filtering", () =>
  visit({ viewport: { width: 360, height: 800 } }, async (page) => {
    await page.goto("/search?q=");
    const china = page.locator('[data-key="country value CN"]');
    assert.equal(await china.isVisible(), false);
    await page.locator(".panel summary").click();
    await china.click();
    await page.waitForURL(/filter=country/);
    await page.waitForSelector('[data-key="country value CN"][aria-current]');
    assert.equal(await china.isVisible(), true);
    assert.match(await page.locator(".panel summary").innerText(), /Filters \(1 active\)/);
  }));

test("what is pressed is at least 24 pixels high, or stands in a sentence", () =>
  visit({}, async (page) => {
    for (const state of ["/", "/search?q=&filter=country:CN", "/search?q=&filter=lab:lanjiang-laboratory",
      "/papers/sample:en-001", "/papers/sample:en-043"]) {
      await page.goto(state);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll("a, button, summary, input:not([type=hidden])")]
          .filter((element) => element.checkVisibility() && !element.matches(".skip") && !element.closest("p, dd, .resolved"))
          .map((element) => ({ box: element.getBoundingClientRect(), name: element.outerHTML.slice(0, 90) }))
          .filter(({ box }) => box.height > 0 && (box.height < 23.5 || box.width < 10))
          .map(({ box, name }) => `${Math.round(box.width)}x${Math.round(box.height)} ${name}`),
      );
      assert.deepEqual(small, [], state);
    }
  }));

test("papers written from right to left are laid out so; the page around them is not", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=&filter=language:ar");
    const directions = await page.locator(".hit article").evaluateAll((all) => all.map((one) => getComputedStyle(one).direction));
    assert.ok(directions.length > 0);
    assert.ok(directions.every((direction) => direction === "rtl"));
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), "ltr");
  }));

test("on paper there are results and no controls", () =>
  visit({}, async (page) => {
    await page.goto("/search?q=swarm");
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".panel").isVisible(), false);
    assert.equal(await page.locator("header form").isVisible(), false);
    assert.equal(await page.locator(".hit-title").first().isVisible(), true);
    assert.equal(await page.locator(".provenance").first().isVisible(), true);
  }));
