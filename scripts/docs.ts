import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { ratingFeatures } from '../src/calibrator/rating-features.ts';
import type { FeatureDescription } from '../src/features/definition.ts';
import { features, featureSet } from '../src/features/definitions.ts';
import { lexicons } from '../src/features/lexicon/lexicons.ts';
import { run } from '../src/cli/run.ts';
import { auditPage } from './audit-page.ts';
import { loopholesPage } from './loopholes-page.ts';
import { monitorPage } from './monitor-page.ts';

const commands = [
  'demo',
  'rate',
  'check',
  'fit',
  'certify',
  'decide',
  'evaluate',
  'estimate',
  'audit',
  'audit proxy',
  'sample',
  'label',
  'labels',
  'promote',
  'rollback',
  'diff',
  'monitor',
];

/** The generated pages by path. A test compares them with the files. */
export async function generatedPages(): Promise<Record<string, string>> {
  return {
    'docs/features.md': featuresPage(),
    'docs/cli.md': await cliPage(),
    'docs/method.md': methodPage(),
    'docs/audit.md': await auditPage(),
    'docs/loopholes.md': await loopholesPage(),
    'docs/monitor.md': monitorPage(),
  };
}

/** The method page with what the simulations measured, in the order of their files. */
function methodPage(): string {
  const rows = [
    'fit',
    'worth',
    'evaluate',
    'agreement',
    'inflation',
    'sampling',
    'estimate',
    'estimate-slices',
  ].flatMap((name) => {
    const { runs, ...measured } = readJson(`test/simulation/measured/${name}.json`);
    return Object.entries(measured).map(([what, value]) => `| ${what} | ${value} | ${runs} |`);
  });
  const table = ['| measured | value | simulated sets |', '| --- | ---: | ---: |', ...rows].join('\n');
  return readFileSync('docs/method.md', 'utf8').replace(
    /(<!-- simulations -->\n)[^]*(\n<!-- end of simulations -->)/,
    (_, start: string, end: string) => start + table + end,
  );
}

function readJson(path: string): Record<string, number> {
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, number>;
}

function featuresPage(): string {
  const row = ({ name, measures, unit, transform, family }: FeatureDescription): string =>
    `| \`${name}\` | ${measures} | ${unit} | ${family} | ${transform === 'log' ? 'log' : 'as it is'} |`;
  const heading = ['| name | measures | unit | family | seen as |', '| --- | --- | --- | --- | --- |'];
  return [
    '# Features',
    '',
    `Feature set \`${featureSet}\`, made from the definitions by \`npm run docs\`. *log*: the correction sees log(1 + value). The fit gives`,
    'each family a precision of its own.',
    '',
    '## Of the text',
    '',
    ...heading,
    ...features.map(row),
    '',
    'Those of the family *prompt* exist only where there is a prompt. Those of the family *tone*, `citations` apart, exist only in a',
    `language with a word list: ${lexicons.map(({ language }) => `\`${language}\``).join(', ')}. In any other they are absent, which is not zero: see the method page.`,
    'Invisible characters are counted and then passed over by all other features; accents do not matter; what is in a code block',
    'has words, but no tone and no language.',
    '',
    '## Of the rating',
    '',
    'Where a rating brings them.',
    '',
    ...heading,
    ...ratingFeatures.map(row),
    '',
    '## Of your own',
    '',
    '`defineFeature({ name, describe, compute })` in code, or a column under `features` in the records. They enter the fit, the envelope,',
    'the contributions and the digest like the others.',
    '',
  ].join('\n');
}

async function cliPage(): Promise<string> {
  const pages = await Promise.all(
    [[], ...commands.map((command) => command.split(' '))].map(
      async (command) =>
        `## unflatter ${command.join(' ')}`.trimEnd() + `\n\n\`\`\`text\n${await help(command)}\`\`\`\n`,
    ),
  );
  return `# Command line\n\nMade from \`--help\` by \`npm run docs\`.\n\n${pages.join('\n')}`;
}

async function help(command: readonly string[]): Promise<string> {
  let text = '';
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk);
      done();
    },
  });
  await run([...command, '--help'], { stdin: process.stdin, stdout: sink, stderr: sink });
  return text;
}
