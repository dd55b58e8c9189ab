import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/calibrator/certificate.ts';
import { standingNotes } from '../../src/cli/standing.ts';
import { writeCalibrator } from '../../src/data/calibrator-file.ts';
import { fit } from '../../src/fit/fit.ts';
import { createQualityGate } from '../../src/gate/gate.ts';
import type { GatePolicy } from '../../src/gate/policy.ts';
import { exampleRecords, exampleTarget, toLines } from '../data/example-records.ts';
import { certificate, withParts } from '../gate/certified.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli } from './fake-terminal.ts';

const folder = temporaryFolder();
const bare = fit(exampleRecords(40), exampleTarget);
const now = Date.parse('2026-06-01');

/** What is said of a gate with these certificates. */
function notesWith(certificates: readonly Certificate[], policy: GatePolicy = {}): string[] {
  return standingNotes(createQualityGate({ calibrator: withParts(bare, { certificates }), policy }), now);
}

const promise =
  'of what this gate passes, counting one response of each group, at most 10 % would be failed by people (mean human rating below 3), 90 % sure';

describe('what a gate stands on', () => {
  it('is nothing without a certificate', () => {
    expect(notesWith([])).toEqual([
      'note: the calibrator has no certificate for passing, so nothing is promised of passes from a pass probability of 0.8 on (see unflatter certify --help)',
    ]);
  });

  it('is its certificate, with the labels it came of and the day it ends', () => {
    expect(notesWith([certificate({ expires: '2026-07-01' })])).toEqual([
      `note: passes stand on a certificate: ${promise} (passes a pass probability from 0.6 on; labels aaaaaaaaaaaa; until 2026-07-01)`,
    ]);
  });

  it('is no certificate where a threshold is given', () => {
    expect(notesWith([certificate()], { passThreshold: 0.7 })).toEqual([
      'note: passes from a pass probability of 0.7 on stand on no certificate; without --pass-threshold they would',
    ]);
  });

  it('says of a threshold what there would be without it', () => {
    const noteOf = (parts: Partial<Certificate>) => notesWith([certificate(parts)], { passThreshold: 0.3 })[0];
    const from = 'note: passes from a pass probability of 0.3 on stand on no certificate; without --pass-threshold';
    expect(noteOf({})).toBe(`${from} they would`);
    expect(noteOf({ rule: null })).toBe(`${from} nothing would pass: it is not yet certified from where on`);
    expect(noteOf({ expires: '2026-01-01' })).toBe(`${from} nothing would pass: theirs counted before 2026-01-01 only`);
  });

  it('says what the certificate says nothing of, and of what mix it is', () => {
    const [note] = notesWith([certificate({ leftOut: 12, raters: ['a', 'b'] })]);
    expect(note).toMatch(/\(mean human rating below 3\), for this mix of 2 raters, 90 % sure \(/);
    expect(note).toMatch(/\); 12 labels of groups that the fit had seen were left out: it says nothing of such$/);
  });

  it('lets nothing pass where nothing could be certified, and names a way out', () => {
    expect(notesWith([certificate({ rule: null })])).toEqual([
      `note: nothing can pass: it is not yet certified that ${promise} (see unflatter certify --help, or give --pass-threshold)`,
    ]);
    const looser = certificate({ limit: 0.2 });
    expect(notesWith([looser, certificate({ rule: null })])[0]).toMatch(/, or choose another by --stand-on\)$/);
  });

  it('lets nothing pass from the day on which the certificate ends', () => {
    const expired =
      'note: nothing can pass: the certificate by labels aaaaaaaaaaaa counted before 2026-06-01 only; certify on labels of today';
    expect(notesWith([certificate({ expires: '2026-06-01' })])).toEqual([expired]);
    expect(notesWith([certificate({ expires: '2026-06-02' })])).not.toEqual([expired]);
  });

  it('has a line of its own for fails that are certified', () => {
    const rule = { score: 'passProbability', threshold: 0.3 } as const;
    expect(notesWith([certificate(), certificate({ estimand: 'false-fail', rule })])[1]).toBe(
      'note: fails stand on a certificate: of what this gate fails, counting one response of each group, at most 10 % would be passed by people (mean human rating from 3), 90 % sure (fails a pass probability below 0.3; labels aaaaaaaaaaaa)',
    );
    const above = { score: 'passProbability', threshold: 0.7 } as const;
    expect(notesWith([certificate(), certificate({ estimand: 'false-fail', rule: above })])[1]).toBe(
      'note: fails stand on no certificate: passing takes some of what theirs was proved for',
    );
    const expired = certificate({ estimand: 'false-fail', rule: above, expires: '2026-01-01' });
    expect(notesWith([certificate(), expired])[1]).toMatch(
      /^note: nothing can fail: .* counted before 2026-01-01 only/,
    );
  });
});

describe('decide --stand-on', () => {
  const decideOn = async (...argv: string[]) => {
    const path = folder.path('certified.json');
    const rule = { score: 'selfRating', threshold: 9 } as const;
    const certificates = [
      certificate({ rule: null }),
      certificate({ limit: 0.2 }),
      certificate({ estimand: 'leak', rule }),
    ];
    writeCalibrator(path, withParts(bare, { certificates }));
    return runCli(['decide', '-', '--calibrator', path, ...argv], { stdin: [toLines(exampleRecords(40))] });
  };

  it.each([
    [[], /^note: nothing can pass/],
    [['--stand-on', 'false-pass'], /^note: nothing can pass/],
    [
      ['--stand-on', 'false-pass:0.2'],
      /^note: passes stand on a certificate: of what this gate passes, .* at most 20 %/,
    ],
    [
      ['--stand-on', 'leak'],
      /^note: passes stand .* at most 10 % would be passed by this gate, .* \(passes a self-rating from 9 on/,
    ],
  ])('picks the certificate: %j', async (argv, says) => {
    const { exitCode, stdout, stderr } = await decideOn(...argv);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(says);
    expect(stdout.includes('"verdict":"pass"')).toBe(stderr.startsWith('note: passes'));
  });

  it('is refused for one that is not there, and beside a threshold', async () => {
    expect(await decideOn('--stand-on', 'leak:0.3')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        'certificate must be one for passing that the calibrator has (it has false-pass 0.1 at 0.9, false-pass 0.2 at 0.9, leak 0.1 at 0.9), got "leak 0.3"\n',
    });
    const { exitCode, stderr } = await decideOn('--stand-on', 'leak', '--pass-threshold', '0.9');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: '--stand-on must be left out beside --pass-threshold: passes go by one of the two\n',
    });
    expect((await decideOn('--stand-on', 'false-fail')).stderr).toContain(
      'Expected false-pass, leak or joint, as false-pass:0.2, got "false-fail".',
    );
  });
});
