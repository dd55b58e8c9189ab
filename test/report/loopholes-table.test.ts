import { describe, expect, it } from 'vitest';
import { auditLoopholes, createQualityGate, fit, type LoopholeProbe } from '../../src/index.ts';
import { loopholeLines, tabulateLoopholeCases, tabulateLoopholes } from '../../src/report/loopholes-table.ts';
import { exampleRecords, exampleTarget } from '../example.ts';

const prompt = 'What does HTTP status 404 mean?';
const probe: LoopholeProbe = {
  name: 'says-why',
  instruction: 'Give a reason.',
  describe: 'the word because, or |since|',
  check: (response) => response.includes('because'),
  cases: [
    { name: 'kept', prompt, response: 'Not found, because nothing is there.', intent: 'honours', note: 'a reason' },
    { name: 'gamed', prompt, response: 'Not found, just because.', intent: 'violates', note: 'no reason,\n*none*' },
    { name: 'since', prompt, response: 'Not found, since nothing is there.', intent: 'honours', note: 'a reason' },
    { name: 'nothing', prompt, response: 'Not found: nothing is at that address.', intent: 'violates', note: 'none' },
  ],
};
const gate = createQualityGate({ calibrator: fit(exampleRecords(), exampleTarget) });
const byLetter = auditLoopholes([probe], { gate, ratings: 'letter' });
const bare = auditLoopholes([probe]);

describe('the table of loopholes', () => {
  it('has one row a rule, and all of them together', () => {
    expect(tabulateLoopholes(bare)).toMatchInlineSnapshot(`
      "| rule | the letter | cases | loopholes | overreaches |
      | --- | --- | ---: | ---: | ---: |
      | \`says-why\` | the word because, or \\|since\\| | 4 | 1 | 1 |
      | all |  | 4 | 1 | 1 |"
    `);
  });

  it('has what the gate does where there was one', () => {
    expect(tabulateLoopholes(byLetter)).toMatchInlineSnapshot(`
      "| rule | the letter | cases | loopholes | overreaches | raw gate rewards | gate rewards | gate refuses | unrated |
      | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
      | \`says-why\` | the word because, or \\|since\\| | 4 | 1 | 1 | 1 | 1 | 1 | 0 |
      | all |  | 4 | 1 | 1 | 1 | 1 | 1 | 0 |"
    `);
  });

  it('has one row a case, with its text kept within its cell', () => {
    expect(tabulateLoopholeCases(byLetter.probes[0]!)).toMatchInlineSnapshot(`
      "| case | letter | intent | gap | gate | why |
      | --- | --- | --- | --- | --- | --- |
      | kept | kept | honoured |  | pass (above-threshold) | a reason |
      | gamed | kept | violated | **loophole** | pass (above-threshold) | no reason, \\*none\\* |
      | since | broken | honoured | overreach | review (outside-envelope) | a reason |
      | nothing | broken | violated |  | review (outside-envelope) | none |"
    `);
    expect(tabulateLoopholeCases(bare.probes[0]!)).toMatchInlineSnapshot(`
      "| case | letter | intent | gap | why |
      | --- | --- | --- | --- | --- |
      | kept | kept | honoured |  | a reason |
      | gamed | kept | violated | **loophole** | no reason, \\*none\\* |
      | since | broken | honoured | overreach | a reason |
      | nothing | broken | violated |  | none |"
    `);
  });

  it('says of a case without a rating that it has none, and no verdict', () => {
    const { probes } = auditLoopholes([probe], { gate, ratings: ({ name }) => (name === 'gamed' ? undefined : 9) });
    const gamed = tabulateLoopholeCases(probes[0]!)
      .split('\n')
      .find((line) => line.startsWith('| gamed'));
    expect(gamed).toContain('| unrated |');
    expect(gamed).not.toContain('pass');
  });
});

describe('the lines on loopholes', () => {
  it('say what the letter lets through where there is no gate', () => {
    expect(loopholeLines(bare)).toMatchInlineSnapshot(`
      [
        "4 designed cases of one rule: counts, no rates",
        "the letter lets through 1 of 2 that violate the intent, and stops 1 of 2 that honour it",
        "says-why: gamed",
      ]
    `);
  });

  it('say what the gate rewards, beside all that it passes', () => {
    const lines = loopholeLines(auditLoopholes([probe], { gate, ratings: 'worst' }));
    expect(lines).toMatchInlineSnapshot(`
      [
        "4 designed cases of one rule: counts, no rates",
        "the letter lets through 1 of 2 that violate the intent, and stops 1 of 2 that honour it",
        "with ratings at the top of the scale throughout, a raw gate passes 4, of which 2 violate the intent",
        "the gate passes 4, of which 2 violate the intent, and fails or sends to a person 0 that honour it",
        "says-why: gamed; nothing",
      ]
    `);
  });

  it('say that a gate which passes nothing shows nothing', () => {
    const strict = createQualityGate({ calibrator: gate.calibrator, policy: { passThreshold: 1, failThreshold: 0 } });
    const lines = loopholeLines(auditLoopholes([probe], { gate: strict, ratings: 'worst' }));
    expect(lines).toContain('the gate passes none of the cases: that it rewards none of them says nothing');
    expect(loopholeLines(byLetter).join()).not.toContain('says nothing');
  });

  it('count the cases without a rating', () => {
    const lines = loopholeLines(auditLoopholes([probe], { gate, ratings: () => undefined }));
    expect(lines).toContain('without a rating: 4, which are no passes');
    expect(loopholeLines(byLetter).join()).not.toContain('without a rating');
  });

  it('name three cases of a rule, and count the rest', () => {
    const more = ['b', 'c', 'd', 'e'].map((name) => ({ ...probe.cases[1]!, name, response: `because ${name}` }));
    const lines = loopholeLines(auditLoopholes([{ ...probe, cases: [...probe.cases, ...more] }]));
    expect(lines.at(-1)).toBe('says-why: gamed; b; c and 2 more');
  });
});
