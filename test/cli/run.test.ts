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
  return `error: option '${flag} <min:max>' argument '${text}' is invalid. Expected min:max with min below max, as 1:10, or min:max:step with a step above 0 that fits, as 1:10:1, got "${text}".`;
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
        import [options] <files...>                   records from a table, or the export of an eval tool
        rate [options] <records...>                   ask a model to rate every record
        check [options] <records...>                  problems in a calibration set, all at once
        fit [options] <records...>                    make a calibrator from labelled records
        certify [options] <calibrator> <records...>   prove a promise of the gate on labels that the fit has not seen
        decide [options] <records...>                 pass, fail or review for every record
        evaluate [options] <calibrator> <records...>  a calibrator on fresh labels, before and after
        estimate [options] <records...>               how many people would pass, from many ratings and few labels
        audit [options] <calibrator> <records...>     can the gate be gamed?
        sample [options] <log>                        choose what to label
        label [options] <records>                     label responses in the browser
        labels [options] <records...>                 labels to and from spreadsheets, and how good they are
        monitor [options] <calibrator> <logs...>      does the calibrator still hold?
        promote [options] <candidate>                 put a new calibrator in place of the one in use, if it is better
        rollback [options] <calibrator>               put the calibrator before this one back
        diff [options] <before> <after>               what changed from one calibrator to another
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

  it('of import', async () => {
    expect(await helpOf('import')).toMatchInlineSnapshot(`
      "Usage: unflatter import [options] <files...>

      Makes records of a table (CSV with commas, semicolons or tabs) or a JSON list
      with columns named like the fields of a record, as id, group, prompt, response,
      selfRating and, one for each person, humanRating.
      Makes them, too, of what another tool exports: promptfoo, inspect, deepeval,
      langsmith, langfuse, braintrust. The self-rating is the score that a model gave;
      human ratings are taken where the export says that people gave them. Several
      files are read as one export, as runs and their feedback.
      Responses that cannot become records, as those without the score, are counted on
      stderr by what they lack, with their places. A shape that is not known is
      refused with what was seen, and nothing is written.

      Arguments:
        files                    files of the export: .json, .jsonl, .csv or .tsv,
                                 also with .gz

      Options:
        --out <file>             where to write the records, as records.jsonl
        --from <tool>            the tool [default: recognised by the shape] (choices:
                                 "promptfoo", "inspect", "deepeval", "langsmith",
                                 "langfuse", "braintrust", "table")
        --score <name>           the score that is the self-rating [default: the only
                                 one that is said to be by a model]
        --human <name>           the score that is the human rating, or a number of
                                 your own in the metadata, as metadata.label [default:
                                 the only one by people, if any]
        --column <field=Header>  of a table: the column that holds a field, as
                                 response=Answer; can be given again
        --json                   print one JSON value instead of text
        -h, --help               display help for command

      An export does not say on which scales its scores are: tell check and fit, or
      write a dataset.json beside the records. docs/data.md says what is read of each tool.
      "
    `);
  });

  it('of rate', async () => {
    expect(await helpOf('rate')).toMatchInlineSnapshot(`
      "Usage: unflatter rate [options] <records...>

      Asks a model to rate the response of every record, and writes each with its
      selfRating, rater, ratingPrompt and scale as soon as it is rated; once all are
      there, in the order in which they were read. A record that could not be rated
      gets a ratingError and no rating.
      Run again after a kill, the same command goes on where it stopped. Exit code 0
      only if every record is rated.

      Arguments:
        records               files of records, .jsonl or .jsonl.gz; - is stdin

      Options:
        --model <name>        the model that rates, as its server names it; without
                              --base-url as vendor/name
        --base-url <url>      an OpenAI-compatible server, up to the /v1
        --rubric <name>       what a good response does (choices: "helpful",
                              "correct", "faithful", "complete", "safe",
                              "followsInstructions")
        --rubric-file <file>  the same in words of your own
        --scale <min:max>     scale to rate on, as 1:10, or 1:10:1 for whole numbers
                              only
        --out <file>          where to write the rated records; run again, it goes on
                              there
        --concurrency <n>     ratings under way at the same time (default: 8)
        --timeout <seconds>   for one rating, with what is asked again (default: 60)
        --limit <n>           only the first n records
        --max-calls <n>       stop before the model is called more often than this
        --max-tokens <n>      stop once so many tokens are used, in and out; ratings
                              under way then still count
        --no-schema           send no JSON schema along, for servers that take none;
                              the prompt says the form too
        --batch               rate all in one batch of the provider: cheaper, and
                              within a day (experimental)
        --retry-failed        ask again for the records that could not be rated before
        --price-in <price>    of a million tokens in, to show the cost
        --price-out <price>   of a million tokens out
        --json                print one JSON value instead of text
        -h, --help            display help for command

      The key comes from the environment: UNFLATTER_API_KEY with --base-url, or
      OPENAI_API_KEY where that is https://api.openai.com/v1. Without --base-url, the
      AI Gateway of the package ai is asked, with AI_GATEWAY_API_KEY.
      Needs the packages ai and, with --base-url, @ai-sdk/openai-compatible.
      "
    `);
  });

  it('of check', async () => {
    expect(await helpOf('check')).toMatchInlineSnapshot(`
      "Usage: unflatter check [options] <records...>

      Checks every line of calibration sets, and what a fit needs of them as a whole,
      and lists every problem as file:line field message.
      Several criteria are checked each alone. Exit code 1 if there is any problem.

      Arguments:
        records                   files of records, .jsonl or .jsonl.gz; - is stdin

      Options:
        --json                    print one JSON value instead of text
        --rating-scale <min:max>  scale of the self-ratings, as 1:10, or 1:10:1 in
                                  steps of 1 [default: from dataset.json beside the
                                  file]
        --human-scale <min:max>   scale of the human ratings, as 1:5, or 1:5:1 in
                                  steps of 1 [default: from dataset.json]
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
      Reports are one a criterion then, too.
      With a promise such as --false-pass 0.1, fits on one part of the groups and
      certifies on the others, which it has not seen. Where nothing can be promised
      yet, the calibrator says so, and the exit code is 0 all the same.

      Arguments:
        records                   files of records, .jsonl or .jsonl.gz; - is stdin

      Options:
        --out <file>              where to write the calibrator;
                                  'folder/{criterion}.json' for several
        --seed <number>           seed of the folds and of --harden (default: 1)
        --rating-scale <min:max>  scale of the self-ratings, as 1:10, or 1:10:1 in
                                  steps of 1 [default: from dataset.json beside the
                                  file]
        --human-scale <min:max>   scale of the human ratings, as 1:5, or 1:5:1 in
                                  steps of 1 [default: from dataset.json]
        --pass-at <rating>        a record passes when its mean human rating reaches
                                  this [default: from dataset.json]
        --pass-by <whom>          whose rating has to reach it: the mean of all
                                  people, or a person drawn at random [default: from
                                  dataset.json, else mean] (choices: "mean", "person")
        --rater <name>            only records rated by this model
        --criterion <name>        only records of this criterion
        --harden                  let changed responses with the labels of their
                                  originals join the fit, so that it leans away from
                                  what surface probes change; needs texts
        --rating-only             leave all features out: for where they are not worth
                                  it
        --false-pass <rate>       of what is passed, at most so much would be failed
                                  by people, as 0.1
        --leak <rate>             of what people would fail, at most so much is passed
        --joint <rate>            of all, at most so much is passed and would be
                                  failed by people
        --false-fail <rate>       of what is failed, at most so much would be passed
                                  by people
        --confidence <share>      how sure each of them has to be [default: 0.9]
        --pass-from <p>           nothing is to pass below this pass probability,
                                  whatever could be proved, as 0.6 [default: any]
        --least-inclusion <p>     the least probability with which any response could
                                  be chosen for labelling, as sample said; needed
                                  where records say their inclusion
        --expires <day>           first day on which it counts no more, as 2027-06-30
                                  [default: never]
        --certify-share <share>   share of the labels that is kept from the fit for
                                  the proof [default: 0.6]
        --source <names>          only human ratings of these sources count, as
                                  expert,user [default: all; labels of a model are
                                  refused]
        --html <file>             where to write the whole report as a page
        --markdown <file>         where to write it in short, for a pull request
        --json                    print one JSON value instead of text
        -h, --help                display help for command

      With rounds of labels, earlier rounds fit and the newest certifies in full:
        unflatter fit round-1.jsonl --out c.json
        unflatter certify c.json round-2.jsonl --false-pass 0.1 --out c.json
      and after another round:
        unflatter fit round-1.jsonl round-2.jsonl --out next.json
        unflatter certify next.json round-3.jsonl --false-pass 0.1 --out next.json
      With one round, fit does both on parts of it:
        unflatter fit round-1.jsonl --false-pass 0.1 --out c.json
      A promise holds for traffic like the labels only, and each group counts once.
      To fit anew, as by other seeds, and certify each fit on the same labels is a
      search for luck, of which no file can know: the promise does not hold then.
      "
    `);
  });

  it('of certify', async () => {
    expect(await helpOf('certify')).toMatchInlineSnapshot(`
      "Usage: unflatter certify [options] <calibrator> <records...>

      Finds out on fresh labels from which threshold on a promise holds, and writes
      the calibrator with what it found. Several promises are decided together. Where
      nothing can be promised yet, says what it takes; that is no error, and a gate
      then passes nothing on the strength of it.

      Arguments:
        calibrator             a calibrator made by fit
        records                files of records, .jsonl or .jsonl.gz; - is stdin

      Options:
        --out <file>           where to write the calibrator; may be the one that is
                               read
        --false-pass <rate>    of what is passed, at most so much would be failed by
                               people, as 0.1
        --leak <rate>          of what people would fail, at most so much is passed
        --joint <rate>         of all, at most so much is passed and would be failed
                               by people
        --false-fail <rate>    of what is failed, at most so much would be passed by
                               people
        --confidence <share>   how sure each of them has to be [default: 0.9]
        --pass-from <p>        nothing is to pass below this pass probability,
                               whatever could be proved, as 0.6 [default: any]
        --least-inclusion <p>  the least probability with which any response could be
                               chosen for labelling, as sample said; needed where
                               records say their inclusion
        --expires <day>        first day on which it counts no more, as 2027-06-30
                               [default: never]
        --seed <number>        draws one record of each group, and what is left out to
                               even out inclusion (default: 1)
        --drawn-from <p>       the labels were drawn only from responses with at least
                               this pass probability; for --false-pass alone
        --new-only             leave out records and groups that the fit has seen,
                               instead of refusing them
        --plot <file>          where to draw what each threshold would give, as SVG
        --html <file>          where to write the whole report as a page
        --markdown <file>      where to write it in short, for a pull request
        --source <names>       only human ratings of these sources count, as
                               expert,user [default: all; labels of a model are
                               refused]
        --rater <name>         only records rated by this model
        --criterion <name>     only records of this criterion
        --json                 print one JSON value instead of text
        -h, --help             display help for command

      With rounds of labels, earlier rounds fit and the newest certifies in full:
        unflatter fit round-1.jsonl --out c.json
        unflatter certify c.json round-2.jsonl --false-pass 0.1 --out c.json
      and after another round:
        unflatter fit round-1.jsonl round-2.jsonl --out next.json
        unflatter certify next.json round-3.jsonl --false-pass 0.1 --out next.json
      With one round, fit does both on parts of it:
        unflatter fit round-1.jsonl --false-pass 0.1 --out c.json
      A promise holds for traffic like the labels only, and each group counts once.
      To fit anew, as by other seeds, and certify each fit on the same labels is a
      search for luck, of which no file can know: the promise does not hold then.
      "
    `);
  });

  it('of decide', async () => {
    expect(await helpOf('decide')).toMatchInlineSnapshot(`
      "Usage: unflatter decide [options] <records...>

      Writes one line of JSON a record: id, verdict, reason, passProbability, rating,
      interval, contributions, selfRating, and the certificate that the verdict stands
      on, if any. Says on stderr what that promises, how many verdicts had which
      reason, and why.
      A record without a usable rating or response gets a review. A line that is no
      record gets one too, is listed on stderr, and makes the exit code 1; then --out
      leaves its file as it was.

      Arguments:
        records               files of records, .jsonl or .jsonl.gz; - is stdin

      Options:
        --calibrator <file>   a calibrator made by fit
        --out <file>          where to write the decisions [default: stdout]
        --brief               write id, verdict, reason and passProbability alone
        --stand-on <claim>    certificate that passes stand on, as false-pass or
                              false-pass:0.2 [default: the strictest of the first of
                              false-pass, leak, joint]
        --pass-threshold <p>  pass from this pass probability on; no certificate is
                              claimed then [default: the certified rule, or 0.8
                              without one]
        --fail-threshold <p>  fail below this pass probability; between the two is
                              review [default: the rule certified for --false-fail, or
                              0.5]
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
      intervals over groups. Or says what changed from another calibrator to this one,
      on the same records.

      Arguments:
        calibrator              a calibrator made by fit
        records                 files of records, .jsonl or .jsonl.gz; - is stdin

      Options:
        --rater <name>          only records rated by this model
        --criterion <name>      only records of this criterion
        --seed <number>         seed of the intervals (default: 1)
        --against <calibrator>  say what changed from this one instead: a calibrator,
                                not the numbers of a former evaluation
        --html <file>           where to write the whole report as a page
        --markdown <file>       where to write it in short, for a pull request
        --json                  print one JSON value instead of text
        -h, --help              display help for command

      With --against, nothing is compared on labels that either calibrator was fitted on.
      It is no check, and exits with 0 whatever it finds: see promote for one.
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
    ...[
      '10:1',
      '1:1',
      '1',
      '1:5:10',
      '1:5:0',
      '1:5:-1',
      '1:5:',
      '1:5:x',
      '1:5:1:1',
      'a:b',
      ':',
      '1:',
      ':1',
      '1:Infinity',
    ].map((text) => ({
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
