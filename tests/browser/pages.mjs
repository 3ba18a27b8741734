// Opens each page in Chromium, at three widths, in light and dark. Fails if the page says something on
// the console, asks for anything but itself, runs a script, is wider than the window, or breaks a rule of
// accessibility. Usage: node pages.mjs SCREENSHOTS PAGE...
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const WIDTHS = [360, 1000, 1600];
const SCHEMES = ["light", "dark"];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const [screenshots, ...files] = process.argv.slice(2);
mkdirSync(screenshots, { recursive: true });
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const faults = [];
for (const file of files) {
  for (const width of WIDTHS) {
    for (const scheme of SCHEMES) {
      const name = `${basename(file, ".html")}-${width}-${scheme}`;
      for (const fault of await look(file, width, scheme, join(screenshots, `${name}.png`))) {
        faults.push(`${name}: ${fault}`);
      }
    }
  }
}
await browser.close();
faults.forEach((fault) => console.error(fault));
console.log(`${files.length} pages, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);

async function look(file, width, scheme, screenshot) {
  const found = [];
  const url = pathToFileURL(resolve(file)).href;
  const page = await browser.newPage();
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  page.on("console", (message) => found.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => found.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    found.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => {
    if (request.url() !== url) found.push(`request: ${request.url()}`);
  });
  page.on("requestfailed", (request) => found.push(`failed request: ${request.url()}`));
  await page.goto(url, { waitUntil: "load" });
  await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
  const page_width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (page_width > width) found.push(`${page_width} pixels wide`);
  const scripts = await page.evaluate(() => document.querySelectorAll("script, [onerror], [onload], [onmouseover]").length);
  if (scripts > 0) found.push(`${scripts} scripts`);
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => axe.run());
  for (const { id, nodes } of violations) {
    found.push(`axe ${id}: ${nodes.map((node) => node.html).slice(0, 3).join(" ")}`);
  }
  await page.screenshot({ path: screenshot, fullPage: true });
  await page.close();
  return found;
}
