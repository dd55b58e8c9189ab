import { registerHooks } from 'node:module';

/** Imported before an example: the names of the package stand for its source, so that no build is needed to test it. */
const sources: Readonly<Record<string, URL>> = {
  unflatter: new URL('../../src/index.ts', import.meta.url),
  'unflatter/ai': new URL('../../src/rating/index.ts', import.meta.url),
  'unflatter/node': new URL('../../src/data/index.ts', import.meta.url),
};

registerHooks({
  resolve: (specifier, context, next) => {
    const url = sources[specifier]?.href;
    return url === undefined ? next(specifier, context) : { url, shortCircuit: true };
  },
});
