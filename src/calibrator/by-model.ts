/** What a source of labels may be called that is no person. */
const names: ReadonlySet<string> = new Set([
  'model',
  'models',
  'llm',
  'llms',
  'ai',
  'languagemodel',
  'languagemodels',
  'aimodel',
  'llmjudge',
  'modeljudge',
  'aijudge',
]);

/**
 * Whether this source of labels is a model, however an app writes it: in capitals, in full width, with spaces, signs or
 * characters that nobody sees. What a source with a name of the app's own is, only the app knows.
 */
export function isModel(source: string): boolean {
  const bare = source.normalize('NFKC').toLowerCase();
  return names.has(bare.replace(/\p{Default_Ignorable_Code_Point}|[^\p{L}\p{N}\p{M}]/gu, ''));
}
