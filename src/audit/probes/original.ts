import { measureSurface } from '../../features/extract.ts';
import type { Original } from '../probe.ts';

/** A response as the probes see it. Its language, where the record does not say it, is recognised as for its features. */
export function originalOf(record: {
  readonly prompt?: string | undefined;
  readonly response: string;
  readonly language?: string | undefined;
}): Original {
  const { prompt, response, language } = record;
  return { prompt, response, language: language ?? measureSurface(response, prompt).language };
}
