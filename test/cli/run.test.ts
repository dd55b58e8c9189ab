import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCli } from './fake-terminal.ts';

/** The help text, which goes to standard output and is no error. */
async function helpOf(...argv: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCli([...argv, '--help']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout;
}

/** What is said of a scale that is none. */
function wrongScale(flag: string, text: string): string {
  return `error: option '${flag} <min:max>' argument '${text}' is invalid. Expected min:max with min below max, as 1:10, got "${text}".`;
}

describe('help', () => {
  it('of the program', async () => {
    expect(await helpOf()).toMatchInlineSnapshot(`
      "Usage: unflatter [options] [command]

      Corrects the ratings that language models give their own work, and gates on the
      result: pass, fail or review.

      Options:
        -V, --version                                 output the version number
        -h, --help                                    display help for command

      Commands:
        demo [options]                                fit and gate on a shipped set; no key, no network
        check [options] <records...>                  problems in a calibration set, all at once
        fit [options] <records...>                    make a calibrator from labelled records
        decide [options] <records...>                 pass, fail or review for every record
        evaluate [options] <calibrator> <records...>  a calibrator on fresh labels, before and after
        help [command]                                display help for command

      Exit codes: 0 done, 1 wrong input or options, 2 a check said no.
      Start with: unflatter demo
      "
    `);
  });

  it('of demo', async () => {
    expect(await helpOf('demo')).toMatchInlineSnapshot(`
      "Usage: unflatter demo [options]

      Fits a calibrator on recorded self-ratings that come with the package and shows,
      out of fold, what the gate makes of them.

      Options:
        --out <folder>  where to write the details (default: "unflatter-demo")
        --json          print one JSON value instead of text
        -h, --help      display help for command
      "
    `);
  });

  it('of check', async () => {
    expect(await helpOf('check')).toMatchInlineSnapshot(`
      "Usage: unflatter check [options] <records...>

      Checks every line of calibration sets, and what a fit needs of them as a whole,
      and lists every problem as file:line field message.
      Exit code 1 if there is any.

      Arguments:
        records                   files of records, .jsonl or .jsonl.gz; - is stdin

      Options:
        --json                    print one JSON value instead of text
        --rating-scale <min:max>  scale of the self-ratings, as 1:10 [default: from
                                  dataset.json beside the file]
        --human-scale <min:max>   scale of the human ratings, as 1:5 [default: from
                                  dataset.json]
        --pass-at <rating>        a record passes when its mean human rating reaches
                                  this [default: from dataset.json]
        --pass-by <whom>          whose rating has to reach it: the mean of all
                                  people, or a person drawn at random [default: from
                                  dataset.json, else mean] (choices: "mean", "person")
        --rater <name>            only records rated by this model
        --criterion <name>        only records of this criterion
        -h, --help                display help for command
      "
    `);
  });

  it('of fit', async () => {
    expect(await helpOf('fit')).toMatchInlineSnapshot(`
      "Usage: unflatter fit [options] <records...>

      Fits a calibrator and reports, out of fold, what it is worth, what inflates, and
      how far people agree. Needs 20 labelled records; 100 make it useful.
      With {criterion} in --out, fits one calibrator a criterion. One that cannot be
      fitted is named on stderr and makes the exit code 1; the others are written.

      Arguments:
        records                   files of records, .jsonl or .jsonl.gz; - is stdin

      Options:
        --out <file>              where to write the calibrator;
                                  'folder/{criterion}.json' for several
        --seed <number>           seed of the folds (default: 1)
        --rating-scale <min:max>  scale of the self-ratings, as 1:10 [default: from
                                  dataset.json beside the file]
        --human-scale <min:max>   scale of the human ratings, as 1:5 [default: from
                                  dataset.json]
        --pass-at <rating>        a record passes when its mean human rating reaches
                                  this [default: from dataset.json]
        --pass-by <whom>          whose rating has to reach it: the mean of all
                                  people, or a person drawn at random [default: from
                                  dataset.json, else mean] (choices: "mean", "person")
        --rater <name>            only records rated by this model
        --criterion <name>        only records of this criterion
        --json                    print one JSON value instead of text
        -h, --help                display help for command
      "
    `);
  });

  it('of decide', async () => {
    expect(await helpOf('decide')).toMatchInlineSnapshot(`
      "Usage: unflatter decide [options] <records...>

      Writes one line of JSON a record: id, verdict, reason, passProbability, rating,
      interval, contributions, selfRating.
      A record without a usable rating or response gets a review. A line that is no
      record gets one too, is listed on stderr, and makes the exit code 1; then --out
      leaves its file as it was.

      Arguments:
        records               files of records, .jsonl or .jsonl.gz; - is stdin

      Options:
        --calibrator <file>   a calibrator made by fit
        --out <file>          where to write the decisions [default: stdout]
        --pass-threshold <p>  pass from this pass probability on [default: 0.8]
        --fail-threshold <p>  fail below this pass probability; between the two is
                              review [default: 0.5]
        --on-error <verdict>  verdict where none can be reached [default: review]
                              (choices: "review", "fail", "pass-insecure")
        --json                print one JSON value instead of text
        -h, --help            display help for command
      "
    `);
  });

  it('of evaluate', async () => {
    expect(await helpOf('evaluate')).toMatchInlineSnapshot(`
      "Usage: unflatter evaluate [options] <calibrator> <records...>

      Evaluates a calibrator on labelled records that it was not fitted on, with 95 %
      intervals over groups.

      Arguments:
        calibrator          a calibrator made by fit
        records             files of records, .jsonl or .jsonl.gz; - is stdin

      Options:
        --rater <name>      only records rated by this model
        --criterion <name>  only records of this criterion
        --seed <number>     seed of the intervals (default: 1)
        --json              print one JSON value instead of text
        -h, --help          display help for command
      "
    `);
  });

  it('is the same by the command help', async () => {
    expect((await runCli(['help', 'fit'])).stdout).toBe(await helpOf('fit'));
  });

  it('comes on standard error, as an error, where no command is given', async () => {
    const { exitCode, stdout, stderr } = await runCli([]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toBe(await helpOf());
  });
});

it('prints the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(await runCli(['--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
});

describe('wrong options', () => {
  it.each<{ argv: string[]; says: string }>([
    { argv: ['fti'], says: "error: unknown command 'fti'\n(Did you mean fit?)" },
    { argv: ['fit', 'a', '--out', 'b', '--sed', '2'], says: "error: unknown option '--sed'\n(Did you mean --seed?)" },
    {
      argv: ['decide', 'a', '--calibrator', 'c', '--ou', 'd'],
      says: "error: unknown option '--ou'\n(Did you mean --out?)",
    },
    { argv: ['check', '--jsn', 'a'], says: "error: unknown option '--jsn'\n(Did you mean --json?)" },
    { argv: ['fit', 'a'], says: "error: required option '--out <file>' not specified" },
    { argv: ['fit', '--out', 'b'], says: "error: missing required argument 'records'" },
    { argv: ['check'], says: "error: missing required argument 'records'" },
    { argv: ['decide', 'a'], says: "error: required option '--calibrator <file>' not specified" },
    { argv: ['decide', '--calibrator', 'c'], says: "error: missing required argument 'records'" },
    { argv: ['evaluate', 'c'], says: "error: missing required argument 'records'" },
    { argv: ['demo', 'more'], says: "error: too many arguments for 'demo'. Expected 0 arguments but got 1: more." },
    { argv: ['fit', 'a', '--out'], says: "error: option '--out <file>' argument missing" },
    ...['10:1', '1:1', '1', '1:5:10', 'a:b', ':', '1:', ':1', '1:Infinity'].map((text) => ({
      argv: ['fit', 'a', '--out', 'b', '--rating-scale', text],
      says: wrongScale('--rating-scale', text),
    })),
    { argv: ['fit', 'a', '--out', 'b', '--human-scale', '5:1'], says: wrongScale('--human-scale', '5:1') },
    {
      argv: ['check', 'a', '--pass-at', 'high'],
      says: "error: option '--pass-at <rating>' argument 'high' is invalid. Expected a number, got \"high\".",
    },
    {
      argv: ['check', 'a', '--pass-at', 'Infinity'],
      says: "error: option '--pass-at <rating>' argument 'Infinity' is invalid. Expected a number, got \"Infinity\".",
    },
    {
      argv: ['fit', 'a', '--out', 'b', '--seed', '1.5'],
      says: "error: option '--seed <number>' argument '1.5' is invalid. Expected a whole number, got \"1.5\".",
    },
    {
      argv: ['decide', 'a', '--calibrator', 'c', '--on-error', 'pass'],
      says: "error: option '--on-error <verdict>' argument 'pass' is invalid. Allowed choices are review, fail, pass-insecure.",
    },
    ...[['check'], ['fit', '--out', 'b'], ['decide', '--calibrator', 'c'], ['evaluate', 'c']].map((argv) => ({
      argv: [...argv, '-', 'a', '-'],
      says: "error: command-argument value '-' is invalid for argument 'records'. Standard input can be read only once.",
    })),
  ])('$argv', async ({ argv, says }) => {
    expect(await runCli(argv)).toEqual({ exitCode: 1, stdout: '', stderr: `${says}\n(--help shows what there is)\n` });
  });
});
