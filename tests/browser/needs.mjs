// What the browser tests cannot do without.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const bin = process.env.LABTRAIL_BIN ?? path.join(root, "build/release/bin");

/** One sentence, or null when all is there. */
export function whatIsMissing() {
  if (!existsSync(chromium)) return `there is no ${chromium} (set CHROMIUM)`;
  for (const part of ["playwright-core", "axe-core"]) {
    if (!existsSync(path.join(root, "web/node_modules", part))) return `web/node_modules lacks ${part} (npm ci in web/)`;
  }
  if (process.env.LABTRAIL_CLIENT === "OFF") return "this build has no browser client (LABTRAIL_CLIENT=OFF)";
  return null;
}
