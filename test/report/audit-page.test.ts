import { describe, expect, it } from 'vitest';
import type { AuditReport } from '../../src/audit/audit.ts';
import type { Estimate } from '../../src/fit/bootstrap.ts';
import { nextSteps } from '../../src/report/audit-next-steps.ts';
import { auditPage } from '../../src/report/audit-page.ts';
import { fewReport, gamedReport, heldReport } from './audit-reports.ts';
import { elementsOf, tablesOf, type Element } from './page/elements.ts';

const titles = { title: 'Audit', what: 'calibrator.json on records.jsonl' };
const pageOf = (report: AuditReport): string => auditPage(report, titles);
const reports = { held: heldReport, gamed: gamedReport, few: fewReport };
const names = Object.keys(reports) as (keyof typeof reports)[];

/** That the page has this text. A page is too long to be printed when it has not. */
function expectSays(page: string, text: string): void {
  expect(page.includes(text), text).toBe(true);
}

/** The rows of a table by the cell that names them, each with its cells by their headings. */
function rowsOf(page: string, caption: string): Map<string, Record<string, string>> {
  const [head, ...rows] = tablesOf(page).get(caption)!;
  return new Map(rows.map((row) => [row[0]!, Object.fromEntries(row.map((cell, i) => [head![i]!, cell]))]));
}

/** The numbers of a cell: a value and its interval. */
function numbersIn(cell: string): number[] {
  return [
    ...cell
      .replaceAll('−', '-')
      .replaceAll(',', ' ')
      .matchAll(/-?\d+(?:\.\d+)?/g),
  ].map(Number);
}

/** That a cell shows an estimate, rounded to half a unit of its last digit. */
function expectShown(cell: string, { value, lower, upper }: Estimate, unit: number, half: number): void {
  const numbers = [value, lower, upper].filter((one) => one !== null);
  const shown = numbersIn(cell);
  expect(shown, cell).toHaveLength(numbers.length);
  shown.forEach((one, i) => expect(Math.abs(one - unit * numbers[i]!), cell).toBeLessThanOrEqual(half + 1e-9));
}

describe.each(names)('the numbers of the page, %s', (name) => {
  const report = reports[name];
  const page = pageOf(report);

  it('are those of the report, for every probe', () => {
    const rows = rowsOf(page, 'All probes');
    expect(new Set(rows.keys())).toEqual(new Set(report.probes.map((probe) => probe.name)));
    for (const probe of report.probes) {
      const row = rows.get(probe.name)!;
      expectShown(row['flips, gate']!, probe.flips.corrected, 100, 0.05);
      expectShown(row['flips, self-rating alone']!, probe.flips.raw, 100, 0.05);
      expectShown(row['at worst, gate']!, probe.worstCase.flips.corrected, 100, 0.05);
      expectShown(row['at worst, self-rating alone']!, probe.worstCase.flips.raw, 100, 0.05);
      expectShown(row['pass probability moves']!, probe.correctedShift, 1, 0.0005);
      expectShown(row['self-rating moves']!, probe.rawShift, 1, 0.0005);
      if (report.ratings === 'recorded') {
        expectShown(row['above noise, gate']!, probe.lift.corrected, 100, 0.05);
        expectShown(row['gate less self-rating']!, probe.lift.difference, 100, 0.05);
      }
      expect(row['outcome']!.split(', ')[0]).toBe(probe.outcome);
      expect(row['kind']).toBe(probe.kind);
      expect([row['twins'], row['of failing']].map(Number)).toEqual([probe.twins, probe.failingTwins]);
    }
  });

  it('are those of the report, for what was counted and the rules', () => {
    const counts = rowsOf(page, 'Data and gate');
    expect(Number(counts.get('probed')!['how much'])).toBe(report.records.probed);
    expect(Number(counts.get('probed and failed by people')!['how much'])).toBe(report.records.failing);
    const rules = rowsOf(page, 'Rules and their loopholes');
    const all = rules.get('all')!;
    expect(Number(all['rewarded by the gate'])).toBe(report.loopholes.counts.rewards);
    expect(Number(all['rewarded by the self-rating'])).toBe(report.loopholes.counts.rawRewards);
    for (const probe of report.loopholes.probes)
      expect(Number(rules.get(probe.name)!['keep the letter only'])).toBe(probe.loopholes.length);
  });

  it('stand at their place in the plot', () => {
    const judged = report.probes.map(({ flips, lift }) => (report.ratings === 'held' ? flips : lift).corrected.value);
    const plot = figureOf(page, 'probes');
    const scale = scaleOf(plot);
    const signs = plot.filter(isGateSign).map((one) => scale(placeOf(one)));
    const expected = judged.filter((value) => value !== null).sort((a, b) => a - b);
    const found = signs.sort((a, b) => a - b);
    expect(found).toHaveLength(expected.length);
    found.forEach((one, i) => expect(Math.abs(one - expected[i]!)).toBeLessThan(0.005));
  });
});

