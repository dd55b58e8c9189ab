import { Option, type Command } from 'commander';
import { UnflatterError } from '../errors.ts';
import { parseScale } from './options.ts';
import { rateOptions, type RateFlags } from './rate-options.ts';

type Shared =
  | 'baseUrl'
  | 'rubric'
  | 'rubricFile'
  | 'concurrency'
  | 'timeout'
  | 'maxCalls'
  | 'maxTokens'
  | 'schema'
  | 'retryFailed'
  | 'priceIn'
  | 'priceOut';

/** What flags say of where the ratings of the twins come from. */
export interface TwinFlags extends Pick<RateFlags, Shared>, Partial<Pick<RateFlags, 'model' | 'scale'>> {
  /** Where to write the twins. */
  readonly twins?: string;
  /** Where their ratings are, or are to be. */
  readonly rated?: string;
  readonly most?: number;
  readonly yes?: boolean;
}

/** So many calls are made without having been asked for. */
export const mostUnasked = 500;

/** Records to probe: all that there may be where that costs nothing, few where somebody pays for the ratings. */
export const mostOf = ({ most, twins, rated }: TwinFlags): number =>
  most ?? (twins === undefined && rated === undefined ? 1000 : 50);

export function addTwinOptions(command: Command): void {
  const twins = 'To rate the twins:';
  const live = 'To have them rated now, as rate does:';
  const add = (heading: string, option: Option) => command.addOption(option.helpGroup(heading));
  const toFile = new Option('--twins <file>', 'audit nothing, and write the twins, for rate or any other rater');
  add(twins, toFile.conflicts(['rated', 'model', 'html', 'markdown']));
  const rated = 'where their ratings are, as rate writes them; with --model, where they are written as they come';
  add(twins, new Option('--rated <file>', rated));
  for (const name of ['model', 'baseUrl', 'rubric', 'rubricFile'] as const) add(live, rateOptions[name]());
  const scale = new Option('--scale <min:max>', 'scale to rate on [default: that of the calibrator]');
  add(live, scale.argParser(parseScale));
  for (const name of [
    'concurrency',
    'timeout',
    'maxCalls',
    'maxTokens',
    'schema',
    'retryFailed',
    'priceIn',
    'priceOut',
  ] as const)
    add(live, rateOptions[name]());
  add(live, new Option('--yes', `make also more than ${mostUnasked} calls`));
}

/** What only says something to a model; prices say something of twins that are written too. */
const ofModel = [
  'baseUrl',
  'rubric',
  'rubricFile',
  'scale',
  'concurrency',
  'timeout',
  'maxCalls',
  'maxTokens',
  'schema',
  'retryFailed',
  'yes',
] as const;
const prices = ['priceIn', 'priceOut'] as const;

/**
 * @param isGiven tells an option that was given from one that has its default
 * @throws UnflatterError `invalid-option` for options that say nothing together.
 */
export function assertTwinFlags(flags: TwinFlags, isGiven: (name: keyof TwinFlags) => boolean): void {
  const { model, rated, twins } = flags;
  if (model !== undefined && rated === undefined)
    throw wrong('--rated', 'the name of a file with --model, to keep the ratings, got nothing', undefined);
  if (model !== undefined) return;
  const needless = twins === undefined ? [...ofModel, ...prices] : ofModel;
  const given = needless.find(isGiven);
  if (given === undefined) return;
  const flag = given === 'yes' ? '--yes' : rateOptions[given]().long!;
  throw wrong(flag, 'left away without --model', flags[given]);
}

function wrong(flag: string, expected: string, received: unknown): UnflatterError<'invalid-option'> {
  return new UnflatterError('invalid-option', `${flag} must be ${expected}`, {
    option: flag.slice(2),
    expected,
    received,
  });
}
