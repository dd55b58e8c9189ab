import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseCalibrator } from '../../src/calibrator/parse.ts';
import type { Estimate } from '../../src/fit/bootstrap.ts';
import type { AuditReport } from '../../src/audit/audit.ts';
import { demoAuditLine } from '../../src/report/demo-audit.ts';
import { demoText } from '../../src/report/demo-text.ts';
import type { DemoSummary } from '../../src/report/demo.ts';
import type { ReliabilityDiagram } from '../../src/fit/reliability-diagram.ts';
import type { TopShare } from '../../src/fit/top-shares.ts';
import type { DemoEstimate } from '../../src/report/demo-estimate.ts';
import { expectClose } from '../close.ts';
import { faultsWritten } from '../report/page-sense.ts';
import { elementsOf, tablesOf } from '../report/page/elements.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli, type Outcome } from './fake-terminal.ts';
import { shipped } from './shipped.ts';

const folder = temporaryFolder();
let out = '';
let outcome: Outcome;
let sets: DemoSummary[] = [];
let [exam, judged] = sets as [DemoSummary, DemoSummary];

/** The demo takes seconds, so it runs once, into a folder whose parents do not exist. */
beforeAll(async () => {
  out = folder.path('not/yet/there');
  outcome = await runCli(['demo', '--out', out, '--json']);
  ({ sets } = JSON.parse(outcome.stdout) as { sets: DemoSummary[] });
  [exam, judged] = sets as [DemoSummary, DemoSummary];
}, 120_000);