describe('the best of n on the page', () => {
  it('has the numbers of the curve', () => {
    const rows = rowsOf(pageOf(heldReport), 'Human rating of the best of n');
    const { points } = heldReport.goodhart!;
    expect(rows.size).toBe(points.length);
    for (const { n, raw, corrected, oracle, difference } of points) {
      const row = rows.get(String(n))!;
      expectShown(row['by pass probability']!, corrected.human, 1, 0.005);
      expectShown(row['by self-rating']!, raw.human, 1, 0.005);
      expectShown(row['the best']!, oracle.human, 1, 0.005);
      expectShown(row['the first less the second']!, difference.human, 1, 0.005);
      expectShown(row['pass share, by self-rating']!, raw.passShare, 100, 0.05);
    }
  });

  it('says at which n a curve turns, in words and in the plot', () => {
    const goodhart = heldReport.goodhart!;
    const turned = { ...goodhart, turns: { ...goodhart.turns, raw: { shape: 'falls', turnsAt: 1 } as const } };
    const page = pageOf({ ...heldReport, goodhart: turned });
    expect(figureOf(page, 'goodhart').map(({ text }) => text)).toContain('by self-rating falls from n = 1');
    expectSays(page, 'chosen by the self-rating, the human rating is highest at n\u00a0= 1'.replace('\u00a0', ' '));
  });

  it('says that it goes by all records where not all were probed', () => {
    const words = 'The best of n goes by all labelled records, the probes by those of 12 groups.';
    const records = { ...heldReport.records, labelled: 120, probed: 48, groups: 12 };
    expectSays(pageOf({ ...heldReport, records }), words);
    expect(pageOf(heldReport).includes('The best of n goes by')).toBe(false);
  });

  it('is said to be unknown where there are too few prompts', () => {
    const page = pageOf({ ...heldReport, goodhart: null });
    expectSays(page, 'Best of n: none.');
    expect(tablesOf(page).has('Human rating of the best of n')).toBe(false);
  });
});

describe('self-preference on the page', () => {
  it('has the numbers of the report, and a line with its interval', () => {
    const { pooled } = heldReport.selfPreference;
    const row = rowsOf(
      pageOf(heldReport),
      'How much higher raters rate their own responses, on 0 to 1 of the rating scale',
    );
    expectShown(row.get('all of these')!['at equal human rating']!, pooled!.atEqualHuman, 1, 0.0005);
    const plot = figureOf(pageOf(heldReport), 'self-preference');
    const scale = scaleOf(plot, 1);
    const line = plot.find(({ attributes }) => attributes['class'] === 'reach main');
    expect(Math.abs(scale(Number(line!.attributes['x1'])) - pooled!.atEqualHuman.lower!)).toBeLessThan(0.003);
    expect(Math.abs(scale(Number(line!.attributes['x2'])) - pooled!.atEqualHuman.upper!)).toBeLessThan(0.003);
  });

  it('says why there is none', () => {
    const selfPreference = {
      ...heldReport.selfPreference,
      pooled: undefined,
      reason: 'no rating is by the model that wrote the response',
      raters: [{ rater: '<i>rater</i>', gap: undefined, reason: 'rated no response of its own' }],
    };
    const page = pageOf({ ...heldReport, selfPreference });
    expectSays(page, 'Self-preference: none to be told, no rating is by the model that wrote the response.');
    expectSays(page, '&lt;i&gt;rater&lt;/i&gt; rated no response of its own.');
    expect(page.includes('id="self-preference"')).toBe(false);
  });
});

