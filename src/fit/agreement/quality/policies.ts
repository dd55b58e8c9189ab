import { isPass } from '../../../calibrator/record.ts';
import type { Target } from '../../../types.ts';
import type { Estimate } from '../../bootstrap.ts';
import { estimateOver, type Said } from './said.ts';

/** What two label policies say of the same records: by the mean of the labels under each. */
export interface PolicyConfusion {
  readonly policies: readonly [string, string];
  readonly bothPass: number;
  readonly onlyFirstPasses: number;
  readonly onlySecondPasses: number;
  readonly bothFail: number;
  /** Share that passes under the second less that under the first. */
  readonly difference: Estimate;
}

/** Of each two policies that share a record, by name. */
export function policyConfusion(said: readonly Said[], target: Target): PolicyConfusion[] {
  const names = [...new Set(said.flatMap(({ policy }) => policy ?? []))].sort();
  const byRecord = [...Map.groupBy(said, ({ record }) => record).values()];
  return names.flatMap((first, i) =>
    names.slice(i + 1).flatMap((second) => {
      const both = byRecord.flatMap((own) => {
        const [a, b] = [first, second].map((policy) => verdictUnder(own, policy, target));
        return a === undefined || b === undefined ? [] : [{ a, b, group: own[0]!.group, weight: own[0]!.weight }];
      });
      if (both.length === 0) return [];
      const count = (a: boolean, b: boolean): number => both.filter((one) => one.a === a && one.b === b).length;
      return [
        {
          policies: [first, second] as const,
          bothPass: count(true, true),
          onlyFirstPasses: count(true, false),
          onlySecondPasses: count(false, true),
          bothFail: count(false, false),
          difference: estimateOver(
            both.map(({ a, b, group, weight }) => ({ group, weight, value: Number(b) - Number(a) })),
          ),
        },
      ];
    }),
  );
}

function verdictUnder(own: readonly Said[], policy: string, target: Target): boolean | undefined {
  const values = own.filter((one) => one.policy === policy).map(({ value }) => value);
  if (values.length === 0) return undefined;
  return isPass(values.reduce((sum, one) => sum + one, 0) / values.length, target);
}
