import { fileURLToPath } from 'node:url';
import {
  ensureEnvironment,
  findEnvironment,
  type Environment,
  type EnvironmentOptions,
} from '../../accuracy/python/environment.ts';

const folder = fileURLToPath(new URL('../.venv', import.meta.url));
const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

/** The Python that has truescore, cje-eval and ppi-python, if it was made; undefined unless all of the pinned versions are there. */
export function findPeers(): { readonly python: string } | undefined {
  return findEnvironment(folder, requirements);
}

/** Makes it, by default in benchmarks/estimate/.venv, unless it is there. */
export function ensurePeers(options: Omit<EnvironmentOptions, 'requirements'>): Promise<Environment> {
  return ensureEnvironment({ folder, ...options, requirements });
}
