import { isModel } from '../../calibrator/by-model.ts';
import { assertOption } from '../../calibrator/target.ts';
import { UnflatterError } from '../../errors.ts';
import type { CalibrationRecord, HumanRating } from '../../types.ts';

/**
 * The same records with the human ratings of these sources alone; without a choice, with all of them. A rating that does
 * not say where it is from is of none that could be chosen.
 *
 * @throws UnflatterError `invalid-option` for what are no sources of people, or `not-certifiable` where a label of a model
 *   would count: what it is to check is a model's word, and another model's word proves nothing of it.
 */
export function ofSources(
  records: readonly CalibrationRecord[],
  sources: readonly string[] | undefined,
): readonly CalibrationRecord[] {
  // What is no list of records is for others to refuse.
  if (!Array.isArray(records)) return records;
  if (sources !== undefined) assertSources(sources);
  const counts = (rating: HumanRating): boolean => {
    const source = sourceOf(rating);
    return sources === undefined || (source !== undefined && sources.includes(source));
  };
  const kept =
    sources === undefined
      ? (records as readonly CalibrationRecord[])
      : (records as readonly CalibrationRecord[]).map((record) =>
          Array.isArray(record?.humanRatings)
            ? { ...record, humanRatings: record.humanRatings.filter(counts) }
            : record,
        );
  assertNoneOfModels(kept);
  return kept;
}

/** Where the human ratings of these records are from, as far as they say; by name. */
export function sourcesIn(records: readonly CalibrationRecord[]): string[] {
  return [...new Set(records.flatMap(({ humanRatings }) => humanRatings.flatMap((one) => sourceOf(one) ?? [])))].sort();
}

function assertSources(sources: unknown): void {
  const isList = Array.isArray(sources) && sources.length > 0;
  const isNames = isList && sources.every((one) => typeof one === 'string' && one !== '');
  assertOption(isNames, 'sources', "a list of names, at least one, as ['expert', 'user']", sources);
  const model = (sources as string[]).find(isModel);
  assertOption(model === undefined, 'sources', 'sources of people: labels of a model certify nothing', model);
}

function assertNoneOfModels(records: readonly CalibrationRecord[]): void {
  const ids = records.flatMap((record) =>
    Array.isArray(record?.humanRatings) && record.humanRatings.some((one) => isModel(sourceOf(one) ?? ''))
      ? [record.id]
      : [],
  );
  if (ids.length === 0) return;
  const some = `${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ', …' : ''}`;
  const reason = `${ids.length} of ${records.length} records have labels of a model (${some}), and such certify nothing`;
  throw new UnflatterError('not-certifiable', `${reason}: name the sources that count, as expert or user`, { reason });
}

function sourceOf(rating: HumanRating): string | undefined {
  const source: unknown = typeof rating === 'object' && rating !== null ? rating.source : undefined;
  return typeof source === 'string' && source !== '' ? source : undefined;
}