describe('the headline', () => {
  it('of a gamed gate names its verdict, and what to do about it', () => {
    const page = pageOf(gamedReport);
    expect(gamedReport.brokenBy).toEqual(expect.arrayContaining(['padded', 'emoji']));
    expect(headlineOf(page)).toMatch(/fail/);
    const items = elementsOf(page)
      .filter(({ name }) => name === 'li')
      .map(({ text }) => text);
    expect(items.some((text) => text.startsWith('padded gets, above noise,'))).toBe(true);
    expect(items.some((text) => text.includes('--harden'))).toBe(true);
    expect(items.some((text) => text.includes('rating prompt'))).toBe(true);
    const { passThreshold } = gamedReport.gate;
    expect(passThreshold).not.toBeNull();
    expect(
      items.some((text) => text.startsWith(`Let less through: raise the pass threshold above ${passThreshold}`)),
    ).toBe(true);
    const byCertificate = nextSteps({ ...gamedReport, gate: { ...gamedReport.gate, passThreshold: null } });
    expect(byCertificate.join(' ')).toContain('Let less through: certify fresh labels with --pass-from, as 0.6');
  });

  it('of a gate that holds says so, and claims no more than was judged', () => {
    const probes = heldReport.probes.map(
      (probe, i) => ({ ...probe, outcome: i < 3 ? 'too few' : 'holds', amplifies: false }) as const,
    );
    const page = pageOf({ ...heldReport, verdict: 'pass', brokenBy: [], probes });
    expect(headlineOf(page)).toContain(`The gate held: none of the ${probes.length - 3} of ${probes.length} ways`);
    expect(headlineOf(page)).toContain(`more than ${100 * heldReport.thresholds.resolution}\u00a0%`);
  });

  it('of a gate that passes next to nothing says of no probe that it holds', () => {
    const probes = heldReport.probes.map((probe) => ({ ...probe, outcome: 'too few pass', amplifies: false }) as const);
    const gate = { ...heldReport.gate, passedShare: 0, stoppedBy: 'below-threshold' } as const;
    const page = pageOf({ ...heldReport, verdict: 'not enough data', brokenBy: [], gate, probes });
    expect(headlineOf(page)).toContain('too few to tell whether it can be gamed');
    for (const row of rowsOf(page, 'All probes').values()) expect(Object.values(row)).toContain('too few pass');
    expectSays(page, 'gate: too few pass');
    expect(page).not.toContain('gate: holds');
  });

  it('says that a probe holds by one bound, which the line of its interval may reach past', () => {
    expectSays(pageOf(heldReport), 'judged by one bound, with a chance of 5');
  });

  it('of too few labels says what is missing', () => {
    const page = pageOf(fewReport);
    expect(fewReport.verdict).toBe('not enough data');
    expect(headlineOf(page)).toContain('not enough labels');
    const { fewestTwins, fewestGroups } = fewReport.thresholds;
    expectSays(page, `a probe needs ${fewestTwins} twins of failing responses, of ${fewestGroups} groups`);
  });

  it('of a gate on records that the fit has seen says that this flatters it', () => {
    const page = pageOf({ ...heldReport, records: { ...heldReport.records, seen: 7 } });
    expectSays(page, 'it has seen 7 of these 120');
  });
});

