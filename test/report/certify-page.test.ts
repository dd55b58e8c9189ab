import { describe, expect, it } from 'vitest';
import type { Claim } from '../../src/calibrator/certificate.ts';
import { certifyMarkdown } from '../../src/report/certify-markdown.ts';
import { certifyPage, type CertifyFindings } from '../../src/report/certify-page.ts';
import { fitMarkdown } from '../../src/report/fit-markdown.ts';
import { fitPage } from '../../src/report/fit-page.ts';
import { exampleRecords, exampleTarget } from '../data/example-records.ts';
import { asking, findingsOf, shippedRecords } from './fit-findings.ts';
import { elementsOf, tablesOf, type Element } from './page/elements.ts';

const places = { out: 'certified.json', records: ['fresh.jsonl'] };
const pageOf = (findings: CertifyFindings): string =>
  certifyPage(findings, { title: 'Certify', what: 'calibrator.json on fresh.jsonl', ...places });

const { records, target } = await shippedRecords('lsat-self-confidence/lsat-ar.jsonl.gz');
const claim = (estimand: Claim['estimand'], limit: number): Claim => ({ estimand, limit, confidence: 0.9 });
const ask = asking(records, target);
const proven = ask([claim('false-pass', 0.4)]);
const open = ask([claim('false-pass', 0.02)]);
const both = ask([claim('false-pass', 0.4), claim('leak', 0.01), claim('false-fail', 0.5)]);

const headlineOf = (page: string): Element =>
  elementsOf(page).find(({ attributes }) => attributes['aria-label'] === 'Verdict')!;
const commandsOf = (page: string): string[] =>
  elementsOf(page).flatMap((one) => (one.name === 'code' ? [one.text] : []));

describe('the data behind the charts of a proof', () => {
  it.each(['proof', 'reliability'] as const)('is what it was, on shipped answers: %s', async (part) => {
    await expect(`${JSON.stringify(proven[part], null, 2)}\n`).toMatchFileSnapshot(`golden/answers-${part}.json`);
  });
});

