// Opens pages in Chromium, at two widths, in light and dark, and fails unless each of them asks for nothing outside,
// says nothing on the console, fits its width, shows the figures it must, and has no fault that axe-core finds.
// Usage: node check.mjs <folder with pages, each x.html beside an x.json with its figures>
import { readFile, readdir, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';

const folder = resolve(process.argv[2]);
const screenshots = join(folder, 'screenshots');
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pages = (await readdir(folder)).filter((name) => name.endsWith('.html')).sort();
const faults = [];
const SLOW_MS = 5000;
if (pages.length === 0) faults.push(`no page in ${folder}: run the tests first`);
await mkdir(screenshots, { recursive: true });

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});

async function openPage(name, address) {
  const page = await browser.newPage();
  const fault = (what) => faults.push(`${name}: ${what}`);
  page.on('console', (message) => fault(`console: ${message.text()}`));
  page.on('pageerror', (error) => fault(`error: ${error.message}`));
  page.on('dialog', (dialog) => { fault(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => {
    if (request.url() !== address) fault(`asks for ${request.url()}`);
  });
  return { page, fault };
}

/** What a page shows; runs inside it. */
function read() {
  const figures = [...document.querySelectorAll('[data-figure]')];
  return {
    figures: Object.fromEntries(figures.map((it) => [it.dataset.figure, it.textContent])),
    lanes: document.querySelectorAll('[data-connection]').length,
    scripts: document.scripts.length,
    width: document.documentElement.scrollWidth,
    broken: [...document.querySelectorAll('a[href^="#"]')]
      .map((it) => it.getAttribute('href'))
      .filter((it) => !document.getElementById(it.slice(1))),
  };
}

async function check(name) {
  const address = pathToFileURL(join(folder, name)).href;
  const { page, fault } = await openPage(name, address);
  const { lanes, ...expected } = JSON.parse(await readFile(join(folder, name.replace('.html', '.json'))));
  for (const width of [1280, 390]) {
    for (const scheme of ['light', 'dark']) {
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      const before = Date.now();
      await page.goto(address, { waitUntil: 'load' });
      const opened = Date.now() - before;
      const shown = await page.evaluate(read);
      for (const [figure, value] of Object.entries(expected)) {
        if (shown.figures[figure] !== value) fault(`${figure} is ${shown.figures[figure]}, not ${value}`);
      }
      if (shown.lanes !== lanes) fault(`${shown.lanes} lanes, not ${lanes}`);
      if (shown.scripts > 0) fault('has a script');
      if (shown.width > width) fault(`is ${shown.width} wide at ${width}`);
      if (shown.broken.length > 0) fault(`links to nowhere: ${shown.broken}`);
      await page.screenshot({ path: join(screenshots, `${name.replace('.html', '')}-${width}-${scheme}.png`) });
      if (opened > SLOW_MS) fault(`took ${opened} ms to open`);
      // Axe takes seconds for a hundred lanes, so it looks at them once, and minutes for thousands of rows: of such a page
      // there is a small one of the same kind.
      const rows = await page.evaluate(() => document.querySelectorAll('tr').length);
      if (rows < 100 || (rows < 1000 && width === 390 && scheme === 'light')) {
        await page.evaluate(() => document.querySelectorAll('details').forEach((it) => (it.open = true)));
        await page.evaluate(axe);
        const found = await page.evaluate(async () =>
          (await window.axe.run()).violations.map((it) => `${it.id}: ${it.help}: ${it.nodes[0].html}`));
        found.forEach((violation) => fault(`axe at ${width} ${scheme}: ${violation}`));
      }
    }
  }
  await page.close();
}

for (const name of pages) {
  const started = Date.now();
  await check(name);
  console.log(`${name}: ${Date.now() - started} ms`);
}
await browser.close();
[...new Set(faults)].forEach((fault) => console.log(`FAULT ${fault}`));
console.log(`${pages.length} pages, ${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);
