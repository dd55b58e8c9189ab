import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The Python to run, or why there is none. */
export type Environment = { readonly python: string } | { readonly missing: string };

export interface EnvironmentOptions {
  /** Where it is, or will be made. @default benchmarks/accuracy/.venv */
  readonly folder?: string;
  /** The file of pinned versions. @default requirements.txt of this folder */
  readonly requirements?: string;
  /** The Python that makes it. @default 'python3' */
  readonly python?: string;
  /** Called before what takes long, and with the details of what failed. */
  readonly onProgress: (message: string) => void;
}

const own = fileURLToPath(new URL('../.venv', import.meta.url));
const ownRequirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

/** The environment as it is on disk; undefined unless all of the pinned versions were installed. */
export function findEnvironment(
  folder: string = own,
  requirements: string = ownRequirements,
): { readonly python: string } | undefined {
  const isWhole =
    existsSync(pythonIn(folder)) &&
    existsSync(stampIn(folder)) &&
    readFileSync(stampIn(folder), 'utf8') === readFileSync(requirements, 'utf8');
  return isWhole ? { python: pythonIn(folder) } : undefined;
}

/** Makes the environment with the pinned packages, unless it is there. Needs the network only to make it. */
export async function ensureEnvironment({
  folder = own,
  requirements = ownRequirements,
  python = 'python3',
  onProgress,
}: EnvironmentOptions): Promise<Environment> {
  const found = findEnvironment(folder, requirements);
  if (found !== undefined) return found;
  const run = async (command: string, argv: readonly string[]): Promise<boolean> => {
    try {
      await promisify(execFile)(command, argv);
      return true;
    } catch (error) {
      onProgress(((error as { stderr?: string }).stderr ?? '').trim() || String(error));
      return false;
    }
  };
  onProgress(`making ${folder}`);
  if (!(await run(python, ['--version']))) return { missing: `there is no ${python}` };
  if (!(await run(python, ['-m', 'venv', '--clear', folder])))
    return { missing: `${python} cannot make an environment` };
  const install = ['-m', 'pip', 'install', '--disable-pip-version-check', '--only-binary', ':all:', '-r', requirements];
  if (!(await run(pythonIn(folder), install))) return { missing: `what ${requirements} lists could not be installed` };
  writeFileSync(stampIn(folder), readFileSync(requirements, 'utf8'));
  return { python: pythonIn(folder) };
}

/** Written last: an environment without it was interrupted. */
function stampIn(folder: string): string {
  return join(folder, 'installed.txt');
}

function pythonIn(folder: string): string {
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}
