import { longestText } from '../features/extract.ts';
import type { RatedResponse } from '../types.ts';

/** That texts are stored, and what takes out of them what must not be. */
export interface StoreText {
  /** Gives back what may be stored of a prompt or a response. Where it throws, or gives back no text, neither is stored. */
  readonly redact: (text: string, field: 'prompt' | 'response') => string;
}

export type StoredTexts = Partial<Readonly<Record<'prompt' | 'response', string>>>;

/** What may be stored of the texts; undefined where the redactor failed. */
export function redacted({ prompt, response }: RatedResponse, { redact }: StoreText): StoredTexts | undefined {
  try {
    const texts: Record<string, string> = {};
    for (const [field, text] of Object.entries({ prompt, response }) as ['prompt' | 'response', unknown][]) {
      if (typeof text !== 'string') continue;
      const left: unknown = redact(text, field);
      if (typeof left !== 'string' || left.length > longestText) return undefined;
      texts[field] = left.toWellFormed();
    }
    return texts;
  } catch {
    return undefined;
  }
}
