import { afterEach, describe, expect, it, vi } from 'vitest';
import { chosenModel, keyHint } from '../../src/cli/rate-model.ts';
import { toLines } from '../data/example-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli } from './fake-terminal.ts';

const folder = temporaryFolder();
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

const openAiKey = 'sk-proj-0123456789+/abcdef';

describe('the key of OpenAI', () => {
  it.each([
    ['https://api.openai.com/v1', `Bearer ${openAiKey}`],
    ['https://api.openai.com:443/v1', `Bearer ${openAiKey}`],
    ['http://api.openai.com/v1', null],
    ['http://api.openai.com:443/v1', null],
    ['https://api.openai.com:8443/v1', null],
    ['https://api.openai.com.example/v1', null],
  ])('goes to its server, and to it alone: %s', async (baseUrl, authorization) => {
    vi.stubEnv('OPENAI_API_KEY', openAiKey);
    vi.stubEnv('UNFLATTER_API_KEY', '');
    const asked: { url: string; authorization: string | null }[] = [];
    vi.stubGlobal('fetch', (url: string, { headers }: RequestInit) => {
      asked.push({ url, authorization: new Headers(headers).get('authorization') });
      return Promise.resolve(Response.json({ error: { message: 'no' } }, { status: 401 }));
    });
    const records = folder.write('records.jsonl', toLines([{ id: 'a', response: 'x' }]));
    const flags = ['--model', 'm', '--base-url', baseUrl, '--rubric', 'safe', '--scale', '1:5'];
    const { stderr } = await runCli(['rate', records, ...flags, '--out', folder.path('rated.jsonl')]);
    expect(asked).toEqual([{ url: `${new URL(baseUrl).href}/chat/completions`, authorization }]);
    expect(stderr.includes('OPENAI_API_KEY or')).toBe(authorization !== null);
    expect(keyHint(baseUrl)).toContain('UNFLATTER_API_KEY');
  });
});

describe('a text that quotes the key', () => {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');

  it.each([
    ['whole', openAiKey],
    ['its beginning', openAiKey.slice(0, 12)],
    ['its end', openAiKey.slice(-9)],
    ['its middle', openAiKey.slice(5, 16)],
    ['as part of an address', encodeURIComponent(openAiKey)],
    ['as part of an address, in small letters', encodeURIComponent(openAiKey).toLowerCase()],
    ['in base 64', base64(openAiKey)],
    ['in base 64, behind one letter', base64(`:${openAiKey}`)],
    ['in base 64, behind two', base64(`u:${openAiKey}:`)],
    ['its ends, with stars between', `${openAiKey.slice(0, 4)}****************${openAiKey.slice(-4)}`],
    ['its ends, with dots between', `${openAiKey.slice(0, 3)}...${openAiKey.slice(-3)}`],
    ['its end behind stars', `***${openAiKey.slice(-5)}`],
  ])('loses it: %s', async (_, quoted) => {
    const { withoutKey } = await chosenModel(
      { model: 'm', baseUrl: 'https://api.openai.com/v1', schema: true },
      { OPENAI_API_KEY: openAiKey },
    );
    const text = withoutKey(`bad key ${quoted} of yours, and once more: "${quoted}"`);
    expect(text).toMatch(/^bad key \S*\(key\)\S* of yours, and once more: "\S*\(key\)\S*"$/);
    // Of base 64, the letters at its ends hold also what stands beside the key.
    const rest = text.replaceAll('(key)', '');
    for (let i = 0; i + 6 <= quoted.length; i++) expect(rest).not.toContain(quoted.slice(i, i + 6));
  });

  it('keeps all else, and takes no time on a long page', async () => {
    const { withoutKey } = await chosenModel(
      { model: 'm', baseUrl: 'http://127.0.0.1:1/v1', schema: true },
      { UNFLATTER_API_KEY: openAiKey },
    );
    const says = 'the model "m-0123" is **busy**... or *** not there: sk-live, 401, … of abcdefgh';
    expect(withoutKey(says)).toBe(says);
    const page = `${'a'.repeat(1_000_000)}${'*'.repeat(1_000_000)}`;
    const begin = performance.now();
    expect(withoutKey(page)).toBe(page);
    expect(performance.now() - begin).toBeLessThan(5000);
  });
});
