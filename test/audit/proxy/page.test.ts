import { describe, expect, it } from 'vitest';
import { runCli } from '../../cli/fake-terminal.ts';
import { blocksOf } from '../../docs/pages.ts';

describe('docs/proxy.md', () => {
  const blocks = blocksOf('docs/proxy.md');

  it('shows the three classic cases', () => {
    expect(blocks).toHaveLength(3);
  });

  it.each(blocks)('shows what the command prints, at line $line', async ({ code }) => {
    const [command, ...lines] = code.split('\n');
    const argv = command!.replace(/^\$ unflatter /, '').split(' ');
    expect(await runCli(argv)).toEqual({ exitCode: 2, stdout: lines.join('\n'), stderr: '' });
  });
});