describe('the page', () => {
  it('has the same bytes for the same report, also for one that was read from JSON', () => {
    expect(pageOf(heldReport)).toBe(pageOf(heldReport));
    expect(pageOf(JSON.parse(JSON.stringify(gamedReport)) as AuditReport)).toBe(pageOf(gamedReport));
  });

  it('tells probes that break the gate by a shape and by a word', () => {
    const plot = figureOf(pageOf(gamedReport), 'probes');
    const broken = gamedReport.probes.filter(({ outcome }) => outcome === 'breaks').length;
    expect(plot.filter(({ attributes }) => attributes['class'] === 'sign alarm')).toHaveLength(broken);
    expect(plot.filter(({ name, text }) => name === 'text' && text.startsWith('breaks'))).toHaveLength(broken);
  });

  it('states the thresholds and what it cannot show', () => {
    const page = pageOf(heldReport);
    const { tolerance, resolution } = heldReport.thresholds;
    expectSays(page, `more than ${100 * tolerance}\u00a0% of what people fail through`);
    expectSays(page, `surely lets at most ${100 * resolution}\u00a0% through`);
    expectSays(page, `to hold, surely below ${100 * resolution}\u00a0%`);
    // What a reader of the screen hears has no lines to break.
    const broken = elementsOf(page).filter(
      ({ name, text }) => ['p', 'li', 'td', 'figcaption'].includes(name) && /\d %/.test(text),
    );
    expect(broken.map(({ text }) => text)).toEqual([]);
    expectSays(page, 'The rater was not asked.');
    expect(pageOf(gamedReport).includes('The rater was not asked.')).toBe(false);
    expectSays(page, 'It tries these changes and no others.');
  });

  it('shows any name as text, wherever it stands', () => {
    const evil = '<script>alert(1)</script>"\'&\u202e| \n end';
    const page = auditPage(withNames(gamedReport, evil), { title: evil, what: evil });
    const elements = elementsOf(page);
    expect(elements.map(({ name }) => name)).not.toContain('script');
    expect(page).not.toMatch(/[\u202e\u2066-\u2069]/);
    const shown = '<script>alert(1)</script>"\'&⟨U+202E⟩|   end';
    expect(rowsOf(page, 'All probes').has(shown)).toBe(true);
    expect(elements.find(({ name }) => name === 'h1')!.text).toBe(shown);
  });

  it('has numbers only, where there are any', () => {
    for (const name of names) expect(pageOf(reports[name])).not.toMatch(/NaN|undefined|Infinity|null %|\[object/);
  });
});

/** Everything that has a name of somebody's choice gets this one. */
function withNames(report: AuditReport, name: string): AuditReport {
  const { probes, selfPreference, loopholes } = report;
  return {
    ...report,
    brokenBy: report.brokenBy.map(() => name),
    probes: probes.map((probe) => ({ ...probe, name, describe: name })),
    selfPreference: {
      ...selfPreference,
      raters: [
        ...selfPreference.raters.map((one) => ({ ...one, rater: name })),
        { rater: name, gap: undefined, reason: name },
      ],
    },
    loopholes: {
      ...loopholes,
      counts: { ...loopholes.counts, rewards: 1 },
      probes: loopholes.probes.map((probe) => ({
        ...probe,
        name,
        describe: name,
        rewards: [name],
        cases: probe.cases.map((one) => ({ ...one, name, note: name })),
      })),
    },
  };
}

function headlineOf(page: string): string {
  return elementsOf(page).find(({ attributes }) => attributes['aria-label'] === 'Verdict')!.text;
}

/** What is drawn in the wide drawing of a figure. */
function figureOf(page: string, id: string): Element[] {
  const start = page.indexOf('<svg class="wide"', page.indexOf(`<figure id="${id}">`));
  return elementsOf(page.slice(start, page.indexOf('</svg>', start) + 6));
}

/** Where a place of a plot of rows stands on its axis, by its ticks; in shares of a hundred unless told. */
function scaleOf(plot: readonly Element[], unit = 100): (place: number) => number {
  const ticks = plot.filter(({ name, attributes }) => name === 'text' && attributes['y'] === '16');
  const [first, last] = [ticks[0]!, ticks.at(-1)!].map(({ text, attributes }) => ({
    place: Number(attributes['x']),
    value: numbersIn(text)[0]! / unit,
  }));
  const slope = (last!.value - first!.value) / (last!.place - first!.place);
  return (place) => first!.value + slope * (place - first!.place);
}

function isGateSign({ attributes }: Element): boolean {
  return ['main', 'open', 'sign alarm', 'sign none'].includes(attributes['class'] ?? '');
}

/** The middle of a circle, a triangle or a cross. */
function placeOf({ attributes }: Element): number {
  if (attributes['cx'] !== undefined) return Number(attributes['cx']);
  const [x] = numbersIn(attributes['d']!);
  return attributes['class'] === 'sign none' ? x! + 4 : x!;
}
