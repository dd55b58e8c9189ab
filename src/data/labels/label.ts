import type { Issue } from '../../errors.ts';

/** A label as a file holds it, and where it stands. */
export interface FileLabel {
  readonly path: string;
  readonly line: number;
  /** Of the record that it is of. */
  readonly id: string;
  /** On the human scale. */
  readonly value: number;
  /** Tells labels of one person and one record apart, where somebody labelled it again on purpose. */
  readonly key?: string | undefined;
  readonly criterion?: string | undefined;
  readonly labeller?: string | undefined;
  readonly source?: string | undefined;
  readonly policy?: string | undefined;
  readonly note?: string | undefined;
  /** Milliseconds since 1970. */
  readonly at?: number | undefined;
  /** The texts that it is of, to make sure. */
  readonly prompt?: string | undefined;
  readonly response?: string | undefined;
}

/** What a file of labels holds, and all that is wrong with it. */
export interface ReadLabels {
  readonly labels: readonly FileLabel[];
  /** Rows without a value: not labelled yet. */
  readonly blank: number;
  readonly issues: readonly Issue[];
}

/** The fields of a label that are texts. */
export const textFields = [
  'key',
  'criterion',
  'labeller',
  'source',
  'policy',
  'note',
  'prompt',
  'response',
] as const satisfies readonly (keyof FileLabel)[];

/** A label, or nothing where it has no value yet, or what is wrong with it. */
export type Read = { readonly label?: FileLabel } | { readonly issues: readonly Issue[] };

export function gathered(read: readonly Read[]): ReadLabels {
  const labels = read.flatMap((one) => ('label' in one && one.label !== undefined ? [one.label] : []));
  const issues = read.flatMap((one) => ('issues' in one ? one.issues : []));
  const wrong = read.filter((one) => 'issues' in one).length;
  return { labels, issues, blank: read.length - labels.length - wrong };
}
