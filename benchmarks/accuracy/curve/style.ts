/** The lines of one colour: methods that see the same things. */
const families: Readonly<Record<string, readonly string[]>> = {
  ours: ['unflatter'],
  constant: ['base rate', 'raw'],
  'rating-alone': ['isotonic', 'Venn–Abers', 'temperature', 'Platt', 'beta', 'rating-only'],
  'with-text': ['length-only', 'tone-only', 'ridge-cv', 'two-stage', 'boosting'],
};

/** Tell lines of one colour apart. */
const dashes = ['none', '7 3', '2 3', '9 3 2 3', '4 2', '12 4'];

/** The class and the dashes of a method's line. A method that has no family counts as one that sees the text. */
export function styleOf(method: string): { readonly class: string; readonly 'stroke-dasharray': string } {
  const [family, members] = Object.entries(families).find(([, own]) => own.includes(method)) ?? ['with-text', [method]];
  return { class: family, 'stroke-dasharray': dashes[members.indexOf(method) % dashes.length]! };
}

/** The colours of a light page and of a dark one. */
interface Palette {
  readonly page: string;
  readonly ink: string;
  readonly quiet: string;
  readonly grid: string;
  readonly ratingAlone: string;
  readonly withText: string;
}

const light: Palette = {
  page: '#ffffff',
  ink: '#1f2328',
  quiet: '#59636e',
  grid: '#e4e8ec',
  ratingAlone: '#0550ae',
  withText: '#9a3b00',
};
const dark: Palette = {
  page: '#0d1117',
  ink: '#f0f6fc',
  quiet: '#9198a1',
  grid: '#262c36',
  ratingAlone: '#79c0ff',
  withText: '#ffa657',
};

/** The picture brings its own ground, so its text is readable whatever page it is on. */
export const styleSheet = `
text { font: 13px system-ui, sans-serif; }
.title { font-size: 16px; font-weight: 600; }
.tick { font-size: 12px; }
polyline { fill: none; stroke-width: 1.5; }
polyline.leader { stroke-width: 0.75; }
polyline.ours { stroke-width: 3.5; }
text.ours { font-weight: 700; }
${coloursOf(light)}
@media (prefers-color-scheme: dark) {
${coloursOf(dark)}
}
`;

function coloursOf({ page, ink, quiet, grid, ratingAlone, withText }: Palette): string {
  return `.page { fill: ${page}; }
text { fill: ${ink}; }
.grid { stroke: ${grid}; }
.base, .leader { stroke: ${quiet}; }
text.tick, text.constant { fill: ${quiet}; }
text.rating-alone { fill: ${ratingAlone}; }
text.with-text { fill: ${withText}; }
polyline.ours { stroke: ${ink}; }
polyline.constant { stroke: ${quiet}; }
polyline.rating-alone { stroke: ${ratingAlone}; }
polyline.with-text { stroke: ${withText}; }`;
}
