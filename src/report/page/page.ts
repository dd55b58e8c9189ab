import { markup, toText, unbroken, type Markup } from './markup.ts';
import { pageStyle } from './style.ts';

/** What a page says before anything else. */
export interface Headline {
  /** Of one or two words. */
  readonly verdict: string;
  readonly tone: 'good' | 'bad' | 'open' | 'plain';
  readonly sentence: string;
}

export interface Section {
  readonly title: string;
  readonly body: readonly Markup[];
}

export interface PageParts {
  readonly title: string;
  /** What it is about, below the title. */
  readonly what: string;
  readonly headline: Headline;
  /** Right below the headline. */
  readonly opening: readonly Markup[];
  readonly sections: readonly Section[];
}

/**
 * A whole page of HTML in one file: no script, and nothing is loaded, which its content security policy forbids. Light and
 * dark, on a phone as in print. Same parts, same bytes.
 */
export function page({ title, what, headline, opening, sections }: PageParts): string {
  const { verdict, tone, sentence } = headline;
  return toText(markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${title}</title>
${pageStyle}
</head>
<body>
<main>
<header>
<h1><bdi>${title}</bdi></h1>
<p class="what"><bdi>${what}</bdi></p>
</header>
<section class="headline ${tone}" aria-label="Verdict">
<p class="verdict">${icons[tone]} ${verdict}</p>
<p class="sentence">${unbroken(sentence)}</p>
</section>
${opening}
<nav aria-label="Contents"><ul>${sections.map((one, i) => markup`<li><a href="#section-${i + 1}">${one.title}</a></li>`)}</ul></nav>
${sections.map(
  (one, i) => markup`<section id="section-${i + 1}">
<h2>${one.title}</h2>
${one.body}
</section>
`,
)}</main>
</body>
</html>
`);
}

const icons: Readonly<Record<Headline['tone'], Markup>> = {
  good: markup`<span aria-hidden="true">✓</span>`,
  bad: markup`<span aria-hidden="true">✕</span>`,
  open: markup`<span aria-hidden="true">?</span>`,
  plain: markup`<span aria-hidden="true">≈</span>`,
};

export function paragraph(text: string): Markup {
  return markup`<p>${unbroken(text)}</p>
`;
}

/** Nothing for no items. */
export function bullets(items: readonly string[]): Markup {
  if (items.length === 0) return markup``;
  return markup`<ul>
${items.map(
  (item) => markup`<li>${unbroken(item)}</li>
`,
)}</ul>
`;
}

/** Something to do, and the command that does it, where there is one. */
export interface Step {
  readonly text: string;
  readonly command?: string;
}

/** What to do, the most useful first. Commands stand on lines of their own, to be copied. */
export function steps(items: readonly Step[]): Markup {
  return markup`<ul class="steps">
${items.map(
  ({
    text,
    command,
  }) => markup`<li>${unbroken(text)}${command === undefined ? [] : markup`<pre><code>${wordsOf(command)}</code></pre>`}</li>
`,
)}</ul>
`;
}

/** So that a line breaks between words, and not behind the hyphen of an option. */
function wordsOf(command: string): Markup[] {
  return command.split(' ').map((word, i) => markup`${i === 0 ? '' : ' '}<span>${word}</span>`);
}

export function subheading(text: string): Markup {
  return markup`<h2>${text}</h2>
`;
}

/** Folded away until it is asked for; not in print. */
export function folded(summary: string, body: Markup): Markup {
  return markup`<details><summary>${unbroken(summary)}</summary>
${body}
</details>
`;
}
