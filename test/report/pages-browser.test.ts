import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { luminance } from '../contrast.ts';
import { temporaryFolder, type TemporaryFolder } from '../temporary-folder.ts';
import { hostileSet, makePages, pageNames, ran, storySet, type PageSet } from './page-commands.ts';
import { faultsOf, seePage } from './page-faults.ts';
import { faultsWritten } from './page-sense.ts';
import { writtenPages } from './written-pages.ts';

/** Debian's, or the one that CHROMIUM names. */
const browserPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const hasBrowser = existsSync(browserPath);

const withoutBrowser = `there is no browser: apt-get install chromium, or set CHROMIUM (now ${browserPath})`;

const widths = [360, 800, 1400];

let browser: Browser | undefined;
beforeAll(async () => {
  // The sandbox of a browser needs rights that containers do not give; it loads nothing but these pages.
  if (hasBrowser)
    browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'], timeout: 30_000 });
});
afterAll(() => browser?.close());

describe('the pages that the commands make of shipped stories', () => {
  pagesOf(storySet);
});

describe('the pages that the commands make of hostile names', () => {
  const folder = pagesOf(hostileSet);

  it('have the same bytes when they are made again', async () => {
    await makePages(hostileSet(), folder, 'again');
    const bytes = (name: string): string => readFileSync(folder.path(name), 'utf8').replaceAll('/again/', '/first/');
    const differs = pageNames.filter((name) => bytes(`again/${name}.html`) !== bytes(`first/${name}.html`));
    expect(differs).toEqual([]);
  });
});

describe('the page that the demo makes', () => {
  const folder = temporaryFolder();
  beforeAll(() => ran(['demo', '--out', folder.path('demo')]));
  itIsSound([['demo', () => folder.path('demo/report.html')]]);
});

/** Tests of the pages of a set, and the folder that they are in. */
function pagesOf(set: () => PageSet): TemporaryFolder {
  const folder = temporaryFolder();
  beforeAll(() => makePages(set(), folder, 'first'));
  itIsSound(pageNames.map((name) => [name, () => folder.path(`first/${name}.html`)]));
  return folder;
}

/** Tests of pages by their names and where they are. */
function itIsSound(pages: readonly (readonly [name: string, path: () => string])[]): void {
  it.for(pages)('%s can be read by whoever does not see it, and holds nothing that runs', ([, path]) => {
    expect(faultsWritten(readFileSync(path(), 'utf8'))).toEqual([]);
  });

  it.for(pages)(
    '%s fits and is readable on a phone, a tablet and a desk, in light and dark, loads nothing, and can be printed',
    async ([, path], { skip }) => {
      skip(!hasBrowser, withoutBrowser);
      const address = pathToFileURL(path()).href;
      const page = await browser!.newPage();
      page.setDefaultTimeout(15_000);
      const wrong = watched(page, address);
      await page.goto(address);
      for (const width of widths)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme });
          const seen = await page.evaluate(seePage);
          wrong.push(...faultsOf(seen).map((fault) => `${fault} (${width} pixels, ${colorScheme})`));
          expect(seen.colours.length, 'colours of text').toBeGreaterThan(2);
        }
      wrong.push(...(await faultsInPrint(page)));
      await page.close();
      expect(wrong).toEqual([]);
    },
  );
}

describe('a page of a report that has all there can be, or nothing', () => {
  const folder = temporaryFolder();
  itIsSound(writtenPages.map(([name, make]) => [name, () => folder.write(`${name}.html`, make())]));
});

describe('what is looked for', () => {
  it('is found where it is planted', async ({ skip }) => {
    skip(!hasBrowser, withoutBrowser);
    const drawing = `<svg width="300" height="60" role="img"><text x="10" y="20">one text</text><text x="30" y="26">on another</text><text x="270" y="50">cut at the edge</text></svg>`;
    const flaws = `<style>body { margin: 0; background: white; } svg.two { display: none; }</style><main><figure id="f">${drawing}</figure><figure><svg class="two"></svg></figure><p style="color: #888888">grey</p><p style="background: #000000"><b style="color: #333333">dark</b></p><div style="width: 420px">wide</div></main>`;
    const page = await browser!.newPage({ viewport: { width: 400, height: 300 } });
    await page.setContent(flaws);
    const faults = faultsOf(await page.evaluate(seePage));
    await page.close();
    expect(faults).toEqual([
      '20 pixels wider than the window',
      'cut off: f: cut at the edge',
      'over one another: f: one text / on another',
      'hard to read: rgb(136, 136, 136) on rgb(255, 255, 255), grey',
      'hard to read: rgb(51, 51, 51) on rgb(0, 0, 0), dark',
      '1 drawings of 2 figures are seen',
    ]);
  });

  it('is found where it is written', () => {
    const svg = '<svg role="img" aria-labelledby="a b"><title id="a">What</title><desc id="b"></desc></svg>';
    const page = `<main id="a"><a href="#c">on</a><b onclick="run()">NaN</b><script></script>${svg}</main>`;
    expect(faultsWritten(page)).toEqual([
      'two elements are a',
      'a link to nowhere: #c',
      'b could run or load something',
      'script could run or load something',
      'a drawing without a title and a text alternative',
      'no heading',
      'says NaN',
    ]);
  });
});

/** Whatever goes wrong on a page from now on, or leaves it. */
function watched(page: Page, address: string): string[] {
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('dialog', (dialog) => wrong.push(dialog.message()));
  page.on('console', (message) => wrong.push(message.text()));
  page.on('request', (request) => {
    if (request.url() !== address && !request.url().startsWith('data:')) wrong.push(`asks for ${request.url()}`);
  });
  return wrong;
}

/** On a dark screen: paper is white all the same, it shows the wide drawings, and all that is folded away. */
async function faultsInPrint(page: Page): Promise<string[]> {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const looks = await page.locator('figure > svg:visible').evaluateAll((all) => all.map((one) => one.classList[0]));
  const folded = await page
    .locator('details table')
    .evaluateAll((all) => all.filter((one) => !one.checkVisibility({ contentVisibilityAuto: true })).length);
  const printed = await page.pdf({ format: 'A4' });
  return [
    ...(luminance(ground) > 0.9 ? [] : [`prints on ${ground}`]),
    ...(looks.every((look) => look === 'wide') ? [] : ['prints narrow drawings']),
    ...(folded === 0 ? [] : [`leaves ${folded} folded tables out of print`]),
    ...(printed.subarray(0, 5).toString() === '%PDF-' ? [] : ['does not print']),
  ];
}
