import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { originalOf, twinProbes } from '../../../src/audit/probes/twin-probes.ts';
import { measureSurface } from '../../../src/features/extract.ts';
import { seededRandom } from '../../../src/math/random.ts';
import { codeOf, isWithin, moves } from './texts.ts';

const folder = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const isThere = existsSync(folder);
const files = isThere
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.jsonl.gz'))
  : [];
/** One file a set: the others are of the same texts. */
const sets = [...Map.groupBy(files.sort(), (path) => path.split('/')[0]!).values()].map(([first]) => first!);
const reader = new MarkdownIt();
const responses = 200;
const leastMoved = 0.9;

describe.skipIf(!isThere)('on real texts', () => {
  it.each(isThere ? sets : ['(skipped: they are not beside this checkout)'])(
    'twins keep code and move their features: %s',
    (path) => {
      const random = seededRandom(5);
      const originals = textsOf(path).map(originalOf);
      const tallies = new Map<string, { applied: number; moved: number }>();
      for (const original of originals) {
        const before = measureSurface(original.response, original.prompt, original.language).features;
        const code = codeOf(reader.parse(original.response, {}));
        for (const { name, kind, twin } of twinProbes) {
          const changed = twin(original, random);
          if (changed === undefined) continue;
          if (kind === 'surface')
            expect({ name, kept: isWithin(code, codeOf(reader.parse(changed, {}))) }).toEqual({ name, kept: true });
          const after = measureSurface(changed, original.prompt, original.language).features;
          for (const [, feature, direction] of moves.filter(([own]) => own === name)) {
            const tally = tallies.get(`${name}: ${feature}`) ?? { applied: 0, moved: 0 };
            const isMoved = direction * (after[feature]! - before[feature]!) > 0;
            tallies.set(`${name}: ${feature}`, { applied: tally.applied + 1, moved: tally.moved + (isMoved ? 1 : 0) });
          }
        }
      }
      expect(tallies.size).toBeGreaterThan(4);
      const slack = [...tallies].filter(([, { applied, moved }]) => moved < leastMoved * applied);
      expect(slack).toEqual([]);
    },
  );
});

interface Text {
  readonly prompt?: string;
  readonly response: string;
}

/** Different responses of a set, from its beginning to its end. */
function textsOf(path: string): readonly Text[] {
  const lines = gunzipSync(readFileSync(`${folder}/${path}`))
    .toString()
    .trimEnd()
    .split('\n');
  const texts = new Map(lines.map((line) => JSON.parse(line) as Text).map((text) => [text.response, text]));
  const all = [...texts.values()].filter(({ response }) => (response ?? '') !== '');
  const step = Math.max(1, all.length / responses);
  return Array.from({ length: Math.min(responses, all.length) }, (_, i) => all[Math.floor(i * step)]!);
}
