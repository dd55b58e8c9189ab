import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, type TestContext } from 'vitest';
import { startLabelling, type LabellingOptions } from '../../src/label/labelling.ts';
import type { LabelServer } from '../../src/label/server.ts';
import { exampleItems, memoryBook, type MemoryBook } from './example-items.ts';

/** Debian's, or the one that CHROMIUM names. */
const browserPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const hasBrowser = existsSync(browserPath);

export interface Place {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
}

export interface LabelBrowser {
  /** A test that opens tabs of one window. Nothing may have left them for elsewhere or gone wrong in them by the end. */
  readonly inBrowser: (
    work: (open: (url: string) => Promise<Page>) => Promise<void>,
    place?: Place,
  ) => (test: Pick<TestContext, 'skip'>) => Promise<void>;
  /** The same for a window in which things may go wrong. */
  readonly inWindow: (
    work: (context: BrowserContext) => Promise<void>,
    place?: Place,
  ) => (test: Pick<TestContext, 'skip'>) => Promise<void>;
}

/** A browser for the tests of one file. */
export function labelBrowser(): LabelBrowser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    // The sandbox of a browser needs rights that containers do not give; it loads nothing but the page.
    if (hasBrowser)
      browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'], timeout: 30_000 });
  });
  afterAll(() => browser?.close());
  const inWindow: LabelBrowser['inWindow'] =
    (work, { width = 1200, colorScheme = 'light' } = {}) =>
    async ({ skip }) => {
      skip(!hasBrowser, `there is no browser: apt-get install chromium, or set CHROMIUM (now ${browserPath})`);
      const context = await browser!.newContext({ viewport: { width, height: 800 }, colorScheme });
      context.setDefaultTimeout(10_000);
      await work(context).finally(() => context.close());
    };
  return {
    inWindow,
    inBrowser: (work, place) => {
      const wrong: string[] = [];
      return inWindow(async (context) => {
        await work((url) => opened(context, url, wrong));
        expect(wrong).toEqual([]);
      }, place);
    },
  };
}

async function opened(context: BrowserContext, url: string, wrong: string[]): Promise<Page> {
  const page = await context.newPage();
  const { origin } = new URL(url);
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('dialog', (dialog) => wrong.push(dialog.message()));
  // What the browser says of an answer that is no success, or of a server that is away, is no fault of the page.
  page.on('console', (message) => {
    if (!message.text().startsWith('Failed to load resource')) wrong.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:')) wrong.push(request.url());
  });
  await page.clock.install();
  await page.goto(url);
  return page;
}

/** A server for the time of a test, with the labels that it has kept. */
export async function serving(
  over: Partial<LabellingOptions>,
  work: (server: LabelServer, book: MemoryBook) => Promise<void>,
): Promise<void> {
  const book = memoryBook();
  const rest = {
    items: exampleItems(50),
    book,
    humanScale: { min: 1, max: 5 },
    title: 'answers.jsonl',
    labeller: 'me',
  };
  const server = await startLabelling({ ...rest, repeats: 0, ...over });
  try {
    await work(server, book);
  } finally {
    await server.close();
  }
}

export const message = (page: Page) => page.locator('#message');

/** Waits until so many are labelled, as `3 of 50`. */
export const count = (page: Page, text: string) => page.locator('#count').getByText(text, { exact: true }).waitFor();

export const shown = (page: Page) => page.locator('#response').textContent();

/** Which of the example items a text is of. */
export const idOf = (text: string | null): string => `r${/\d+/.exec(text ?? '')![0]}`;

/** Longer than it takes to press a key twice without meaning it, in milliseconds. */
export const aMoment = 280;

/** Puts the clock of the page forward by a moment. */
export const later = (page: Page) => page.clock.fastForward(aMoment);
