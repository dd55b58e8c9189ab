import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { driftStrips } from '../../src/report/drift-strips.ts';
import { sequenceOf, transportRows } from '../../src/report/monitor-figures.ts';
import { monitorSteps } from '../../src/report/monitor-next-steps.ts';
import { monitorMarkdown } from '../../src/report/monitor-markdown.ts';
import { monitorPage } from '../../src/report/monitor-page.ts';
import type { MonitorReport } from '../../src/monitor/report.ts';
import { alarmReport, emptyReport, holdsReport } from './monitor-reports.ts';
import { hostileNames } from './page-commands.ts';
import { elementsOf, tablesOf } from './page/elements.ts';
import { drawnIn, headlineOf, idsOf } from './page/drawn.ts';

const asked = {
  calibrator: 'in use.json',
  logs: ['the log.sqlite', 'other.jsonl'],
  target: { ratingScale: { min: 1, max: 10 }, humanScale: { min: 0, max: 3, step: 0.5 }, passAt: 2, criterion: 'kind' },
};
const titles = { title: 'Monitor', what: 'calibrator.json on decisions.jsonl', places: asked };
const pageOf = (report: MonitorReport): string => monitorPage(report, titles);

describe('what the charts of a monitor show', () => {
  it('is what it was', () => {
    const { certificates, drift, transport } = alarmReport;
    const shown = {
      sequences: certificates.filter(({ series }) => series.length > 0).map(sequenceOf),
      strips: driftStrips(drift!),
      transport: transportRows(transport!),
    };
    expect(shown).toEqual(JSON.parse(readFileSync('test/report/golden/monitor.json', 'utf8')));
  });
});

describe('the plot of a promise', () => {
  const [broken, held] = alarmReport.certificates;
  const page = pageOf(alarmReport);

  it('marks the label that broke it where the lower bound goes over the limit', () => {
    const drawn = drawnIn(page, 'watched-1');
    const [alarm] = drawn.withClass('sign alarm');
    const [, x, y] = /^M([\d.]+) ([\d.]+)L/.exec(alarm!.attributes['d']!)!;
    const limit = Number(drawn.withClass('limit')[0]!.attributes['y1']);
    const stop = Number(drawn.withClass('foot')[0]!.attributes['x1']);
    expect(Math.abs(Number(x) - stop)).toBeLessThan(0.2);
    // The tip of the sign is 7 above its place, which is just over the limit.
    expect(Math.abs(Number(y) + 7 - limit)).toBeLessThan(4);
    expect(drawn.texts()).toContain(`broken by label ${broken!.revokedBy!.units}`);
  });

  it('marks nothing where nothing is broken', () => {
    expect(drawnIn(page, 'watched-2').withClass('sign alarm')).toEqual([]);
    expect(drawnIn(page, 'watched-2').texts().join(' ')).not.toContain('broken');
  });

  it('goes from the first label to the last, with both bounds and the rate', () => {
    const courses = drawnIn(page, 'watched-2').withClass('course main');
    expect(courses).toHaveLength(2);
    const ends = courses.map(({ attributes }) =>
      [...attributes['d']!.matchAll(/([\d.]+),([\d.]+)/g)].map(([, , y]) => Number(y)).at(-1),
    );
    // Down is less: the first course is the lower bound.
    expect(ends[0]).toBeGreaterThan(ends[1]!);
    expect(held!.lower).toBeLessThan(held!.upper);
    expect(drawnIn(page, 'watched-2').withClass('course other')).toHaveLength(1);
  });

  it('is thinned where labels are many, and keeps the one that broke it and the last', () => {
    const series = Array.from({ length: 5000 }, (_, i) => ({ ...broken!.series[0]!, units: i + 1 }));
    const many = {
      ...alarmReport,
      certificates: [{ ...broken!, series, revokedBy: { units: 1234, at: null, since: 1, rate: 0.3 } }],
    };
    const drawn = drawnIn(pageOf(many), 'watched-1');
    const places = [...drawn.withClass('course other')[0]!.attributes['d']!.matchAll(/([\d.]+),[\d.]+/g)].map(([, x]) =>
      Number(x),
    );
    expect(places.length).toBeLessThan(420);
    expect(places).toContain(Number(drawn.withClass('foot')[0]!.attributes['x1']));
    expect(places.at(-1)).toBe(Number(drawn.withClass('limit')[0]!.attributes['x2']));
  });

  it('is not drawn before there is a label', () => {
    expect(idsOf(page)).not.toContain('watched-3');
    expect(tablesOf(page).get('Promises')!.at(-1)!.slice(1, 4)).toEqual(['cannot tell yet', '0', 'none']);
  });
});

