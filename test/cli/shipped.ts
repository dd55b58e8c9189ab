import { fileURLToPath } from 'node:url';

/** The path of a file in `calibration-data`. */
export function shipped(name: string): string {
  return fileURLToPath(new URL(`../../calibration-data/${name}`, import.meta.url));
}
