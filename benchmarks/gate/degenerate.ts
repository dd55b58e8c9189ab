/*
 * How often a response is called none that is one, and how often one that was cut off is found:
 *
 *     node benchmarks/gate/degenerate.ts [folder with the texts]
 *
 * Every response of every set counts once. Those that are cut here are longer than 300 characters, and are cut at a place
 * drawn between 30 and 90 % of them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { degeneracyOf, type Degeneracy } from '../../src/calibrator/degenerate.ts';
import { visible } from '../../src/features/visible.ts';
import { seededRandom } from '../../src/math/random.ts';

const [from = '../shared/data'] = process.argv.slice(2);
const kinds: readonly Degeneracy[] = ['wordless', 'boilerplate', 'truncated'];

console.log('| set | responses | wordless | boilerplate | truncated | cut here | of these found |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
const sets = readdirSync(from, { withFileTypes: true }).filter((entry) => entry.isDirectory());
for (const { name: set } of sets) {
  const responses = responsesOf(join(from, set));
  const random = seededRandom(1);
  const found = responses.map((text) => degeneracyOf(visible(text)));
  const cut = responses
    .filter((text) => text.length > 300)
    .map((text) => text.slice(0, Math.floor(text.length * (0.3 + 0.6 * random()))));
  const seen = cut.filter((text) => degeneracyOf(visible(text)) === 'truncated').length;
  const counts = kinds.map((kind) => found.filter((one) => one === kind).length);
  const share = cut.length < 20 ? '' : `${Math.round((100 * seen) / cut.length)} %`;
  console.log(`| ${[set, responses.length, ...counts, cut.length, share].join(' | ')} |`);
}

function responsesOf(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl.gz'));
  const lines = files.flatMap((name) =>
    gunzipSync(readFileSync(join(folder, name)))
      .toString()
      .trim()
      .split('\n'),
  );
  return [...new Set(lines.flatMap((line) => (JSON.parse(line) as { response?: string }).response ?? []))];
}
