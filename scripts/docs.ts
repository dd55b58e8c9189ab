import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { features, featureSet } from '../src/features/definitions.ts';
import { run } from '../src/cli/run.ts';

const commands = ['demo', 'check', 'fit', 'decide', 'evaluate'];

/** The generated pages by path. A test compares them with the files. */
export async function generatedPages(): Promise<Record<string, string>> {
  return { 'docs/features.md': featuresPage(), 'docs/cli.md': await cliPage(), 'docs/method.md': methodPage() };
}

/** The method page with what the simulations measured, in the order of their files. */
function methodPage(): string {
  const rows = ['fit', 'worth', 'evaluate'].flatMap((name) => {
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
  return [
    '# Surface features',
    '',
    `Feature set \`${featureSet}\`, made from the definitions by \`npm run docs\`. *log*: the correction sees log(1 + value).`,
    '',
    '| name | measures | unit | seen as |',
    '| --- | --- | --- | --- |',
    ...features.map(
      ({ name, measures, unit, transform }) =>
        `| \`${name}\` | ${measures} | ${unit} | ${transform === 'log' ? 'log' : 'as it is'} |`,
    ),
    '',
    '`promptOverlap` and `promptRatio` exist only where there is a prompt. The word lists behind `hedges`, `boosters` and `firstPerson` are',
    'English; other languages count zero there.',
    '',
  ].join('\n');
}

async function cliPage(): Promise<string> {
  const pages = await Promise.all(
    [[], ...commands.map((command) => [command])].map(
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
