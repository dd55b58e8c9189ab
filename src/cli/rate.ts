import type { Command } from 'commander';
import { addRateOptions, type RateFlags } from './rate-options.ts';
import { recordsArgument } from './options.ts';
import type { ExitCode, Terminal } from './terminal.ts';

export function addRate(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command('rate')
    .summary('ask a model to rate every record')
    .description(
      'Asks a model to rate the response of every record, and writes each with its selfRating, rater, ratingPrompt and ' +
        'scale as soon as it is rated; once all are there, in the order in which they were read. A record that could not ' +
        'be rated gets a ratingError and no rating.\n' +
        'Run again after a kill, the same command goes on where it stopped. Exit code 0 only if every record is rated.',
    )
    .addArgument(recordsArgument());
  addRateOptions(command);
  command
    .addHelpText(
      'after',
      '\nThe key comes from the environment: UNFLATTER_API_KEY with --base-url, or\n' +
        'OPENAI_API_KEY where that is https://api.openai.com/v1. Without --base-url, the\n' +
        'AI Gateway of the package ai is asked, with AI_GATEWAY_API_KEY.\n' +
        'Needs the packages ai and, with --base-url, @ai-sdk/openai-compatible.',
    )
    .action(async (paths: string[], flags: RateFlags) => {
      // Loaded here: no other command has anything to do with models.
      const { rateRecords } = await import('./rate-run.ts');
      done(await rateRecords(paths, flags, terminal));
    });
}
