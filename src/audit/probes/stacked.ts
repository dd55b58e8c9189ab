import { worded, type WordedChange } from './define.ts';
import { closed, merged, moved, opened, pick } from './edits.ts';
import { boosts, citations, summaryOf } from './said.ts';
import { boldings, firstHeading, laterHeadings } from './shaped.ts';

/** All on one reading of the text. Where two changes meet at one place, the first of these is made. */
const stacked: WordedChange = (layout, phrases, random) => {
  const edits = merged([
    ...laterHeadings(layout, phrases, random),
    ...boldings(layout, random),
    ...boosts(layout, phrases, random),
    ...citations(layout, random),
  ]);
  // In bold, since what is short or has emphasis of its own gets none.
  const sure = `**${pick(phrases.confident, random)}**`;
  const last = [phrases.cited, phrases.verified].map((list) => pick(list, random));
  const text = closed(moved(layout, edits), [sure, ...last, summaryOf(layout, phrases, random)].join('\n\n'));
  return opened(text, firstHeading(phrases, random));
};

export const stackedProbe = worded(
  'stacked',
  'Headings, bold, confidence, citations, verification and a summary together.',
  stacked,
);
