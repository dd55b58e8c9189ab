import { expect, it } from 'vitest';

it('runs on the Node that the project installs, also where the machine has an older one', () => {
  expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(22);
});
