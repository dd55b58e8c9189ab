import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import type { AuditReport } from '../../src/audit/audit.ts';
import { auditPage } from '../../src/report/audit-page.ts';
import { contrast, luminance } from '../contrast.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { gamedReport } from './audit-reports.ts';

/** Debian's, or the one that CHROMIUM names. */
const browserPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const hasBrowser = existsSync(browserPath);
const folder = temporaryFolder();

const { goodhart, loopholes } = gamedReport;

/** With names that are long, or try to run or load something, and with curves that turn. */
const report: AuditReport = {
  ...gamedReport,
  goodhart: {
    ...goodhart!,
    turns: { raw: { shape: 'falls', turnsAt: 1 }, corrected: { shape: 'falls', turnsAt: 2 } },
  },
  loopholes: {
    ...loopholes,
    counts: { ...loopholes.counts, rewards: 1 },
    probes: loopholes.probes.map((probe, i) => ({ ...probe, rewards: i === 0 ? [probe.cases[0]!.name] : [] })),
  },
  probes: gamedReport.probes.map((probe, i) => ({ ...probe, name: nameOf(probe.name, i) })),
  selfPreference: {
    ...gamedReport.selfPreference,
    raters: gamedReport.selfPreference.raters.map((one, i) => ({ ...one, rater: nameOf(one.rater, i) })),
  },
};

function nameOf(name: string, i: number): string {
  const long = ['long', 'WM', '長い', 'दीर्घ'];
  if (i > 1 && i < 2 + long.length) return long[i - 2]!.repeat(50);
  return i === 0 ? '<img src="http://127.0.0.1:9/" onerror="console.log(1)"><script>console.log(2)</script>' : name;
}

const places = [360, 800, 1400].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

describe('the page of an audit in a browser', () => {
  let browser: Browser | undefined;
  let address = '';
  beforeAll(async () => {
    address = pathToFileURL(
      folder.write('audit.html', auditPage(report, { title: 'Audit', what: 'w'.repeat(300) })),
    ).href;
    // The sandbox of a browser needs rights that containers do not give; it loads nothing but this page.
    if (hasBrowser)
      browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'], timeout: 30_000 });
  });
  afterAll(() => browser?.close());

  /** Looks at the page; nothing may have left it or gone wrong on it by then. */
  function onPage(place: (typeof places)[number], look: (page: Page) => Promise<void>) {
    return async ({ skip }: Pick<TestContext, 'skip'>): Promise<void> => {
      skip(!hasBrowser, `there is no browser: apt-get install chromium, or set CHROMIUM (now ${browserPath})`);
      const { width, colorScheme } = place;
      const page = await browser!.newPage({ viewport: { width, height: 900 }, colorScheme });
      page.setDefaultTimeout(15_000);
      const wrong: string[] = [];
      page.on('pageerror', (error) => wrong.push(error.message));
      page.on('console', (message) => wrong.push(message.text()));
      page.on('request', (request) => {
        if (request.url() !== address && !request.url().startsWith('data:')) wrong.push(request.url());
      });
      await page.goto(address);
      await look(page);
      await page.close();
      expect(wrong).toEqual([]);
    };
  }

  for (const place of places) {
    const at = `at ${place.width} pixels, ${place.colorScheme}`;

    it(
      `does not scroll sideways, and cuts off no text of a plot, ${at}`,
      onPage(place, async (page) => {
        const { over, cut, drawings, figures } = await page.evaluate(() => {
          const images = [...document.querySelectorAll<SVGSVGElement>('figure > svg')];
          const seen = images.filter((one) => one.getBoundingClientRect().width > 0);
          const texts = seen.flatMap((one) => [...one.querySelectorAll<SVGTextElement>('text')]);
          return {
            over: document.documentElement.scrollWidth - window.innerWidth,
            cut: texts
              .filter((text) => {
                const [inner, outer] = [text.getBoundingClientRect(), text.ownerSVGElement!.getBoundingClientRect()];
                return inner.left < outer.left - 1 || inner.right > outer.right + 1 || inner.bottom > outer.bottom + 1;
              })
              .map(({ textContent }) => textContent),
            drawings: seen.length,
            figures: document.querySelectorAll('figure').length,
          };
        });
        expect(over).toBeLessThanOrEqual(0);
        expect(cut).toEqual([]);
        // One of the two drawings of each figure.
        expect(drawings).toBe(figures);
        expect(figures).toBe(5);
      }),
    );

    it(
      `has text that is readable against its ground, ${at}`,
      onPage(place, async (page) => {
        const pairs = await page.evaluate(() => {
          const ground = getComputedStyle(document.body).backgroundColor;
          const elements = [...document.querySelectorAll<HTMLElement | SVGElement>('main *')].filter(
            (one) =>
              one.getBoundingClientRect().width > 0 &&
              [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent!.trim() !== ''),
          );
          const colours = elements.map((one) => {
            const { color, fill } = getComputedStyle(one);
            return one instanceof SVGElement ? fill : color;
          });
          return [...new Set(colours)].map((colour) => [colour, ground] as const);
        });
        expect(pairs.length).toBeGreaterThan(2);
        for (const [colour, ground] of pairs)
          expect(contrast(colour, ground), `${colour} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }),
    );
  }

  it(
    'can be printed, in light colours whatever the screen has, with all that is folded away',
    onPage({ width: 800, colorScheme: 'dark' }, async (page) => {
      await page.emulateMedia({ media: 'print' });
      const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(luminance(ground)).toBeGreaterThan(0.9);
      const drawn = await page.locator('figure > svg:visible').evaluateAll((all) => all.map((one) => one.classList[0]));
      expect(drawn).toEqual(Array(5).fill('wide'));
      expect(
        await page.locator('details table').evaluate((one) => one.checkVisibility({ contentVisibilityAuto: true })),
      ).toBe(true);
      expect((await page.locator('details table').boundingBox())!.height).toBeGreaterThan(20);
      const printed = await page.pdf({ format: 'A4' });
      expect(printed.subarray(0, 5).toString()).toBe('%PDF-');
    }),
  );
});