describe('the strips of drift', () => {
  const strips = driftStrips(alarmReport.drift!);

  it('are of all inputs that drifted, and of the largest others', () => {
    expect(strips.map(({ hasDrifted }) => hasDrifted)).toEqual([true, true, true, true, false, false]);
    expect(strips.slice(-2).map(({ input }) => input)).toEqual(['self-rating', 'pass probability']);
  });

  it('have bars as high as the share that there is now, and a sign and a word for a drift', () => {
    const drawn = drawnIn(pageOf(alarmReport), 'drift');
    expect(drawn.withClass('sign alarm')).toHaveLength(4);
    expect(drawn.texts()).toContain('drifted: higher, index 0.41');
    const heights = drawn
      .withClass('bar pale main')
      .slice(0, 4)
      .map(({ attributes }) => Number(attributes['height']));
    expect(heights.map((one) => Math.round((100 * one) / heights[3]!))).toEqual([10, 30, 60, 100]);
  });

  it('leave the bin of the absent out where nothing is absent', () => {
    expect(strips[0]!.bins).toHaveLength(4);
    expect(strips[0]!.ends).toEqual(['below 12', 'from 1,200 on']);
  });

  it('are at most twelve that drifted, and two others', () => {
    const inputs = Array.from({ length: 30 }, (_, i) => ({ ...alarmReport.drift!.inputs[0]!, input: `f${i}` }));
    const many = { ...alarmReport.drift!, inputs: [...inputs, ...alarmReport.drift!.inputs.slice(4)] };
    expect(
      driftStrips(many)
        .map(({ hasDrifted }) => hasDrifted)
        .lastIndexOf(true),
    ).toBe(11);
    expect(driftStrips(many)).toHaveLength(14);
    expect(pageOf({ ...alarmReport, drift: many })).toContain('18 more drifted.');
  });
});

describe('the headline of a monitor', () => {
  it('of an alarm says all that is wrong', () => {
    const headline = headlineOf(pageOf(alarmReport));
    expect(headline).toContain('A promise is broken: of what the gate passes, people fail surely more than 10\u00a0%');
    expect(headline).toContain('4 of 8 inputs drifted, first of all words (higher)');
    expect(headline).toContain('people pass 12.8 points fewer than it says, and what is tolerated is 5.0');
  });

  it('of what holds says so, and of what cannot be told too', () => {
    expect(headlineOf(pageOf(holdsReport))).toContain('Fresh labels show that ');
    expect(headlineOf(pageOf(emptyReport))).toContain('not enough yet to tell');
    expect(pageOf(emptyReport)).toContain('kept no histograms of its labels');
  });
});

describe('what to do after a monitor', () => {
  it('is something, whatever was found', () => {
    for (const report of [alarmReport, holdsReport, emptyReport])
      expect(monitorSteps(report, asked).length).toBeGreaterThan(0);
  });

  it('after a broken promise is to take the gate off it and to certify on fresh labels', () => {
    const commands = monitorSteps(alarmReport, asked).flatMap(({ command }) => command ?? []);
    expect(commands[0]).toBe("unflatter rollback 'in use.json'");
    expect(commands[1]).toMatch(
      /^unflatter certify 'in use\.json' fresh\.jsonl --false-pass 0\.1 --confidence [\d.]+ --out 'in use\.json'$/,
    );
  });

  it('has commands with the files that were looked at and with what they measure, in the comment as well', () => {
    const flags = '--rating-scale 1:10 --human-scale 0:3:0.5 --pass-at 2 --criterion kind';
    const commands = [
      `unflatter fit all-labels.jsonl ${flags} --out candidate.json`,
      "unflatter sample 'the log.sqlite' --budget 100 --out to-label.jsonl",
      `unflatter fit labels.jsonl ${flags} --out 'in use.json'`,
    ];
    const told = [alarmReport, emptyReport].map((report) =>
      monitorSteps(report, asked).flatMap(({ command }) => command ?? []),
    );
    expect(told.flat()).toEqual(expect.arrayContaining(commands));
    const markdown = [alarmReport, emptyReport].map((report) => monitorMarkdown(report, asked)).join('\n');
    for (const command of commands) expect(markdown).toContain(`  ${command}\n`);
  });
});

describe('the page of a monitor', () => {
  it('says what was not asked', () => {
    const page = pageOf({ ...holdsReport, certificates: [], drift: null, transport: null });
    expect(page).toContain('there is no promise to watch');
    expect(page).toContain('Not looked at: no decisions were given.');
    expect(page).toContain('Not asked: no margin was given');
  });

  it('shows names as text, and has the same bytes for a report that was read from JSON', () => {
    const page = pageOf(alarmReport);
    expect(pageOf(JSON.parse(JSON.stringify(alarmReport)) as MonitorReport)).toBe(page);
    expect(elementsOf(page).map(({ name }) => name)).not.toContain('script');
    expect(
      tablesOf(page)
        .get('All inputs')!
        .map(([name]) => name),
    ).toContain(hostileNames[0]);
  });
});
