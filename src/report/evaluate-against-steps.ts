import type { CalibratorChange } from '../gate/promotion/against.ts';
import type { EvaluatedFiles } from './evaluate-next-steps.ts';
import type { Step } from './page/page.ts';
import { ofOneClass } from './evaluate-against-words.ts';
import { shellWord } from './shell-word.ts';

/** What was compared on what, for commands that can be copied. */
export interface ComparedFiles extends EvaluatedFiles {
  /** The calibrator before. */
  readonly against: string;
}

export function comparedWords({ path, against, paths }: ComparedFiles): string {
  return `${path} against ${against}, on ${paths.join(' ')}`;
}

/** What to do with it. */
export function changeSteps(change: CalibratorChange, { path, against }: ComparedFiles): Step[] {
  const { verdict, isSettled, digests, lost } = change;
  if (digests.previous === digests.current) return [{ text: 'Nothing to do.' }];
  const one = ofOneClass(change);
  if (verdict === 'better' && one !== null)
    return [
      {
        text: `Keep the one before, and compare on labels of which some ${one === 'pass' ? 'fail' : 'pass'}: a gate is there to tell them apart.`,
      },
    ];
  const [now, before] = [path, against].map(shellWord) as [string, string];
  const certify =
    lost.length === 0
      ? []
      : [
          {
            text: 'Certify it before it is used: with the lost promises a gate would prove less.',
            command: `unflatter certify ${now} new-labels.jsonl --false-pass ${lost[0]!.limit} --out ${now}`,
          },
        ];
  if (verdict === 'better')
    return [
      ...certify,
      {
        text: 'Put it in place with unflatter promote, on other labels, which also tries whether it is easier to game.',
        command: `unflatter promote ${now} --over ${before} --on new-labels.jsonl`,
      },
    ];
  if (verdict === 'worse') return [{ text: 'Keep the one before, and look at what its labels have that these lack.' }];
  if (isSettled) return [{ text: 'Keep the one before: as good is no reason to change what runs.' }];
  return [{ text: 'Keep the one before until more labels, that neither has seen, can tell them apart.' }];
}
