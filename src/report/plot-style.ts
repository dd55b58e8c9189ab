const light = {
  paper: '#ffffff',
  ink: '#1f2328',
  faint: '#d8dee4',
  upper: '#0b62c4',
  rate: '#6e7781',
  limit: '#c4321d',
  certified: '#1a7f37',
};
const dark = {
  paper: '#0d1117',
  ink: '#e6edf3',
  faint: '#30363d',
  upper: '#6cb6ff',
  rate: '#9ea7b3',
  limit: '#ff7b72',
  certified: '#3fb950',
};

/** Colours by what they stand for, for pages too. */
export const palettes = { light, dark };

/** The looks of a plot, in a light and in a dark surrounding. Lines differ in more than their colour. */
export const plotStyle = `
text { font: 13px system-ui, sans-serif; }
.title { font-size: 14px; font-weight: 600; }
.middle { text-anchor: middle; }
.end { text-anchor: end; }
path { fill: none; }
path.upper, line.upper { stroke-width: 2; }
path.rate, line.rate { stroke-width: 1.5; stroke-dasharray: 2 3; }
line.limit { stroke-width: 1.5; stroke-dasharray: 8 4; }
line.foot { stroke-width: 1; stroke-dasharray: 2 2; }
circle.certified { stroke-width: 2; }
${coloured(light)}
@media (prefers-color-scheme: dark) {
${coloured(dark)}
}
`;

function coloured({ paper, ink, faint, upper, rate, limit, certified }: typeof light): string {
  return `.paper { fill: ${paper}; }
text { fill: ${ink}; }
line.axis { stroke: ${ink}; }
line.grid { stroke: ${faint}; }
path.upper, line.upper { stroke: ${upper}; }
circle.upper { fill: ${upper}; }
path.rate, line.rate { stroke: ${rate}; }
circle.rate { fill: ${rate}; }
line.limit { stroke: ${limit}; }
line.foot { stroke: ${certified}; }
circle.certified { fill: ${certified}; stroke: ${paper}; }`;
}
