import { describe, expect, it } from 'vitest';
import { compare } from '../../hosts/golden.ts';
import { temporaryFolder } from '../temporary-folder.ts';

describe('the golden file of a host', () => {
  const folder = temporaryFolder();
  const held = (golden: string, output: unknown) => {
    folder.write('golden.json', golden);
    return () => compare(folder.path('.'), output);
  };

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('does not take a score of %s for one that is not there', (score) => {
    expect(held('[{ "score": null }]', [{ score: null }])).not.toThrow();
    expect(held('[{ "score": null }]', [{ score }])).toThrow(`"score": "${score}"`);
  });

  it('holds numbers to four decimals', () => {
    expect(held('[0.1235]', [0.123456])).not.toThrow();
    expect(held('[0.1235]', [0.1236])).toThrow('is not that of');
  });
});
