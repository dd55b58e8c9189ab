import { isBuiltIn } from '../calibrator/custom.ts';
import { ratingFeatures } from '../calibrator/rating-features.ts';
import type { CalibrationRecord } from '../types.ts';
import type { LogEntry } from './decision.ts';
import { chosenRounds, inclusionAcrossRounds } from './sample-rounds.ts';

export interface LoggedRecords {
  readonly records: readonly CalibrationRecord[];
  /** Decisions that are no records: no rating was to be read, or nothing is known of the response. */
  readonly unreadable: number;
  /** Labels of responses that were never chosen, or that a model alone made, beside others: how probably they came in is not known. */
  readonly unchosen: number;
  /** Chosen and not labelled by people, in rounds that others were: taken to be left out at random. Rounds without a label count nothing. */
  readonly skipped: number;
}

/**
 * A log as a calibration set: what was measured, what people said of it, and how probably it was chosen. Not labelled yet
 * is a record, too, with no human rating.
 */
export function recordsOf(entries: Iterable<LogEntry>): LoggedRecords {
  const all = [...entries];
  const inclusions = inclusionAcrossRounds(all);
  const hasRounds = all.some(({ inclusion }) => inclusion !== undefined);
  const isPlaced = ({ id, labels }: LogEntry): boolean => !hasRounds || labels.length === 0 || inclusions.has(id);
  const placed = all.filter(isPlaced);
  const records = placed.flatMap((entry) => recordOf(entry, inclusions.get(entry.id) ?? entry.inclusion) ?? []);
  const skipped = chosenRounds(all).reduce((sum, one) => sum + (one.labelled > 0 ? one.chosen - one.labelled : 0), 0);
  return { records, unreadable: placed.length - records.length, unchosen: all.length - placed.length, skipped };
}

function recordOf(entry: LogEntry, inclusion: number | undefined): CalibrationRecord | undefined {
  const { id, group, selfRating, samples, probabilities, labels, language } = entry;
  const { rater, raterModel, generator, ratingPrompt, criterion, prompt, response } = entry;
  const features = featuresOf(entry);
  if (selfRating === null || (response === undefined && Object.keys(features).length === 0)) return undefined;
  const said = { rater, raterModel, generator, ratingPrompt, criterion, samples, probabilities, inclusion };
  const seen = response === undefined ? { language } : { prompt, response };
  const measured = Object.keys(features).length === 0 ? {} : { features };
  const humanRatings = labels.map(({ value, labeller, source, policy }) =>
    present({ value, labeller, source, policy }),
  );
  return { id, group, selfRating, ...present({ ...said, ...seen }), ...measured, humanRatings };
}

/** Without the fields that have no value. */
function present<Fields extends object>(fields: Fields): { [Key in keyof Fields]: Exclude<Fields[Key], undefined> } {
  const found = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(found) as { [Key in keyof Fields]: Exclude<Fields[Key], undefined> };
}

const ofRating: ReadonlySet<string> = new Set(ratingFeatures.map(({ name }) => name));

/**
 * What a text can be measured for again is measured again, or the audit of a changed text would go by the features of the
 * old one. The reasons for a rating are not kept, and columns of the app's own are not in the text.
 */
function featuresOf({ features, response }: LogEntry): Readonly<Record<string, number>> {
  if (response === undefined) return features;
  return Object.fromEntries(Object.entries(features).filter(([name]) => !isBuiltIn(name) || ofRating.has(name)));
}
