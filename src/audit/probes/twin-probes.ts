import type { TwinProbe } from '../probe.ts';
import { cheatProbes } from './cheats.ts';
import * as said from './said.ts';
import * as shaped from './shaped.ts';
import { stackedProbe } from './stacked.ts';
import { unhedgedProbe } from './unhedged.ts';

export { originalOf } from './original.ts';

/**
 * The ways to change a response that a person would rate the same or lower: first those that keep its content, then cheats.
 *
 * All are pure, total and linear in the length of the response, and leave a response that is blank or longer than what is
 * measured (200,000 code units) without a twin, as those are that would make it longer. The surface probes keep code, in
 * blocks and in lines, byte for byte. Where a probe writes words, it does so in the eight languages with a lexicon.
 */
export const twinProbes: readonly TwinProbe[] = [
  said.paddedProbe,
  said.restatedProbe,
  shaped.bulletedProbe,
  shaped.headedProbe,
  shaped.boldedProbe,
  said.confidentProbe,
  unhedgedProbe,
  said.selfPraiseProbe,
  said.verifiedProbe,
  said.citedProbe,
  said.flatteredProbe,
  said.offeredProbe,
  shaped.emojiProbe,
  said.summaryProbe,
  stackedProbe,
  ...cheatProbes.slice(0, 2),
  said.tokenPrefixedProbe,
  ...cheatProbes.slice(2),
];