const read = (name: string): string => readFileSync(`${out}/${name}`, 'utf8');
const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`;
const withBounds = ({ value, lower, upper }: Estimate): string =>
  `${percent(value!)} [${(100 * lower!).toFixed(1)}, ${(100 * upper!).toFixed(1)}]`;

describe('the demo', () => {
  it('sums up two sets as one JSON value, and says where the details are', () => {
    expect({ exitCode: outcome.exitCode, stderr: outcome.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(outcome.stdout)).toMatchObject({ out });
    expect(sets).toMatchObject([
      { name: 'lsat-ar', records: 1518, byAuthor: { authors: 11 } },
      { name: 'llmbar-chatgpt', records: 968, byAuthor: null },
    ]);
    for (const { records, gate } of sets) expect(gate.reduce((sum, one) => sum + one.records, 0)).toBe(records);
  });

  it('audits the set that has texts by gates that have not seen them, and says in one line what it found', async () => {
    const { audits } = JSON.parse(outcome.stdout) as { audits: AuditReport[] };
    const half = { verdict: 'not enough data', records: { probed: 21, seen: 0 } };
    expect(audits).toMatchObject([half, half]);
    const past = (by: 'raw' | 'corrected'): number => {
      const counts = audits.map(({ bySomeProbe, records }) => bySomeProbe.worstCase[by].value! * records.failing);
      return (counts[0]! + counts[1]!) / (audits[0]!.records.failing + audits[1]!.records.failing);
    };
    const line = demoAuditLine(audits);
    expect(line).toContain('42 made-up answers');
    expect(line).toContain(
      `${percent(past('raw'), 0)} of the bad ones past the rating, ${percent(past('corrected'), 0)} past`,
    );
    const { stdout } = await runCli(['demo', '--out', out]);
    expect(stdout).toContain(`\n${line}\n`);
    expect(stdout).toMatch(/\nHow many are right, if only 100 of the 1,518 exam answers had a label\? .*\n/);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(`open ${out}/report.html`);
  }, 120_000);

  it('shows that the gate sorts, and that the correction helps where style misleads the rater', () => {
    const [pass, , fail] = exam.gate;
    expect(pass!.failing / pass!.records).toBeLessThan(fail!.failing / fail!.records);
    expect(judged.falsePass.difference.upper).toBeLessThan(0);
  });

  it('shows that on the exam nothing is gained at the same share, and that the author tells most of what is at the top', () => {
    const { difference } = exam.falsePass;
    expect(Math.sign(difference.lower!)).not.toBe(Math.sign(difference.upper!));
    for (const { raw, byAuthor } of exam.curve.slice(0, 3)) expect(byAuthor).toBeLessThan(raw / 4);
    expect(exam.byAuthor!.within.corrected.value).toBeLessThan(0.6);
  });

  it('prints the numbers of the summary', () => {
    const texts = demoText(sets).split(/\n(?=2\. )/);
    expect(texts).toHaveLength(2);
    for (const [i, { about, falsePass, passed, curve, gate, byAuthor }] of sets.entries()) {
      const text = texts[i]!;
      expect(text).toMatch(new RegExp(`^${i + 1}\\. `));
      expect(text).toContain(about);
      const [, passing] = /\nA raw gate at 80 % of the scale passes ([\d,]+) of the [\d,]+: /.exec(text)!;
      expect(Number(passing!.replace(',', ''))).toBe(passed);
      expect(text).toContain(`: ${withBounds(falsePass.raw)} of them are wrong.\n`);
      expect(text).toContain(`passing as many (out of fold): ${withBounds(falsePass.corrected)} are wrong. `);
      for (const { share, ...top } of curve) {
        const line = text.split('\n').find((one) => one.startsWith(`  top ${percent(share, 0)} `))!;
        const shown = [top.raw, top.corrected, ...(byAuthor === null ? [] : [top.byAuthor!])];
        expect(line.match(/\d+ %/g)).toEqual([share, ...shown].map((one) => percent(one, 0)));
      }
      for (const { verdict, records, failing } of gate) {
        const wrong = records === 0 ? '(?:: no answer .+)?' : `, ${percent(failing / records)} of them wrong`;
        expect(text).toMatch(new RegExp(`\n  ${verdict} +${records}${wrong}\n`));
      }
    }
    const { lowest, highest } = exam.byAuthor!.passRates;
    expect(texts[0]).toContain(`(${percent(lowest, 0)} to ${percent(highest, 0)} right)`);
    const { raw, corrected } = exam.byAuthor!.within;
    expect(texts[0]).toContain(
      `\n${raw.value!.toFixed(3)} by the raw rating and ${corrected.value!.toFixed(3)} corrected.`,
    );
    expect(texts[1]).not.toContain('by author alone');
  });

  it('writes a page, a report, and a calibrator and the decisions of each set, and nothing else', () => {
    expect(folder.names('not/yet/there')).toEqual(['llmbar-chatgpt', 'lsat-ar', 'report.html', 'report.md']);
    for (const { name, records } of sets) {
      expect(folder.names(`not/yet/there/${name}`)).toEqual(['calibrator.json', 'decisions.jsonl']);
      expect(parseCalibrator(read(`${name}/calibrator.json`)).fittedOn.records).toBe(records);
    }
    expect(parseCalibrator(read('llmbar-chatgpt/calibrator.json')).raters).toEqual(['ChatGPT']);
  });

  it('estimates from a hundred labels what all labels say, and far better than the ratings do', () => {
    const { estimate } = JSON.parse(outcome.stdout) as { estimate: DemoEstimate };
    const { records, labelled, truth, bySelfRating, estimate: found } = estimate;
    expect([records, labelled]).toEqual([exam.records, 100]);
    expectClose(truth, exam.passRate, { absolute: 1e-6 });
    expectClose(bySelfRating, exam.passed / exam.records, { absolute: 1e-6 });
    expect(found.lower! < truth && truth < found.upper!).toBe(true);
    expect(Math.abs(found.value! - truth)).toBeLessThan(Math.abs(bySelfRating - truth) / 2);
  });

  it('shows the same numbers on its page, which is well written, and says as plainly where nothing is gained', () => {
    const page = read('report.html');
    expect(faultsWritten(page)).toEqual([]);
    const text = elementsOf(page)[0]!.text.replaceAll('\u00a0', ' ');
    for (const { falsePass } of sets)
      for (const one of [falsePass.raw, falsePass.corrected]) expect(text).toContain(withBounds(one));
    expect(text).toContain('passing as many: nothing is gained.');
    expect(text).toContain('passing as many: something is gained.');
    const { estimate } = JSON.parse(outcome.stdout) as { estimate: DemoEstimate };
    expect(text).toContain(
      `The estimate is ${withBounds(estimate.estimate)}, and all labels say ${percent(estimate.truth)}`,
    );
    const tables = tablesOf(page);
    for (const [title, { gate }] of [
      ['Exam answers', exam],
      ['Answers to instructions', judged],
    ] as const)
      expect(
        tables
          .get(title)!
          .slice(1)
          .map(([verdict, records]) => [verdict, Number(records!.replace(',', ''))]),
      ).toEqual(gate.map(({ verdict, records }) => [verdict, records]));
  });

  it('draws what it drew before, on its shipped sets', async () => {
    const { sets: drawn, estimate } = JSON.parse(outcome.stdout) as {
      sets: { topShares: TopShare[] }[];
      estimate: object;
    };
    const golden = { topShares: drawn.map(({ topShares }) => topShares), estimate };
    await expect(`${JSON.stringify(golden, null, 2)}\n`).toMatchFileSnapshot('../report/golden/demo.json');
  });

  it('has what its page draws in its JSON', () => {
    const drawn = JSON.parse(outcome.stdout) as { sets: { topShares: TopShare[]; reliability: ReliabilityDiagram }[] };
    for (const [i, { topShares, reliability }] of drawn.sets.entries()) {
      const top = topShares.find(({ share }) => share === 0.1)!;
      expectClose([top.before.value!, top.after.value!], [sets[i]!.curve[0]!.raw, sets[i]!.curve[0]!.corrected], {
        absolute: 1e-6,
      });
      expect(reliability.after.bins.reduce((sum, { labels }) => sum + labels, 0)).toBe(sets[i]!.records);
    }
  });

  it('reports the same numbers', () => {
    const report = read('report.md');
    expect(report).toMatch(/^# unflatter demo\n/);
    for (const { name, falsePass, curve, byAuthor } of sets) {
      const chapter = report.split('\n## ').find((one) => one.startsWith(`${name}\n`))!;
      for (const estimate of Object.values(falsePass)) expect(chapter).toContain(withBounds(estimate));
      for (const { share, ...top } of curve) {
        const shown = [top.raw, top.corrected, ...(byAuthor === null ? [] : [top.byAuthor!])];
        expect(chapter).toContain(`\n| ${percent(share, 0)} | ${shown.map((one) => percent(one)).join(' | ')} |\n`);
      }
    }
    expect(report).toContain('Within one model, the AUC');
    expect(report.match(/^what goes with inflation /gm)).toHaveLength(2);
  });

  it('writes one decision a rating, as many of each verdict as it says', () => {
    for (const { name, records, gate } of sets) {
      const decisions = read(`${name}/decisions.jsonl`)
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { id: string; verdict: string; passes: boolean });
      expect(new Set(decisions.map(({ id }) => id)).size).toBe(records);
      for (const { verdict, ...counted } of gate) {
        const those = decisions.filter((decision) => decision.verdict === verdict);
        expect({ records: those.length, failing: those.filter(({ passes }) => !passes).length }).toEqual(counted);
      }
    }
  });

  it('says of the other judge what is so: hardly anything is gained at the share that its raw gate passes', async () => {
    const set = shipped('llmbar-ratings/instruction-following.jsonl.gz');
    const calibrator = folder.path('gpt-4.json');
    expect(await runCli(['fit', set, '--rater', 'GPT-4', '--out', calibrator])).toMatchObject({ exitCode: 0 });
    const { falsePass } = parseCalibrator(readFileSync(calibrator, 'utf8')).outOfFold;
    expect(Math.abs(falsePass.corrected! - falsePass.raw!)).toBeLessThan(0.02);
    expect(judged.about).toContain('with GPT-4 as the judge of the same answers, hardly anything is');
  });

  it('finds out before the work that it cannot write', async () => {
    const file = folder.write('a-file', '');
    const { exitCode, stdout, stderr } = await runCli(['demo', '--out', file]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(file);
  });

  it.each([
    ['a-file-again/', 'its folder is a file'],
    ['holds-a-file', 'a file is in its place'],
  ])('says in one sentence that it can make no folders in %s: %s', async (name, reason) => {
    folder.write('a-file-again', '');
    folder.write(`holds-a-file/${sets[0]!.name}`, '');
    expect(await runCli(['demo', '--out', folder.path(name)])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `${folder.path(name).replace(/\/$/, '')}/${sets[0]!.name} cannot be written: ${reason}\n`,
    });
  });
});
