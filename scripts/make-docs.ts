/* Writes the generated pages: npm run docs */
import { replaceFile } from '../src/data/atomic.ts';
import { generatedPages } from './docs.ts';

for (const [path, text] of Object.entries(await generatedPages())) replaceFile(path, text);
