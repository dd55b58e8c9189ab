import { writeFileSync } from 'node:fs';
import { normal, seededRandom, type Random } from '../../src/math/random.ts';

/** The synthetic files of this folder by name: the same every time. Run by `node examples/proxy/make.ts`. */
export function syntheticFiles(): Readonly<Record<string, string>> {
  return {
    'moderation.jsonl': jsonLines(moderation(seededRandom(11))),
    'summaries.jsonl': jsonLines(summaries(seededRandom(12))),
    'tickets.csv': csv(tickets(seededRandom(13))),
  };
}

/** A filter that is good at its work: it flags 80 % of what people find harmful, and 8 % of the rest. */
function moderation(random: Random): object[] {
  return Array.from({ length: 400 }, (_, i) => {
    const harmful = random() < 0.15;
    const flagged = random() < (harmful ? 0.8 : 0.08);
    return { id: `message-${i + 1}`, synthetic: true, flagged, harmful };
  });
}

const points = [
  'The budget is overspent by a tenth.',
  'Delivery slips from spring to autumn.',
  'Two of five sites still have no permit.',
  'The main supplier wants new terms.',
  'Staff left faster than they were replaced.',
  'The board has to decide before the end of the month.',
  'Tests of the second stage failed twice.',
];

/** Every sentence may be wrong, so that the shortest summary is the most faithful one, and the least useful. */
function summaries(random: Random): object[] {
  return Array.from({ length: 60 }, (_, document) =>
    Array.from({ length: 4 }, () => {
      const told = points.filter(() => random() < 0.2 + 0.15 * (document % 4));
      const supported = told.filter(() => random() < 0.75).length;
      const useful = Math.min(5, Math.max(1, Math.round(1.4 + 0.6 * told.length + 0.7 * normal(random))));
      return {
        group: `document-${document + 1}`,
        synthetic: true,
        response: ['This is a report on a building project.', ...told].join(' '),
        faithfulness: Number(((1 + supported) / (1 + told.length)).toFixed(2)),
        useful,
      };
    }),
  ).flat();
}

/** People close what they solved. The bot closes what goes quiet, and what it did not solve goes quiet more often. */
function tickets(random: Random): string[][] {
  const rows = Array.from({ length: 400 }, (_, i) => {
    const channel = i % 2 === 0 ? 'person' : 'bot';
    const solved = random() < (channel === 'person' ? 0.7 : 0.4);
    const closes = channel === 'person' ? (solved ? 0.95 : 0.3) : solved ? 0.78 : 0.97;
    return [`ticket-${i + 1}`, 'true', channel, String(random() < closes), String(solved)];
  });
  return [['id', 'synthetic', 'channel', 'closed', 'solved'], ...rows];
}

function jsonLines(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.join(',')}\n`).join('');
}

if (import.meta.main)
  for (const [name, text] of Object.entries(syntheticFiles())) writeFileSync(new URL(name, import.meta.url), text);