describe('the page of a proof', () => {
  it('says that a promise is proven, from where on the gate passes, and what to do with it', () => {
    const [report] = proven.proof.reports;
    expect(report!.certificate.rule).not.toBeNull();
    const page = pageOf(proven);
    expect(headlineOf(page).attributes['class']).toBe('headline good');
    expect(headlineOf(page).text).toContain('proven');
    expect(page).toContain(`the gate passes a pass probability from ${report!.certificate.rule!.threshold} on`);
    expect(commandsOf(page)).toEqual([
      'unflatter decide new.jsonl --calibrator certified.json --out decisions.jsonl',
      'unflatter audit certified.json fresh.jsonl --html audit.html',
    ]);
  });

  it('says that a promise is open, what it would take, and how to ask', () => {
    const [report] = open.proof.reports;
    expect(report!.certificate.rule).toBeNull();
    const page = pageOf(open);
    expect(headlineOf(page).attributes['class']).toBe('headline open');
    expect(headlineOf(page).text).toContain('not yet');
    const { needed } = report!;
    const top = needed?.fromThreshold ?? null;
    expect(commandsOf(page)).toEqual([
      needed === undefined
        ? 'unflatter fit more.jsonl --out certified.json'
        : `unflatter certify certified.json fresh.jsonl --false-pass 0.02${top === null ? '' : ` --drawn-from ${top.threshold}`} --out certified.json`,
    ]);
    expect(page).not.toContain('class="sign best"');
  });

  it('has a section and a plot for each of several promises, and says that some are open', () => {
    const page = pageOf(both);
    expect(headlineOf(page).text).toMatch(/partly proven/);
    const titles = elementsOf(page).flatMap((one) => (one.name === 'h2' ? [one.text] : []));
    expect(titles).toEqual(
      expect.arrayContaining(['False passes at most 40 %: proven', 'Leaks at most 1 %: not yet', 'Before and after']),
    );
    const ids = elementsOf(page).flatMap(({ name, attributes }) => (name === 'figure' ? [attributes['id']] : []));
    expect(ids).toEqual(['risk-false-pass-0-4-0-9', 'risk-leak-0-01-0-9', 'risk-false-fail-0-5-0-9', 'reliability']);
  });

  it('has the numbers of the frontier, and the certified point where its share and the limit are', () => {
    const page = pageOf(proven);
    const [{ certificate, frontier }] = proven.proof.reports as [(typeof proven.proof.reports)[number]];
    const [, ...rows] = tablesOf(page).get('Other thresholds')!;
    const points = frontier.filter(({ decided }) => decided > 0);
    expect(rows.map(([threshold]) => Number(threshold))).toEqual(
      points.map(({ threshold }) => Number(threshold.toFixed(4))),
    );
    expect(rows.map((row) => row[2])).toEqual(
      points.map(({ contradicted, decided }) => `${contradicted} of ${decided}`),
    );
    expect(rows.filter((row) => row[5] === 'certified')).toHaveLength(1);
    const all = elementsOf(page);
    const limit = all.find(({ attributes }) => attributes['class'] === 'limit' && attributes['x2'] !== '26')!;
    const diamond = all.find(
      ({ name, attributes }, i) => attributes['class'] === 'sign best' && name === 'path' && i > all.indexOf(limit),
    )!;
    const [, x, y] = /^M([\d.]+) ([\d.]+)L/.exec(diamond.attributes['d']!)!.map(Number);
    expect(Math.abs(y! + 6 - Number(limit.attributes['y1']))).toBeLessThan(0.2);
    const ticks = all.filter(
      ({ name, text, attributes }) => name === 'text' && attributes['class'] === 'middle' && /^\d+ %$/.test(text),
    );
    const [zero, other] = [ticks[0]!, ticks[1]!].map((one) => [
      Number(one.attributes['x']),
      Number.parseFloat(one.text),
    ]);
    const share = ((x! - zero![0]!) / (other![0]! - zero![0]!)) * other![1]!;
    expect(Math.abs(share - (100 * certificate.decided) / certificate.units)).toBeLessThan(0.2);
  });

  it('says what labels from the top cannot tell', () => {
    const [report] = proven.proof.reports;
    const certificate = { ...report!.certificate, drawnFrom: 0.4 };
    const page = pageOf({ ...proven, proof: { ...proven.proof, reports: [{ ...report!, certificate }] } });
    expect(page).toContain('drawn only from responses with a pass probability from 0.4 on');
    expect(pageOf(proven)).not.toContain('drawn only from');
  });

  it('is the same to the last byte when it is made again', () => {
    expect(pageOf(ask([claim('false-pass', 0.4)]))).toBe(pageOf(proven));
  });

  it('names no threshold where no label is decided on', () => {
    const [report] = open.proof.reports;
    const frontier = report!.frontier.map((point) => ({ ...point, decided: 0 }));
    const page = pageOf({ ...open, proof: { ...open.proof, reports: [{ ...report!, frontier }] } });
    expect(page).toContain('There is no plot: at no threshold any of these labels is decided on.');
  });
});

describe('a proof in Markdown', () => {
  it('has the verdict, each promise with what became of it, and what to do', () => {
    const text = certifyMarkdown(both, places);
    expect(text.split('\n')[0]).toBe('## Certify: partly proven');
    expect(text).toMatch(/- \*\*proven\*\*: of what the gate passes, people would fail at most 40 %, 90 % sure\n/);
    expect(text).toMatch(/- \*\*not yet\*\*: of what people would fail, the gate passes at most 1 %, 90 % sure\n/);
    expect(text).toContain('unflatter decide new.jsonl --calibrator certified.json');
  });
});

describe('a fit that kept labels for a proof', () => {
  const findings = findingsOf(exampleRecords(40), exampleTarget);
  const titles = { title: 'Fit', what: 'calibrator.json', out: 'calibrator.json', records: ['records.jsonl'] };

  it('has the promises on its page, and says to decide only where one is proven', () => {
    const page = fitPage(findings, { ...titles, proof: proven.proof });
    expect(page).toContain('id="risk-false-pass-0-4-0-9"');
    expect(commandsOf(page)).toContain('unflatter decide new.jsonl --calibrator calibrator.json --out decisions.jsonl');
    const unproven = fitPage(findings, { ...titles, proof: open.proof });
    expect(unproven).toContain('False passes at most 2 %: not yet');
    expect(commandsOf(unproven).some((one) => one.startsWith('unflatter decide'))).toBe(false);
  });

  it('has them in Markdown as well', () => {
    expect(fitMarkdown(findings, { ...titles, proof: proven.proof })).toContain('### Promises\n');
  });
});
