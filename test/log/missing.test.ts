import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

describe.each([
  ['pg', 'postgres://127.0.0.1:1/log', 'a log in PostgreSQL needs the package pg: npm install pg'],
  ['node:sqlite', 'log.sqlite', 'a log in an SQLite file needs node:sqlite, which Node has from 22.13 on'],
])('without %s', (name, place, message) => {
  it('a log says in one line what it needs, and the rest works', () => {
    const script = `
      import { registerHooks } from 'node:module';
      registerHooks({
        resolve(specifier, context, next) {
          if (specifier === '${name}') throw Object.assign(new Error('missing'), { code: 'ERR_MODULE_NOT_FOUND' });
          return next(specifier, context);
        },
      });
      const { openLog } = await import('./src/log/index.ts');
      const error = await openLog('${place}').catch((error) => error);
      console.log(JSON.stringify({ code: error.code, message: error.message, details: error.details }));
    `;
    const argv = ['--no-warnings', '--input-type=module', '--eval', script];
    const { stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8', timeout: 20_000 });
    expect(stderr).toBe('');
    const error = JSON.parse(stdout) as { readonly message: string };
    expect(error).toMatchObject({ code: 'peer-missing', details: { package: name } });
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('\n');
  });
});
