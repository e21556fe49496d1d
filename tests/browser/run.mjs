// The browser tests, in one process with one server and one Chromium: node run.mjs
//   LABTRAIL_BIN   folder of labtrail-index and labtrail-search (ctest sets it)
//   CHROMIUM       the browser, /usr/bin/chromium when not set
import { whatIsMissing } from "./needs.mjs";

const missing = whatIsMissing();
if (missing) {
  // Said in a form that ctest knows as skipped; never silently.
  console.log(`SKIPPED: browser tests: ${missing}`);
  process.exit(0);
}
await import("./search.mjs");
await import("./suggest.mjs");
await import("./facets.mjs");
await import("./paper.mjs");
await import("./downloads.mjs");
await import("./evidence.mjs");
await import("./dossier.mjs");
await import("./frozen.mjs");
await import("./saved.mjs");
await import("./journeys.mjs");
await import("./keyboard.mjs");
await import("./without_script.mjs");
await import("./appearance.mjs");
await import("./access.mjs");
await import("./trouble.mjs");
