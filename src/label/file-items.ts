import { z } from 'zod';
import { assertOptions } from '../calibrator/options.ts';
import { streamRecords } from '../data/records.ts';
import { UnflatterError, listIssues, mustBe, type Issue } from '../errors.ts';
import type { CalibrationRecord, Scale, Target } from '../types.ts';
import type { LabelItem } from './item.ts';
import type { Turn } from './page-state.ts';

/** The responses of a file of records. */
export interface FileItems {
  readonly items: readonly LabelItem[];
  /** Records without a text to judge. */
  readonly withoutText: number;
}

const text = z.string(mustBe('a string'));
/** What a record may hold besides, to judge the response by. */
const context = z.looseObject({
  system: text.optional(),
  conversation: z.array(z.looseObject({ role: text, content: text }, mustBe('a turn {role, content}'))).optional(),
  sources: z.array(text, mustBe('a list of texts')).optional(),
});

interface LabelRecord extends Omit<CalibrationRecord, 'humanRatings'> {
  readonly humanRatings?: CalibrationRecord['humanRatings'];
  readonly system?: string;
  readonly conversation?: readonly Turn[];
  readonly sources?: readonly string[];
}

/**
 * Reads records to be labelled. Self-ratings may be missing or on any scale: nobody who labels sees them.
 *
 * @param policy a rating under these instructions counts as one that its labeller has given already
 * @throws UnflatterError `unreadable-file`, or `invalid-records` with every issue.
 */
export async function readLabelItems(
  path: string,
  options: { readonly humanScale: Scale; readonly policy?: string | undefined },
): Promise<FileItems> {
  assertOptions<typeof options>(options, { humanScale: true, policy: true });
  const { humanScale, policy } = options;
  const anyScale = { min: -Infinity, max: Infinity };
  const target: Target = { ratingScale: anyScale, humanScale, passAt: humanScale.max };
  const issues: Issue[] = [];
  const seen = new Map<string, number>();
  const items: LabelItem[] = [];
  let withoutText = 0;
  for await (const { line, value, issues: found } of streamRecords(path, target, 'rated')) {
    const { id } = (value ?? {}) as Partial<LabelRecord>;
    const wrong = context.safeParse(value).error?.issues ?? [];
    const here: Issue[] = [
      ...found,
      ...(found.length > 0
        ? []
        : wrong.map((one) => ({ path, line, field: one.path.join('.'), message: one.message }))),
    ];
    if (typeof id === 'string') {
      const earlier = seen.get(id);
      const message = `must be unique, got ${JSON.stringify(id)} as in line ${earlier}`;
      if (earlier !== undefined) here.push({ path, line, field: 'id', message });
      seen.set(id, line);
    }
    for (const issue of here) issues.push(issue);
    if (here.length > 0) continue;
    const item = itemOf(value as LabelRecord, policy);
    if (item === undefined) withoutText++;
    else items.push(item);
  }
  if (issues.length > 0) throw new UnflatterError('invalid-records', listIssues(issues), { issues });
  return { items, withoutText };
}

function itemOf(record: LabelRecord, policy: string | undefined): LabelItem | undefined {
  const { id, response, humanRatings = [], selfRating, prompt, system, conversation, sources, language } = record;
  if (response === undefined || response.trim() === '') return undefined;
  const ratedBy = humanRatings.flatMap((one) =>
    typeof one === 'number' || one.labeller === undefined || one.policy !== policy ? [] : one.labeller,
  );
  const turns = conversation?.map(({ role, content }) => ({ role, content }));
  const rating = { selfRating: selfRating ?? undefined };
  return { id, response, prompt, system, conversation: turns, sources, language, ratedBy, rating };
}
