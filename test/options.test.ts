import { describe, expect, it } from 'vitest';
import { evaliteScorer, mastraSteps } from '../src/adapters/index.ts';
import * as app from '../src/index.ts';
import * as node from '../src/node.ts';
import * as ai from '../src/rating/index.ts';
import { assertOptions } from '../src/calibrator/options.ts';
import { exampleCalibrator, exampleGate } from './rating/example-gate.ts';
import { exampleRecords, exampleTarget } from './example.ts';

const names = { passThreshold: true, failThreshold: true, onError: true } as const;

describe('a key that nobody reads', () => {
  it.each([
    { key: 'passTreshold', says: 'did you mean "passThreshold"?' },
    { key: 'passthreshold', says: 'did you mean "passThreshold"?' },
    { key: 'onErorr', says: 'did you mean "onError"?' },
    { key: 'onErrors', says: 'did you mean "onError"?' },
    { key: 'retries', says: 'it may have passThreshold, failThreshold, onError' },
    { key: 'constructor', says: 'it may have passThreshold, failThreshold, onError' },
    { key: '', says: 'it may have passThreshold, failThreshold, onError' },
  ])('is refused by its name: $key', ({ key, says }) => {
    expect(() => assertOptions({ [key]: 0.8 }, names, 'policy')).toThrow(
      expect.objectContaining({
        code: 'invalid-option',
        message: `policy has no key ${JSON.stringify(key)}: ${says}`,
        details: { option: key, expected: says, received: undefined },
      }),
    );
  });

  it('is found where JSON has it, beside what is known', () => {
    const options = (text: string) => JSON.parse(text) as object;
    expect(() => assertOptions(options('{"onError":"fail","__proto__":{}}'), names)).toThrow('"__proto__"');
  });

  it('is none where its value is nothing', () => {
    expect(() => assertOptions({ passThreshold: undefined, onError: 'review' }, names)).not.toThrow();
    expect(() => assertOptions({ logger: undefined, onError: 'review' } as never, names)).not.toThrow();
  });
});

const gate = exampleGate();
const calibrator = exampleCalibrator();
const records = exampleRecords();
const rate = () => 8;
const claim = { estimand: 'false-pass', limit: 0.1, confidence: 0.9 } as const;
const scale = { min: 1, max: 10 };
const question = { type: 'boolean' } as const;

