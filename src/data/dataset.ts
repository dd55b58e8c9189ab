import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { assertTarget } from '../calibrator/target.ts';
import { UnflatterError, listIssues, mustBe, naming, shown } from '../errors.ts';
import type { Target } from '../types.ts';
import { readText } from './json.ts';
import { unreadable } from './lines.ts';
import { repeatedKey } from '../calibrator/repeated-key.ts';

const finite = z.number(mustBe('a number'));
const scale = z
  .object({ min: finite, max: finite, step: finite.positive(mustBe('above 0')).optional() }, mustBe('{min, max}'))
  .refine(({ min, max }) => min < max, mustBe('a scale with min below max'));
const parts = {
  ratingScale: scale.optional(),
  humanScale: scale.optional(),
  passAt: finite.optional(),
  passBy: z.enum(['mean', 'person'], mustBe('mean or person')).optional(),
  criterion: z.string(mustBe('a string')).optional(),
};
const dataset = z.looseObject(
  {
    ...parts,
    files: z
      .array(
        z.looseObject({ file: z.string(mustBe('a string')), ...parts }, mustBe('an object with the name of a file')),
        mustBe('a list'),
      )
      .optional(),
  },
  mustBe('a JSON object'),
);

/** What is known of a target before all of it is. */
export type PartialTarget = { readonly [Key in keyof Target]?: Target[Key] | undefined };

/**
 * What a file of records measures, from `dataset.json` beside it: the entry of the file if there is one, else what the
 * data set says of all its files. What is given as `known` wins.
 *
 * @throws UnflatterError `unreadable-file` or `invalid-records` for a broken `dataset.json`, `invalid-option` where
 *   something is still missing or off its scale.
 */
export async function readTarget(path: string, known: PartialTarget = {}): Promise<Target> {
  const { criterion, passBy, ...found } = { ...(await declaredTarget(path)), ...defined(known) };
  const { ratingScale, humanScale, passAt } = found;
  if (ratingScale === undefined) throw await missing(path, 'ratingScale', '--rating-scale 1:10');
  if (humanScale === undefined) throw await missing(path, 'humanScale', '--human-scale 1:5');
  if (passAt === undefined) throw await missing(path, 'passAt', '--pass-at 4');
  const target: Target = {
    ratingScale,
    humanScale,
    passAt,
    // The default is left out, so that to say it and not to say it give the same calibrator.
    ...(passBy === undefined || passBy === 'mean' ? {} : { passBy }),
    ...(criterion === undefined ? {} : { criterion }),
  };
  naming(path, () => assertTarget(target));
  return target;
}

/** What `dataset.json` beside a file says of it; nothing where there is none. @throws as {@link readTarget} */
export async function declaredTarget(path: string): Promise<PartialTarget> {
  const { files = [], ...whole } = (await readDataset(path)) ?? {};
  const entry = files.find(({ file }) => file === basename(path)) ?? {};
  return { ...defined(whole), ...defined(entry) };
}

async function readDataset(path: string): Promise<z.infer<typeof dataset> | undefined> {
  if (path === '-') return undefined;
  const beside = datasetBeside(path);
  let text: string;
  try {
    text = await readText(beside);
  } catch (error) {
    if ((error as Error).cause !== undefined && ((error as Error).cause as NodeJS.ErrnoException).code === 'ENOENT')
      return undefined;
    throw error;
  }
  return parseDataset(text, beside);
}

/**
 * What `dataset.json` beside a file says of where its data are from: the entry of the file if there is one, else what is said of
 * all. Nothing where there is none, nor of a file that it leaves out of its list: that one only lies in the same folder.
 *
 * @throws as {@link readTarget}
 */
export async function declaredAbout(path: string): Promise<About> {
  const { files, ...whole } = (await readDataset(path)) ?? {};
  const entry = files?.find(({ file }) => file === basename(path));
  if (files !== undefined && entry === undefined) return {};
  const { name, licence, source, note } = { ...whole, ...entry };
  const texts = Object.entries({ name, licence, source, note }).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(texts);
}

/** Where data are from, in the words of who published them. */
export interface About {
  readonly name?: string;
  readonly licence?: string;
  readonly source?: string;
  readonly note?: string;
}

/** Where the file that describes a file of records is, if there is one. */
export function datasetBeside(path: string): string {
  return join(dirname(path), 'dataset.json');
}

function parseDataset(text: string, path: string): z.infer<typeof dataset> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid(path, [{ path: [], message: `must be JSON: ${(cause as Error).message}` }]);
  }
  const key = repeatedKey(text, value);
  if (key !== undefined)
    throw invalid(path, [{ path: [], message: `must have each key once, got ${shown(key)} twice` }]);
  const result = dataset.safeParse(value);
  if (!result.success) throw invalid(path, result.error.issues);
  const misspelt = [result.data, ...(result.data.files ?? [])].flatMap(misspeltIn);
  if (misspelt.length > 0) throw invalid(path, misspelt);
  return result.data;
}

/** Other keys may stand there, but `pass_by` is meant to be one of ours, and a default would stand in for it. */
function misspeltIn(declared: object): { readonly path: readonly string[]; readonly message: string }[] {
  const bare = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');
  return Object.keys(declared).flatMap((key) => {
    const meant = [...Object.keys(parts), 'files'].find((name) => name !== key && bare(name) === bare(key));
    return meant === undefined ? [] : [{ path: [key], message: `must be called ${shown(meant)}, got ${shown(key)}` }];
  });
}

function invalid(
  path: string,
  found: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): UnflatterError<'invalid-records'> {
  const issues = found.map((issue) => ({ path, field: issue.path.join('.') || 'file', message: issue.message }));
  return new UnflatterError('invalid-records', listIssues(issues), { issues });
}

/** A file that is not there is the better thing to say than that nothing is known of it. */
async function missing(path: string, option: string, flag: string): Promise<UnflatterError> {
  const trouble = path === '-' ? undefined : await unreadableFile(path);
  if (trouble !== undefined) return trouble;
  const message = `${option} of ${path} is not known: pass ${flag} or the like, or say it in dataset.json beside the file`;
  return new UnflatterError('invalid-option', message, { option, expected: 'a value', received: undefined });
}

async function unreadableFile(path: string): Promise<UnflatterError | undefined> {
  try {
    const file = await open(path);
    await file.read(Buffer.alloc(1)).finally(() => file.close());
    return undefined;
  } catch (cause) {
    return unreadable(path, cause);
  }
}

function defined({ ratingScale, humanScale, passAt, passBy, criterion }: PartialTarget): PartialTarget {
  return Object.fromEntries(
    Object.entries({ ratingScale, humanScale, passAt, passBy, criterion }).filter(([, value]) => value !== undefined),
  );
}
