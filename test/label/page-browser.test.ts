import { describe, expect, it } from 'vitest';
import { startLabelling } from '../../src/label/labelling.ts';
import { exampleItems, memoryBook } from './example-items.ts';
import { aMoment, count, idOf, labelBrowser, later, message, serving, shown } from './label-browser.ts';

const { inBrowser } = labelBrowser();
const only = { humanScale: { min: 1, max: 5 }, title: 'answers.jsonl', labeller: 'me', repeats: 0 };

describe('the labelling page in a browser', () => {
  it(
    'labels fifty responses by keyboard: digits, arrows, a note, an undo and a skip',
    inBrowser((open) =>
      serving({}, async ({ url }, book) => {
        const page = await open(url);
        const given = new Map<string, number>();
        let skipped: string | undefined;
        for (let i = 0; i < 50; i++) {
          await count(page, `${i} of 50`);
          if (i === 7) {
            skipped = idOf(await shown(page));
            await page.keyboard.press('s');
            await message(page).getByText('Skipped').waitFor();
          }
          await later(page);
          const id = idOf(await shown(page));
          expect(await page.locator('#context').textContent()).toBe(`PromptQuestion ${id.slice(1)}`);
          const value = 1 + (i % 5);
          if (i === 3) {
            await page.keyboard.press('n');
            await page.keyboard.type('1 is too low, s');
            await page.keyboard.press('Escape');
          }
          if (i === 5) {
            await page.keyboard.press('2');
            await count(page, '6 of 50');
            await page.keyboard.press('u');
            await count(page, '5 of 50');
            expect(idOf(await shown(page))).toBe(id);
            await later(page);
          }
          if (i % 10 === 9) {
            // The middle, and from there on.
            await page.keyboard.press('j');
            for (let at = 3; at < value; at++) await page.keyboard.press(at === 3 ? 'k' : 'ArrowRight');
            await page.keyboard.press('Enter');
          } else await page.keyboard.press(String(value));
          given.set(id, value);
        }
        await page.getByText('All is labelled').waitFor();
        expect(book.now().map(({ id, value }) => [id, value])).toEqual([...given]);
        expect(given.size).toBe(50);
        expect(book.now()[3]!.note).toBe('1 is too low, s');
        expect(book.now().filter(({ note }) => note !== undefined)).toHaveLength(1);
        expect(book.now().at(-1)!.id).toBe(skipped);
      }),
    ),
  );

  it(
    'shows what the model said nowhere before a label is saved, then if asked, and keeps no text in the browser',
    inBrowser((open) =>
      serving({}, async ({ url }) => {
        const page = await open(url);
        await count(page, '0 of 50');
        const all = () => page.evaluate(() => document.documentElement.outerHTML);
        expect(await all()).not.toMatch(/7\.77|0\.625|0\.63/);
        await later(page);
        await page.keyboard.press('4');
        await count(page, '1 of 50');
        expect(await all()).not.toMatch(/7\.77|0\.63/);
        await page.keyboard.press('m');
        await message(page)
          .getByText('You gave the last one 4; the model gave it 7.77, pass probability 0.63.')
          .waitFor();
        await page.keyboard.press('u');
        await message(page).getByText('That label stays').waitFor();
        await page.keyboard.press('n');
        await page.keyboard.type('my words');
        const [kept, cookies] = await page.evaluate(() => [
          JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
          document.cookie,
        ]);
        expect(kept).toContain('my words');
        expect(kept).not.toMatch(/Answer|Question|7\.77/);
        expect(cookies).toBe('');
      }),
    ),
  );

  it(
    'asks who labels once, and gives each their own queue',
    inBrowser((open) =>
      serving({ labeller: undefined }, async ({ url }, book) => {
        const [one, other] = [await open(url), await open(url)];
        for (const [page, name] of [
          [one, 'prüfer-2'],
          [other, '水野'],
        ] as const) {
          await page.getByLabel('Your name').fill(name);
          await page.keyboard.press('Enter');
          await count(page, '0 of 50');
        }
        expect(await shown(one)).not.toBe(await shown(other));
        await one.bringToFront();
        await later(one);
        await one.keyboard.press('3');
        await count(one, '1 of 50');
        await one.reload();
        await count(one, '1 of 50');
        await other.reload();
        await count(other, '0 of 50');
        expect(await other.locator('#who').textContent()).toBe('水野');
        expect(book.now().map(({ labeller }) => labeller)).toEqual(['prüfer-2']);
        await other.locator('#who').click();
        await other.getByLabel('Your name').fill('prüfer-2');
        await other.getByRole('button', { name: 'Start' }).click();
        await count(other, '1 of 50');
      }),
    ),
  );

  it(
    'in two tabs at once makes one label a response, and tells the slower tab',
    inBrowser((open) =>
      serving({}, async ({ url }, book) => {
        const [one, other] = [await open(url), await open(url)];
        for (const page of [one, other]) await count(page, '0 of 50');
        await later(one);
        const before = await shown(one);
        expect(await shown(other)).toBe(before);
        await one.keyboard.press('2');
        await count(one, '1 of 50');
        await other.keyboard.press('5');
        await message(other).getByText('it has the label 2 already').waitFor();
        await count(other, '1 of 50');
        expect(await shown(other)).toBe(await shown(one));
        // Then both at the same moment.
        await later(one);
        await Promise.all([one.keyboard.press('1'), other.keyboard.press('1')]);
        for (const page of [one, other]) await count(page, '2 of 50');
        // What the other tab has skipped can still be labelled here.
        await later(one);
        await other.keyboard.press('s');
        await message(other).getByText('Skipped').waitFor();
        await one.keyboard.press('u');
        await message(one).getByText('another tab was faster').waitFor();
        expect(book.now().map(({ value }) => value)).toEqual([2, 1]);
        expect(idOf(before)).toBe(book.now()[0]!.id);
      }),
    ),
  );

  it(
    'goes on after a reload, with the note that was being written',
    inBrowser((open) =>
      serving({}, async ({ url }, book) => {
        const page = await open(url);
        await count(page, '0 of 50');
        await later(page);
        await page.keyboard.press('4');
        await count(page, '1 of 50');
        const before = await shown(page);
        await page.keyboard.press('n');
        await page.keyboard.type('half a no');
        await page.reload();
        await count(page, '1 of 50');
        expect(await shown(page)).toBe(before);
        expect(await page.getByLabel('Note', { exact: true }).inputValue()).toBe('half a no');
        await later(page);
        await page.keyboard.press('5');
        await count(page, '2 of 50');
        expect(book.now().map(({ value, note }) => [value, note])).toEqual([
          [4, undefined],
          [5, 'half a no'],
        ]);
      }),
    ),
  );

  it(
    'saves nothing by a key that is held, or pressed twice before anybody can have read what follows',
    inBrowser((open) =>
      serving({}, async ({ url }, book) => {
        const page = await open(url);
        await count(page, '0 of 50');
        await page.keyboard.press('3');
        await page.waitForTimeout(aMoment);
        await page.keyboard.down('3');
        await count(page, '1 of 50');
        await page.keyboard.press('4');
        for (let i = 0; i < 5; i++) await page.keyboard.down('3');
        await page.waitForTimeout(aMoment);
        for (let i = 0; i < 5; i++) await page.keyboard.down('3');
        await page.keyboard.up('3');
        await page.waitForTimeout(50);
        expect(book.now()).toHaveLength(1);
      }),
    ),
  );

  it(
    'takes a number where the scale has too many levels for keys',
    inBrowser((open) =>
      serving({ humanScale: { min: 0, max: 100 } }, async ({ url }, book) => {
        const page = await open(url);
        await count(page, '0 of 50');
        await later(page);
        await page.keyboard.type('101');
        await page.keyboard.press('Enter');
        await message(page).getByText('Choose a rating from 0 to 100 first').waitFor();
        await page.keyboard.press('Backspace');
        await page.keyboard.press('s');
        await message(page).getByText('Skipped').waitFor();
        await later(page);
        await page.keyboard.type('72.5');
        await page.keyboard.press('Enter');
        await count(page, '1 of 50');
        expect(book.now().map(({ value }) => value)).toEqual([72.5]);
      }),
    ),
  );

  it(
    'says which end of a scale is good, and what passes where that is known',
    inBrowser((open) =>
      serving({}, ({ url }) =>
        serving({ humanScale: { min: 0, max: 100 }, passAt: 60 }, async (other) => {
          const pages = [await open(url), await open(other.url)];
          for (const page of pages) await count(page, '0 of 50');
          expect(await Promise.all(pages.map((page) => page.locator('#ends').textContent()))).toEqual([
            '1 is the worst, 5 the best',
            '0 is the worst, 100 the best; from 60 on it passes',
          ]);
        }),
      ),
    ),
  );

  it(
    'goes back from a note to the field for a number, scrolls the response from there, and takes 1e1 for no number',
    inBrowser((open) => {
      const items = exampleItems(2).map((item) => ({ ...item, response: 'line\n'.repeat(500) }));
      return serving({ items, humanScale: { min: 0, max: 100 } }, async ({ url }, book) => {
        const page = await open(url);
        await count(page, '0 of 2');
        await later(page);
        const top = () => page.locator('#response').evaluate(({ scrollTop }) => scrollTop);
        let before = 0;
        for (const key of ['Space', 'PageDown', 'ArrowDown']) {
          await page.keyboard.press(key);
          await expect.poll(top).toBeGreaterThan(before + 20);
          before = await top();
        }
        await page.keyboard.press('PageUp');
        await expect.poll(top).toBeLessThan(before - 20);
        await page.keyboard.type('1e1');
        await page.keyboard.press('Enter');
        await message(page).getByText('Choose a rating from 0 to 100 first').waitFor();
        for (let i = 0; i < 3; i++) await page.keyboard.press('Backspace');
        await page.keyboard.press('n');
        await page.keyboard.type('because');
        await page.keyboard.press('Escape');
        await page.keyboard.type('42,5');
        await page.keyboard.press('Enter');
        await count(page, '1 of 2');
        expect(book.now().map(({ value, note }) => [value, note])).toEqual([[42.5, 'because']]);
      });
    }),
  );

  it(
    'says that it saves where that takes its time',
    inBrowser((open) =>
      serving({}, async ({ url }) => {
        const page = await open(url);
        await count(page, '0 of 50');
        await later(page);
        let go = (): void => {};
        const held = new Promise<void>((resolve) => (go = resolve));
        await page.route('**/api/save', async (route) => {
          await held;
          await route.continue();
        });
        await page.keyboard.press('4');
        // The clock also goes by itself, so this stays far from the second.
        expect(await message(page).textContent()).toBe('');
        await page.clock.fastForward(1100);
        await message(page).getByText('Saving…').waitFor();
        go();
        await message(page).getByText('Saved: 4').waitFor();
      }),
    ),
  );

  it(
    'says that the server was started again where it does not ask for a response any more',
    inBrowser(async (open) => {
      const items = exampleItems(2);
      const first = await startLabelling({ ...only, items: items.slice(0, 1), book: memoryBook() });
      const page = await open(first.url);
      await count(page, '0 of 1');
      await first.close();
      const book = memoryBook();
      const second = await startLabelling({ ...only, items: items.slice(1), book, port: first.port });
      try {
        await page.goto(second.url);
        await later(page);
        await page.keyboard.press('4');
        await message(page).getByText('Nothing was saved: the server was started again').waitFor();
        expect([await shown(page), book.now()]).toEqual(['Answer 1', []]);
        // The same of a rating that the tab has kept through a reload.
        const draft = { labeller: 'me', key: `first-${'0'.repeat(32)}`, note: '', value: 4 };
        await page.evaluate((text) => sessionStorage.setItem('unflatter-label', text), JSON.stringify(draft));
        await page.reload();
        await message(page).getByText('Nothing was saved: what you rated before is not asked for any more').waitFor();
        expect(book.now()).toEqual([]);
      } finally {
        await second.close();
      }
    }),
  );

  it(
    'has help by a key, closed by another, while no rating is heard',
    inBrowser((open) =>
      serving({}, async ({ url }, book) => {
        const page = await open(url);
        await count(page, '0 of 50');
        await later(page);
        await page.keyboard.press('?');
        await page.getByRole('dialog', { name: 'Keys' }).waitFor();
        await page.keyboard.press('3');
        await page.getByRole('button', { name: 'Close' }).click();
        await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
        expect(book.now()).toEqual([]);
        await page.keyboard.press('3');
        await count(page, '1 of 50');
      }),
    ),
  );
});
