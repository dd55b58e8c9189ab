import { repeatedKey } from '../calibrator/repeated-key.ts';
import { readText } from '../data/json.ts';
import { UnflatterError, shown } from '../errors.ts';

const expected = 'shares of slices, as en=0.7,de=0.3, or a .json file with {"en": 0.7, "de": 0.3}';

/**
 * The mix that `--mix` asks for: share by name of slice. Names with a comma or an equals sign go in a file.
 *
 * @throws UnflatterError `invalid-option` where it cannot be read as one, `unreadable-file`.
 */
export async function readMix(text: string): Promise<Map<string, number>> {
  const pairs = text.endsWith('.json') ? parsed(await readText(text), text) : inline(text);
  const mix = new Map<string, number>();
  for (const [name, share] of pairs) {
    if (name === '' || !Number.isFinite(share)) throw wrongMix(shown(text));
    if (mix.has(name)) throw wrongMix(`${shown(name)} twice`);
    mix.set(name, share);
  }
  if (mix.size === 0) throw wrongMix(shown(text));
  return mix;
}

function inline(text: string): [string, number][] {
  return text.split(',').map((part) => {
    const at = part.lastIndexOf('=');
    const share = part.slice(at + 1).trim();
    return [at === -1 ? '' : part.slice(0, at).trim(), share === '' ? Number.NaN : Number(share)];
  });
}

function parsed(text: string, path: string): [string, number][] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrongMix(`${path}, which is no JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrongMix(`${path}, which holds ${shown(value)}`);
  const key = repeatedKey(text, value);
  if (key !== undefined) throw wrongMix(`${path}, which has ${shown(key)} twice`);
  return Object.entries(value).map(([name, share]) => [name, typeof share === 'number' ? share : Number.NaN]);
}

function wrongMix(received: string): UnflatterError {
  const message = `--mix must be ${expected}, got ${received}`;
  return new UnflatterError('invalid-option', message, { option: 'mix', expected, received });
}
