import { defineConfig } from 'vitest/config';

/** The rating folder runs on both versions of `ai` that it supports; everything else needs one run. */
export default defineConfig({
  test: {
    testTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'main', include: ['test/**/*.test.ts'] } },
      {
        extends: true,
        test: { name: 'ai 6', include: ['test/rating/**/*.test.ts'] },
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
