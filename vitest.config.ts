import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const local = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The examples of the docs import the package by its name; a stand-in plays the provider. */
const names = [
  { find: /^unflatter$/, replacement: local('src/index.ts') },
  { find: /^unflatter\/ai$/, replacement: local('src/rating/index.ts') },
  { find: /^unflatter\/adapters$/, replacement: local('src/adapters/index.ts') },
  { find: /^unflatter\/vitest$/, replacement: local('src/adapters/vitest.ts') },
  { find: /^unflatter\/node$/, replacement: local('src/node.ts') },
  { find: /^@ai-sdk\/openai$/, replacement: local('test/docs/openai.ts') },
];

/** The rating folder runs on both versions of `ai` that it supports; everything else needs one run. */
export default defineConfig({
  test: {
    testTimeout: 60_000,
    // The tests are mostly arithmetic: by default one core would stay idle, which of two is half.
    maxWorkers: '100%',
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'main', include: ['test/**/*.test.ts'] }, resolve: { alias: names } },
      {
        extends: true,
        test: {
          name: 'ai 6',
          include: ['test/rating/**/*.test.ts'],
          // The provider packages that are installed are those of `ai` 7.
          exclude: ['test/rating/faults/**'],
        },
        resolve: {
          alias: [
            { find: /^ai$/, replacement: 'ai6' },
            { find: /^ai\/test$/, replacement: 'ai6/test' },
          ],
        },
      },
    ],
  },
});
