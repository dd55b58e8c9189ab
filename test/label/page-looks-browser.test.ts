import { describe, expect, it } from 'vitest';
import { contrast } from '../contrast.ts';
import { exampleItems } from './example-items.ts';
import { count, labelBrowser, serving } from './label-browser.ts';

const { inBrowser } = labelBrowser();

describe('the looks of the labelling page', () => {
  const items = [
    {
      ...exampleItems(1)[0]!,
      prompt: 'مرحبا، اشرح لي ما هو الماء',
      response: `الماء مادة شفافة\nWater is clear.\n水は透明です。\n\`\`\`\nif (a) {\n    b();\n}\n\`\`\`\n${'long '.repeat(3000)}`,
      language: 'ar',
    },
  ];
  const places = [360, 800, 1400].flatMap((width) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
  );

  for (const place of places)
    it(
      `are readable, and nothing but the texts scrolls, at ${place.width} pixels, ${place.colorScheme}`,
      inBrowser(
        (open) =>
          serving(
            { items, rubric: 'W'.repeat(500), title: 'W'.repeat(200), policy: 'v1', humanScale: { min: 0, max: 10 } },
            async ({ url }) => {
              const page = await open(url);
              await count(page, '0 of 1');
              await page.keyboard.press('n');
              const { over, below, pairs } = await page.evaluate(() => {
                const { scrollWidth, scrollHeight } = document.documentElement;
                const texts = [...document.querySelectorAll<HTMLElement>('body *')].filter(
                  (one) =>
                    one.checkVisibility() &&
                    !one.matches(':disabled, :disabled *') &&
                    [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent!.trim() !== ''),
                );
                const groundOf = (one: Element): string => {
                  for (let at: Element | null = one; at !== null; at = at.parentElement) {
                    const { backgroundColor } = getComputedStyle(at);
                    if (backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor;
                  }
                  return '';
                };
                return {
                  over: scrollWidth - innerWidth,
                  below: scrollHeight - innerHeight,
                  pairs: [...new Set(texts.map((one) => `${getComputedStyle(one).color} on ${groundOf(one)}`))],
                };
              });
              expect([over, below]).toEqual([0, 0]);
              expect(pairs.length).toBeGreaterThan(3);
              for (const pair of pairs)
                expect(contrast(...(pair.split(' on ') as [string, string])), pair).toBeGreaterThanOrEqual(4.5);
            },
          ),
        place,
      ),
    );

  it(
    'has the response in sight on a phone, however long the prompt is',
    inBrowser(
      (open) =>
        serving(
          { items: [{ ...exampleItems(1)[0]!, prompt: 'long\n'.repeat(500), response: 'line\n'.repeat(200) }] },
          async ({ url }) => {
            const page = await open(url);
            await count(page, '0 of 1');
            const top = await page.locator('#response').evaluate((place) => place.getBoundingClientRect().top);
            expect(top).toBeGreaterThan(0);
            expect(top).toBeLessThan(400);
          },
        ),
      { width: 360 },
    ),
  );

  it(
    'follow each line of a text: from the right, from the left, and in the type of code',
    inBrowser((open) =>
      serving({ items }, async ({ url }) => {
        const page = await open(url);
        await count(page, '0 of 1');
        const { sides, code, height, inside } = await page.evaluate(() => {
          const [prose, pre] = [
            document.querySelector('#response .prose')!,
            document.querySelector('#response .code')!,
          ];
          const text = prose.firstChild!;
          const box = prose.getBoundingClientRect();
          let start = 0;
          const lines = text.textContent!.split('\n').map((line) => {
            const range = document.createRange();
            range.setStart(text, start);
            range.setEnd(text, start + line.length);
            start += line.length + 1;
            const { left, right } = range.getBoundingClientRect();
            return box.right - right < left - box.left ? 'right' : 'left';
          });
          const response = document.getElementById('response')!;
          const { fontFamily, whiteSpace, direction } = getComputedStyle(pre);
          return {
            sides: lines,
            code: { isMono: fontFamily.includes('monospace'), whiteSpace, direction, text: pre.textContent },
            height: response.clientHeight,
            inside: response.scrollHeight,
          };
        });
        expect(sides).toEqual(['right', 'left', 'left']);
        expect(code).toEqual({
          isMono: true,
          whiteSpace: 'pre-wrap',
          direction: 'ltr',
          text: '```\nif (a) {\n    b();\n}\n```',
        });
        expect(inside).toBeGreaterThan(2 * height);
        expect(await page.locator('#response').getAttribute('lang')).toBe('ar');
        // The response has the focus from the start, so that the keys of every browser scroll it.
        await page.keyboard.press('PageDown');
        await expect.poll(() => page.locator('#response').evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(50);
      }),
    ),
  );
});