/** Every public function with options: what it does with them and one key more. */
const doors: Readonly<Record<string, (more: object) => unknown>> = {
  createQualityGate: (more) => app.createQualityGate({ calibrator, ...more }),
  'createQualityGate, policy': (more) => app.createQualityGate({ calibrator, policy: { ...more } }),
  'createQualityGate, certificate': (more) =>
    app.createQualityGate({ calibrator, policy: { certificate: { ...more } } }),
  'createQualityGate, expect': (more) => app.createQualityGate({ calibrator, policy: { expect: { ...more } } }),
  explainCosts: (more) => app.explainCosts({ falsePassCost: 10, falseFailCost: 4, reviewCost: 1, ...more }),
  fit: (more) => app.fit(records, { ...exampleTarget, ...more }),
  fitEach: (more) =>
    app.fitEach(
      records.map((record) => ({ ...record, criterion: 'x' })),
      { ...exampleTarget, ...more },
    ),
  certify: (more) => app.certify(calibrator, records, claim, { ...more }),
  fitAndCertify: (more) => app.fitAndCertify(records, claim, { ...exampleTarget, ...more }),
  conformalRiskControl: (more) => app.conformalRiskControl(calibrator, records, 0.1, { ...more }),
  evaluateCalibrator: (more) => app.evaluateCalibrator(calibrator, records, { ...more }),
  inflationOf: (more) => app.inflationOf(calibrator, records, { ...more }),
  compareCalibrators: (more) => app.compareCalibrators(calibrator, calibrator, records, { ...more }),
  decisionFlips: (more) => app.decisionFlips(calibrator, calibrator, records, { ...more }),
  audit: (more) => app.audit(calibrator, records, { ...more }),
  compareAudits: (more) => app.compareAudits(calibrator, calibrator, records, { ...more }),
  judgePromotion: (more) => app.judgePromotion(calibrator, calibrator, records, { ...more }),
  harden: (more) => app.harden(records, { ...more }),
  auditProxy: (more) => app.auditProxy([{ a: 1, b: 2 }], { metric: 'a', goal: 'b', ...more }),
  goodhartCurve: (more) => app.goodhartCurve(calibrator, records, { ...more }),
  goodhartOutOfFold: (more) => app.goodhartOutOfFold(records, { ...exampleTarget, ...more }),
  twinsOf: (more) => app.twinsOf(records, { ...more }),
  selfPreference: (more) => app.selfPreference(records, calibrator, { ...more }),
  auditLoopholes: (more) => app.auditLoopholes(app.loopholeProbes, { ...more }),
  estimatePassRate: (more) => app.estimatePassRate(records, { ...exampleTarget, ...more }),
  estimateDifference: (more) => app.estimateDifference(records, records, { ...exampleTarget, ...more }),
  reportEstimate: (more) => app.reportEstimate(records, { ...exampleTarget, ...more }),
  driftOf: (more) => app.driftOf(calibrator, [], { ...more }),
  createMonitor: (more) => app.createMonitor({ calibrator, ...more }),
  checkTransport: (more) => app.checkTransport(calibrator, records, { ...more }),
  calibrated: (more) => ai.calibrated(rate, calibrator, { ...more }),
  gated: (more) => ai.gated(rate, gate, { ...more }),
  gatedEach: (more) => ai.gatedEach(async () => ({ polite: { selfRating: 8 } }), { polite: gate }, { ...more }),
  qualityGateMiddleware: (more) => ai.qualityGateMiddleware({ gate, rate, ...more }),
  bestOf: (more) => ai.bestOf({ n: 1, generate: async () => 'x', request: {}, rate, gate, ...more }),
  selfRater: (more) => ai.selfRater({ model: 'house/judge', rubric: 'Is it correct?', scale, ...more }),
  criteriaRater: (more) => ai.criteriaRater({ model: 'house/judge', criteria: { x: 'Is it?' }, scale, ...more }),
  decisionRater: (more) => ai.decisionRater({ model: 'house/judge', question, ...more }),
  ratingFromDecision: (more) => ai.ratingFromDecision({}, { id: 'x', question, ...more }),
  memoryCache: (more) => ai.memoryCache({ ...more }),
  evaliteScorer: (more) => evaliteScorer({ gate, ...more }),
  mastraSteps: (more) => mastraSteps({ gate, notScorable: String, ...more }),
  loggedGate: (more) => node.loggedGate(gate, { store: { append: async () => new Set() }, ...more } as never),
  chooseToLabel: (more) => node.chooseToLabel([], { budget: 1, ...more }),
  readCalibrator: (more) => node.readCalibrator('none.json', { ...more }),
  readRecords: (more) => node.readRecords([], { target: exampleTarget, ...more }),
  importRecords: (more) => node.importRecords([], { ...more }),
  readLabelItems: (more) => node.readLabelItems('none.jsonl', { humanScale: scale, ...more }),
};

describe('options of public functions', () => {
  it.each(Object.entries(doors))('may not have a key that is not known: %s', async (_, open) => {
    await expect((async () => open({ noSuchOption: 1 }))()).rejects.toMatchObject({
      code: 'invalid-option',
      details: { option: 'noSuchOption' },
    });
  });

  it('of a single decision make it a review', () => {
    const sure = gate.decide({ ...records[0]!, selfRating: 10 }).calibrated!;
    const inUse = { passThreshold: 0.01, onError: 'pass-insecure' } as const;
    expect(app.decide(sure, inUse)).toMatchObject({ verdict: 'pass', reason: 'above-threshold' });
    const reasons = { verdict: 'review', reason: 'invalid-option' };
    expect(app.decide(sure, { passThreshold: 0.01, failTreshold: 0.005 } as never)).toMatchObject(reasons);
    expect(app.decide(sure, { passThreshold: 0.01 }, { isRevokd: () => true } as never)).toMatchObject(reasons);
    const { verdict, insecure } = app.decide(sure, inUse, { isRevokd: () => true } as never);
    expect({ verdict, insecure }).toEqual({ verdict: 'review', insecure: undefined });
  });
});
