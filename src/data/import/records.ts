import { recordIssues } from '../../calibrator/record.ts';
import { UnflatterError } from '../../errors.ts';
import type { CalibrationRecord, HumanRating } from '../../types.ts';
import type { Given, Row } from './row.ts';

/** Which scores of an export to take. */
export interface Choice {
  /** The name of the score that is the self-rating. @default the only one that a model gave */
  readonly score?: string | undefined;
  /** The name of the score that is the human rating. @default the only one that people gave, if any did */
  readonly human?: string | undefined;
}

/** A row that became no record, and why. */
export interface Skipped {
  readonly path: string;
  readonly line?: number | undefined;
  readonly field: string;
  readonly id: string;
  readonly reason: string;
}

export interface Imported {
  readonly records: readonly CalibrationRecord[];
  readonly skipped: readonly Skipped[];
  /** The names of the scores that were taken. */
  readonly score: string;
  readonly human: string | undefined;
}

/**
 * Makes records of rows. A response without the score, one that is no record, and one whose id came before, are skipped,
 * and listed.
 *
 * @throws UnflatterError `invalid-option` where a name is no score's, or where several scores could be meant.
 */
export function toRecords(rows: readonly Row[], choice: Choice): Imported {
  const given = rows.flatMap((row) => row.given);
  const human = choice.human === undefined ? onlyOne(given, 'human') : known(given, 'human', choice.human);
  const isHuman = humanIn(given, human);
  const others = given.filter((one) => !isHuman(one) && one.by !== 'person');
  const score = choice.score === undefined ? onlyOne(others, 'score') : known(others, 'score', choice.score);
  if (score === undefined) throw unclear('score', given, 'the export has no score that is said to be by a model');
  const names = { score, isRating: ratingIn(others, score), isHuman };
  const ids = new Set<string>();
  const records: CalibrationRecord[] = [];
  const skipped: Skipped[] = [];
  for (const row of rows) {
    const record = recordOf(row, names);
    const reason = typeof record === 'string' ? record : ids.has(row.id) ? 'has an id that came before' : undefined;
    const { path, line, field } = row.entry;
    if (reason !== undefined) skipped.push({ path, line, field, id: row.id, reason });
    else {
      ids.add(row.id);
      records.push(record as CalibrationRecord);
    }
  }
  return { records, skipped, score, human };
}

interface Names {
  readonly score: string;
  readonly isRating: (given: Given) => boolean;
  readonly isHuman: (given: Given) => boolean;
}

/** Which of all are the human ratings: of one name those by people, if any are, as a person may correct a score. */
function humanIn(all: readonly Given[], human: string | undefined): (given: Given) => boolean {
  const saysSo = all.some(({ name, by }) => name === human && by === 'person');
  return ({ name, by }) => name === human && (by === 'person' || !saysSo);
}

/** Which of those that are no human ratings are self-ratings: of one name those by a model, if any are. */
function ratingIn(others: readonly Given[], score: string): (given: Given) => boolean {
  const saysSo = others.some(({ name, by }) => name === score && by === 'model');
  return ({ name, by }) => name === score && by !== 'person' && (by === 'model' || !saysSo);
}

/** The record of a row, or why there is none. */
function recordOf({ id, group, prompt, response, missing, generator, given, more = {} }: Row, names: Names) {
  if (response === undefined && more.features === undefined) return missing ?? 'has no response';
  if (response?.trim() === '') return 'has an empty response';
  const own = given.filter((one) => one.by !== 'person' && !names.isHuman(one));
  const rating = latest(own.filter(names.isRating));
  if (rating === undefined) {
    const isOther = own.some(({ name }) => name === names.score);
    return isOther
      ? `has a score ${names.score}, but none that is said to be by a model`
      : `has no score ${names.score}`;
  }
  if (rating.value === undefined) return `has a score ${names.score} that is no number`;
  const people = given.filter((one) => names.isHuman(one) && one.value !== undefined);
  const record: CalibrationRecord = {
    id,
    ...(group === undefined ? {} : { group }),
    ...(prompt === undefined ? {} : { prompt }),
    ...(response === undefined ? {} : { response }),
    selfRating: rating.value,
    humanRatings: people.map(humanRating),
    ...(generator === undefined ? {} : { generator }),
    ...(rating.rater === undefined ? {} : { rater: rating.rater }),
    ...more,
  };
  const [issue] = recordIssues(record, anyTarget);
  return issue === undefined ? record : `is no record: ${issue.field} ${issue.message}`;
}

/** An export does not say on which scales its scores are: that is checked when they are used. */
const anyScale = { min: -Number.MAX_VALUE, max: Number.MAX_VALUE };
const anyTarget = { ratingScale: anyScale, humanScale: anyScale, passAt: 0 };

function humanRating({ value, labeller }: Given): HumanRating {
  return labeller === undefined ? value! : { value: value!, labeller };
}

/** A score that was given again replaces the one before; without times, the last in the file. */
function latest(given: readonly Given[]): Given | undefined {
  return given.reduce<Given | undefined>(
    (last, one) => (last?.at !== undefined && one.at !== undefined && one.at < last.at ? last : one),
    undefined,
  );
}

/** The only name that is meant if none is said: of what people gave, or of what a model gave. Of whom is not guessed. */
function onlyOne(given: readonly Given[], option: 'score' | 'human'): string | undefined {
  const by = option === 'human' ? 'person' : 'model';
  const numbers = given.filter((one) => one.by === by && one.value !== undefined);
  const names = [...new Set(numbers.map(({ name }) => name))];
  if (names.length > 1)
    throw unclear(
      option,
      given,
      `the export has several ${option === 'human' ? 'human ratings' : 'scores by a model'}`,
    );
  return names[0];
}

function known(given: readonly Given[], option: 'score' | 'human', name: string): string {
  if (given.some((one) => one.name === name)) return name;
  throw unclear(option, given, `the export has no score ${JSON.stringify(name)}`);
}

function unclear(option: 'score' | 'human', given: readonly Given[], what: string): UnflatterError<'invalid-option'> {
  const numbers = given.filter(({ value }) => value !== undefined);
  const names = [...new Set(numbers.map(({ name, by }) => `${name} (by ${byWords[by]})`))].sort();
  const some = names.slice(0, 20).join(', ') + (names.length > 20 ? ` and ${names.length - 20} more` : '');
  const expected = names.length === 0 ? 'an export with scores' : `--${option} with one of: ${some}`;
  return new UnflatterError('invalid-option', `${what}, expected ${expected}`, {
    option,
    expected,
    received: undefined,
  });
}

const byWords = {
  model: 'a model',
  person: 'people',
  code: 'a rule',
  anyone: 'anyone',
  metadata: 'metadata',
} as const;
