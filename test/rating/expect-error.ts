import { expect } from 'vitest';
import { isUnflatterError, type ErrorCode } from '../../src/errors.ts';

/** The code of the error that was thrown. */
export function codeOf(act: () => unknown): ErrorCode {
  try {
    act();
  } catch (error) {
    if (isUnflatterError(error)) return error.code;
    throw error;
  }
  return expect.unreachable('nothing was thrown');
}

export function expectInvalidOption(option: string, act: () => unknown): void {
  expect(act).toThrow(
    expect.objectContaining({ code: 'invalid-option', details: expect.objectContaining({ option }) }) as Error,
  );
}
