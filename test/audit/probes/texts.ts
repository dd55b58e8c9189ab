/** A text of each language with a lexicon: plain, without Markdown, with hedges, and of several sentences. */
export const texts: Readonly<Record<string, string>> = {
  en: 'The pump might be blocked. Perhaps the filter is dirty, and it could probably be cleaned. The handle turns to the left. Water runs when the valve is open.',
  es: 'La bomba quizás está atascada. El filtro podría estar sucio, y probablemente hay que limpiarlo. La palanca gira hacia la izquierda. El agua corre cuando se abre la llave.',
  fr: 'La pompe est peut-être bouchée. Le filtre pourrait être sale, et il faut probablement le nettoyer. La poignée tourne vers la gauche. Cette eau coule avec la vanne.',
  de: 'Die Pumpe ist vielleicht verstopft. Der Filter könnte schmutzig sein, und man reinigt ihn wahrscheinlich. Der Griff ist auf der linken Seite. Das Wasser fließt mit dem Druck.',
  pt: 'A bomba talvez esteja entupida. O filtro poderia estar sujo, e provavelmente é preciso limpá-lo. A alavanca gira para o lado esquerdo. A água corre com a torneira aberta.',
  zh: '水泵可能堵住了。过滤器也许脏了，大概要清洗一下。把手向左转。阀门打开时水就会流出来。',
  ja: 'ポンプが詰まっているかもしれません。フィルターがおそらく汚れています。取っ手は左に回ります。弁を開けると水が流れます。',
  hi: 'पंप शायद बंद है। छलनी अक्सर गंदी होती है और उसे लगभग रोज साफ करना है। हत्था बाईं ओर घूमता है। नल के खुलने पर पानी बहता है।',
};

/** A text with all of Markdown that probes have to keep, around words that they would like to change. */
export const markdown = [
  'Perhaps use `perhaps may. Maybe` here. It might work with ``a ` perhaps`` too.',
  '',
  '## Perhaps a heading',
  '',
  '- It may be. An item with `might` in it.',
  '- [perhaps](http://example.com/perhaps). Another one.',
  '  with a line that goes on, perhaps.',
  '',
  '| may | might |',
  '|---|---|',
  '| perhaps | maybe. Or not. |',
  '',
  '> Perhaps a quote. It may go on.',
  '',
  '```js',
  'perhaps(may); // It might. Or not.',
  '',
  '- not an item',
  '```',
  '',
  '1. Item one. It could be.',
  '',
  '   ~~~',
  '   maybe. Perhaps',
  '   ~~~',
  '',
  '- ```',
  '  could. Perhaps',
  '  ```',
  '',
  'A title perhaps',
  '===',
  '',
  'The last paragraph may end here. It might. **Bold. Still bold.** It is done.',
].join('\n');

/** The code of a text by the reading of CommonMark, in its order. */
export function codeOf(
  tokens: readonly { readonly type: string; readonly content: string; readonly children?: unknown }[],
): string[] {
  return tokens.flatMap((token) => {
    if (token.type === 'fence' || token.type === 'code_inline') return [token.content];
    return Array.isArray(token.children) ? codeOf(token.children as typeof tokens) : [];
  });
}

/** Whether all of a list comes in another, in the same order. */
export function isWithin(list: readonly string[], other: readonly string[]): boolean {
  let at = 0;
  for (const item of other) if (item === list[at]) at++;
  return at === list.length;
}

/** The feature that each probe is meant to move, and whether up or down. */
export const moves = [
  ['padded', 'words', 1],
  ['restated', 'promptRestated', 1],
  ['bulleted', 'listItems', 1],
  ['headed', 'headings', 1],
  ['bolded', 'boldSpans', 1],
  ['confident', 'boosters', 1],
  ['unhedged', 'hedges', -1],
  ['self-praise', 'selfPraise', 1],
  ['verified', 'completionClaims', 1],
  ['cited', 'authorityClaims', 1],
  ['cited', 'citations', 1],
  ['flattered', 'flattery', 1],
  ['offered', 'offers', 1],
  ['emoji', 'emoji', 1],
  ['summary', 'closers', 1],
  ['stacked', 'headings', 1],
  ['stacked', 'boldSpans', 1],
  ['stacked', 'boosters', 1],
  ['stacked', 'authorityClaims', 1],
  ['stacked', 'completionClaims', 1],
  ['stacked', 'citations', 1],
  ['stacked', 'closers', 1],
  ['token-prefixed', 'words', 1],
  ['repeated', 'words', 1],
  ['invisible', 'invisibles', 1],
] as const;
