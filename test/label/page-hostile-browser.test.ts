import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { hostileTexts } from './hostile.ts';
import { count, labelBrowser, later, serving } from './label-browser.ts';

const { inBrowser, inWindow } = labelBrowser();

describe('what a model wrote', () => {
  const items = hostileTexts.map((text, i) => ({
    id: `${text} ${i}`,
    prompt: text,
    response: text,
    system: text,
    conversation: [{ role: text, content: text }],
    sources: [text, text],
    language: text,
    ratedBy: [],
    rating: {},
  }));

  it(
    'is shown as it is in every field, and nothing of it runs or loads: 200 hostile texts',
    inBrowser(async (open) => {
      expect(hostileTexts).toHaveLength(200);
      const everything = hostileTexts.join('\n');
      const named = {
        title: everything,
        rubric: everything,
        policy: hostileTexts[2]!.slice(0, 100),
        labeller: '<img src=x onerror=alert(1)>',
      };
      await serving({ items, ...named }, async ({ url }) => {
        const page = await open(url);
        await count(page, '0 of 200');
        await page.evaluate(() => {
          Object.assign(window, { violations: [] });
          document.addEventListener('securitypolicyviolation', ({ blockedURI }) =>
            (window as never as { violations: string[] }).violations.push(blockedURI),
          );
        });
        await page.keyboard.press('n');
        await page.locator('#note').fill(everything.slice(0, 10_000));
        await page.keyboard.press('Escape');
        const seen = new Set<string>();
        for (let i = 0; i < 200; i++) {
          const { texts, roles, tags } = await page.evaluate(async (isFirst) => {
            const response = document.getElementById('response')!;
            if (!isFirst) {
              const before = response.firstChild;
              document.getElementById('skip')!.click();
              while (response.firstChild === before) await new Promise((resolve) => setTimeout(resolve, 1));
              while (document.body.hasAttribute('data-busy')) await new Promise((resolve) => setTimeout(resolve, 1));
            }
            const linesOf = (place: Element) => [...place.children].map(({ textContent }) => textContent).join('\n');
            return {
              texts: [response, ...document.querySelectorAll('#context .text')].map(linesOf),
              roles: [...document.querySelectorAll('#context h2')].map(({ textContent }) => textContent),
              tags: [...document.querySelectorAll('#response *, #context *, #rubric *, header *')].map(
                ({ tagName }) => tagName,
              ),
            };
          }, i === 0);
          // Response, system prompt, turn, prompt and two sources.
          expect(texts).toEqual(Array(6).fill(texts[0]));
          expect(roles[1]).toBe(`Before: ${texts[0]}`);
          const ours = new Set(['BUTTON', 'DETAILS', 'DIV', 'H1', 'H2', 'PRE', 'PROGRESS', 'SPAN', 'SUMMARY']);
          expect([...new Set(tags)].filter((tag) => !ours.has(tag))).toEqual([]);
          seen.add(texts[0]!);
        }
        expect(seen).toEqual(new Set(hostileTexts));
        await later(page);
        await page.keyboard.press('4');
        await count(page, '1 of 200');
        const after = await page.evaluate(() => [
          (window as never as { violations: string[] }).violations,
          'ran' in window,
          document.querySelectorAll('#note, #message, #levels').length,
        ]);
        expect(after).toEqual([[], false, 3]);
      });
    }),
  );

  it(
    'could run or load nothing even if it became markup',
    inWindow(async (context) => {
      let reached = 0;
      // For a frame, Chromium opens a connection before it looks whether it may, and then says nothing on it.
      const elsewhere = createServer((socket) => {
        socket.on('error', () => {});
        socket.on('data', () => {
          reached++;
          socket.destroy();
        });
      }).listen(0, '127.0.0.1');
      await once(elsewhere, 'listening');
      const away = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
      await serving({}, async ({ url }) => {
        const page = await context.newPage();
        await page.goto(url);
        await count(page, '0 of 50');
        const outcome = await page.evaluate(async (address) => {
          const place = document.getElementById('response')!;
          let refused = '';
          try {
            place.innerHTML = '<img src=x onerror="window.ran=1">';
          } catch (error) {
            refused = (error as Error).name;
          }
          // As text that was parsed by somebody else would be.
          for (const [tag, set] of [
            ['img', { src: `${address}x.png` }],
            ['iframe', { src: address }],
            ['link', { rel: 'stylesheet', href: `${address}x.css` }],
          ] as const)
            place.append(Object.assign(document.createElement(tag), set));
          const sent = await fetch(address).then(
            () => 'sent',
            () => 'blocked',
          );
          await new Promise((resolve) => setTimeout(resolve, 100));
          return { refused, sent, ran: 'ran' in window };
        }, away);
        expect(outcome).toEqual({ refused: 'TypeError', sent: 'blocked', ran: false });
        expect(reached).toBe(0);
        // That it would have been counted.
        await fetch(away).catch(() => {});
        expect(reached).toBe(1);
      });
      elsewhere.close();
    }),
  );
});
