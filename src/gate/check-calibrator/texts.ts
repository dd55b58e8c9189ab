import { accepted, answersOf, flaw, isRefused, ratedOf, type Bench, type Check } from './bench.ts';

const hostile: readonly string[] = [
  '.',
  'Solution',
  '\u0000\u0001',
  '\ud800 half a pair',
  '\u202Eturned around\u202C',
  `Zal${'\u0300\u0316'.repeat(5000)}go`,
  '`'.repeat(5001),
  '['.repeat(5000),
  '* '.repeat(5000),
  '<div>'.repeat(2000),
  '| a '.repeat(3000),
  '9'.repeat(5000),
  '안녕하세요 '.repeat(500),
  'the pump stops '.repeat(500),
  '__proto__ constructor toString',
  'NaN Infinity null undefined',
];

/** Each text is answered soundly, or refused. */
async function unsound({ fit, records }: Bench, texts: readonly object[]): Promise<string | undefined> {
  const made = await fit();
  for (const parts of texts) {
    const rated = ratedOf(records[0]!, { selfRating: 10, ...parts });
    if (await isRefused(() => made.calibrate(rated))) continue;
    const found = flaw((await answersOf(made, [rated]))[0]!);
    if (found !== undefined) return `${found} for ${JSON.stringify(parts).slice(0, 60)}`;
  }
  return undefined;
}

/** Texts that were made to break things, and values where names belong. */
export const textChecks: readonly Check[] = [
  {
    name: 'hostile texts get a sound answer or none',
    why: 'What a model writes is not under control.',
    find: (bench) =>
      unsound(
        bench,
        hostile.map((response) => ({ response })),
      ),
  },
  {
    name: 'hostile prompts get a sound answer or none',
    why: 'What users write is not under control.',
    find: (bench) =>
      unsound(
        bench,
        hostile.map((prompt) => ({ prompt })),
      ),
  },
  {
    name: 'a huge text takes no more than seconds',
    why: 'One response must not stop the service.',
    find: async (bench) => {
      const start = performance.now();
      const texts = ['a', 'word ', '- item\n', '*_`'].map((part) => part.repeat(Math.ceil(5e6 / part.length)));
      const found = await unsound(
        bench,
        texts.map((response) => ({ response })),
      );
      const seconds = (performance.now() - start) / 1000;
      return found ?? (seconds < 20 ? undefined : `four texts of five million characters took ${seconds} s`);
    },
  },
  {
    name: 'a text far from all labels is said to be outside, or refused',
    why: 'A guess beyond the labels must not pass.',
    find: async ({ fit, records }) => {
      const made = await fit();
      const far = ratedOf(records[0]!, { selfRating: 10, response: '- **the pump** stops!\n'.repeat(3000) });
      if (await isRefused(() => made.calibrate(far))) return undefined;
      const { outside } = await made.calibrate(far);
      return outside.length > 0 ? undefined : 'nothing is said to lie outside';
    },
  },
  {
    name: 'most responses of the set itself are not said to be outside',
    why: 'A gate that asks a person about everything decides nothing.',
    find: async ({ fit, records }) => {
      const answers = await answersOf(
        await fit(),
        records.map((one) => ratedOf(one)),
      );
      const share = answers.filter(({ outside }) => outside.length > 0).length / answers.length;
      return share <= 0.2 ? undefined : `${share} of them are`;
    },
  },
  {
    name: 'names that every object has are no features',
    why: 'Looked up without care, an absent feature becomes a function.',
    find: async ({ fit, records }) => {
      const features = JSON.parse('{"constructor":1,"toString":2,"__proto__":{"polluted":1}}') as Record<
        string,
        number
      >;
      const spoilt = records.map((one) => ({ ...one, features }));
      await isRefused(() => fit(spoilt));
      return 'polluted' in {} ? 'every object has a property more' : undefined;
    },
  },
  {
    name: 'what is no measurement gets a sound answer or none',
    why: 'NaN compares as false, and must not slip through.',
    find: (bench) =>
      unsound(
        bench,
        [NaN, Infinity, -Infinity, '400', null, {}, 1e308, -1e308].map((value) => ({ features: { words: value } })),
      ),
  },
  {
    name: 'what is no response at all is refused',
    why: 'A mistake of the caller must not become a decision.',
    find: async ({ fit }) => {
      const made = await fit();
      for (const value of [undefined, null, 'text', 8, []] as never[]) {
        const found = await accepted(JSON.stringify(value) ?? 'nothing', () => made.calibrate(value));
        if (found !== undefined) return found;
      }
      return undefined;
    },
  },
];
