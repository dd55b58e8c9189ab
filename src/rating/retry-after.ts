import { headersOf } from './faults.ts';

/** The three forms of a date that HTTP knows. `Date.parse` alone reads a date into almost any text with a number. */
const httpDate =
  /^(?:[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} [\d:]{8} GMT|[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} [\d:]{8} GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4})$/;

/**
 * Milliseconds that a provider asks to wait, by `retry-after-ms` or `Retry-After`, as seconds or as a date. None for a
 * date that has passed, and for what is neither. A date is counted from the `Date` of the reply, so that the clocks
 * of the two need not agree.
 */
export function retryAfterOf(error: unknown, now: number): number {
  const headers = headersOf(error);
  return (
    amountOf(headers['retry-after-ms']) ??
    secondsOf(headers['retry-after']) ??
    untilDate(headers['retry-after'], dateOf(headers['date']) ?? now) ??
    0
  );
}

function amountOf(text: unknown): number | undefined {
  return typeof text === 'string' && /^\s*\d+(?:\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}

function secondsOf(text: unknown): number | undefined {
  const seconds = amountOf(text);
  return seconds === undefined ? undefined : 1000 * seconds;
}

function untilDate(text: unknown, start: number): number | undefined {
  const date = dateOf(text);
  return date === undefined ? undefined : Math.max(0, date - start);
}

function dateOf(text: unknown): number | undefined {
  if (typeof text !== 'string' || !httpDate.test(text.trim())) return undefined;
  const inGreenwich = text.trim().endsWith('GMT') ? text.trim() : `${text.trim()} GMT`;
  const date = Date.parse(inGreenwich);
  return Number.isNaN(date) ? undefined : date;
}
