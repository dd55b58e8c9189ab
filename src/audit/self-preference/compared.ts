import type { Example } from '../../fit/examples.ts';
import type { CalibrationRecord } from '../../types.ts';
import { identityOf, raterOf } from '../goodhart/candidates.ts';

/** A rating of a response whose writer is known, by a rater who is known. */
export interface Compared {
  readonly example: Example;
  readonly record: CalibrationRecord;
  readonly rater: string;
  /** Ratings of one response share this. */
  readonly response: string;
  readonly own: boolean;
}

/** The labelled records that say who wrote and who rated. */
export function comparedOf(examples: readonly Example[], records: readonly CalibrationRecord[]): Compared[] {
  const byId = new Map(records.map((record) => [record.id, record]));
  return examples.flatMap((example) => {
    const record = byId.get(example.record)!;
    const rater = raterOf(record);
    if (record.generator === undefined || rater === undefined) return [];
    const response = JSON.stringify([example.group, identityOf(record)]);
    return [{ example, record, rater, response, own: example.self === true }];
  });
}

/** With fewer of either, there is nothing to compare with. */
const fewestOfEither = 2;

/** Why ratings by one rater cannot be compared, in words; undefined where they can. */
export function reasonAgainst(compared: readonly Compared[]): string | undefined {
  const own = compared.filter((one) => one.own).length;
  const others = compared.length - own;
  if (own >= fewestOfEither && others >= fewestOfEither) return undefined;
  if (own === 0) return 'rated no response of its own';
  if (others === 0) return 'rated no response by others';
  return `rated ${own} of its own and ${others} by others, and needs ${fewestOfEither} of either`;
}
