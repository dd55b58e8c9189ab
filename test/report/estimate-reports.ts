import type { ConfidenceInterval } from '../../src/estimate/interval.ts';
import type { EstimateReport } from '../../src/estimate/report.ts';
import type { SliceEstimate } from '../../src/estimate/slices.ts';
import { hostileNames } from './page-commands.ts';

const within = (lower: number, upper: number): ConfidenceInterval => ({ lower, upper, confidence: 0.95 });

function slice(name: string, estimate: number, difference: number, pValue: number): SliceEstimate {
  return {
    slice: name,
    records: 1250,
    labelled: 75,
    labelledGroups: 60,
    estimate,
    interval: within(estimate - 0.12, estimate + 0.11),
    method: 'prediction-powered',
    againstRest: { difference, interval: within(difference - 0.15, difference + 0.15), pValue },
  };
}

/** Of one system, and nothing else was asked. */
export const plainEstimate: EstimateReport = {
  target: { ratingScale: { min: 1, max: 10 }, humanScale: { min: 1, max: 5 }, passAt: 4 },
  confidence: 0.95,
  verdict: 'estimate',
  chosenFrom: null,
  ratedToPass: 0.874,
  estimate: 0.62,
  interval: within(0.571, 0.667),
  method: 'prediction-powered',
  reason: 'The predictions explain part of what the labels say.',
  power: 0.82,
  correlation: { value: 0.48, lower: 0.37, upper: 0.58 },
  worth: 402.4,
  labelsOnly: { estimate: 0.6, interval: within(0.544, 0.654) },
  records: 5000,
  labelled: 300,
  groups: 4000,
  labelledGroups: 288,
  labelledByModel: 0,
  equivalentLabels: 352.9,
  folds: 10,
  seed: 1,
  selection: { ratingDifference: 0.1, pValue: 0.4 },
  meanHumanRating: {
    estimate: 3.71,
    interval: within(3.6, 3.82),
    method: 'labels-only',
    reason: 'By the labels alone: the ratings say no more of the labels than chance would.',
    power: 0,
    correlation: { value: 0.02, lower: -0.1, upper: 0.14 },
    worth: 300,
    labelsOnly: { estimate: 3.71, interval: within(3.6, 3.82) },
  },
  precision: {
    halfWidth: 0.048,
    standardError: 0.0242,
    floor: 0.013,
    labelPart: 0.93,
    estimate: 0.62,
    confidence: 0.95,
    records: 5000,
    labelled: 300,
    worth: 402.4,
    freedom: 286,
  },
  costs: [{ halfWidth: 0.024, labels: 1320, more: 1020 }],
  slices: null,
  mix: null,
  difference: null,
};

/** All that can be asked, with names that nobody would choose. */
export const wholeEstimate: EstimateReport = {
  ...plainEstimate,
  costs: [...plainEstimate.costs, { halfWidth: 0.01, labels: null, more: null }],
  slices: {
    by: hostileNames[0],
    confidence: 0.95,
    slices: [
      slice(hostileNames[1], 0.41, -0.28, 0.0004),
      slice(hostileNames[2], 0.66, 0.05, 0.61),
      slice(hostileNames[3], 0.71, 0.12, 0.09),
      {
        ...slice('rare', 0, 0, 1),
        labelled: 3,
        labelledGroups: 3,
        estimate: null,
        interval: null,
        method: null,
        againstRest: null,
      },
    ],
    unsliced: 12,
  },
  mix: {
    shares: [
      { slice: hostileNames[1], share: 0.5, found: 0.3 },
      { slice: hostileNames[2], share: 0.5, found: 0.7 },
    ],
    estimate: 0.54,
    interval: within(0.46, 0.61),
  },
  difference: {
    first: {
      records: 5000,
      labelled: 300,
      labelledGroups: 288,
      estimate: 0.62,
      interval: within(0.571, 0.667),
      method: 'prediction-powered',
      looksChosen: false,
    },
    second: {
      records: 4000,
      labelled: 200,
      labelledGroups: 190,
      estimate: 0.7,
      interval: within(0.63, 0.76),
      method: 'labels-only',
      looksChosen: false,
    },
    difference: -0.08,
    interval: within(-0.155, -0.004),
    pValue: 0.039,
    sharedGroups: 2500,
    verdict: 'worse',
  },
};

/** All was asked, of labels that somebody has picked. */
export const chosenEstimate: EstimateReport = {
  ...wholeEstimate,
  verdict: 'cannot tell',
  selection: { ratingDifference: 1.234, pValue: 0.0002 },
  difference: {
    ...wholeEstimate.difference!,
    first: { ...wholeEstimate.difference!.first, looksChosen: true },
    verdict: 'cannot tell',
  },
};

/** Two labels, of one group. */
export const fewEstimate: EstimateReport = {
  ...plainEstimate,
  interval: null,
  method: 'labels-only',
  reason: 'By the labels alone: with fewer than 20 labels, nothing can be predicted.',
  power: 0,
  correlation: null,
  worth: 2,
  labelsOnly: { estimate: 0.62, interval: null },
  labelled: 2,
  labelledGroups: 1,
  folds: 0,
  selection: null,
  meanHumanRating: {
    ...plainEstimate.meanHumanRating,
    interval: null,
    correlation: null,
    worth: 2,
    labelsOnly: { estimate: 3.71, interval: null },
  },
  precision: null,
  costs: [],
};
