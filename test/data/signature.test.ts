import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { parseCalibrator } from '../../src/calibrator/parse.ts';
import { digestOf, sealed } from '../../src/calibrator/seal.ts';
import { readCalibrator, writeCalibrator } from '../../src/data/calibrator-file.ts';
import { signCalibrator, verifySignature, type Key } from '../../src/data/signature.ts';
import { fit } from '../../src/fit/fit.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { exampleRecords, exampleTarget } from './example-records.ts';

const folder = temporaryFolder();
const keys = generateKeyPairSync('ed25519');
const others = generateKeyPairSync('ed25519');
const pem = {
  privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  publicKey: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
};
let calibrator: Calibrator;
let signed: Calibrator;

beforeAll(() => {
  calibrator = fit(exampleRecords(30), exampleTarget);
  signed = signCalibrator(calibrator, keys.privateKey);
});

describe('a signed calibrator', () => {
  it('is the same calibrator, of the same digest, with a signature that its key verifies', () => {
    const { signature, ...rest } = signed;
    expect(rest).toEqual(calibrator);
    expect(signature!.algorithm).toBe('Ed25519');
    expect(verifySignature(signed, keys.publicKey)).toBe(true);
    expect(verifySignature(signed, others.publicKey)).toBe(false);
    expect(verifySignature(calibrator, keys.publicKey)).toBe(false);
  });

  it('is signed alike whenever and with whatever form of the key', () => {
    expect(signCalibrator(calibrator, pem.privateKey)).toEqual(signed);
    expect(signCalibrator(signed, keys.privateKey)).toEqual(signed);
    expect(verifySignature(signed, pem.publicKey)).toBe(true);
  });

  it('says by which key, and can be verified by any other tool', () => {
    const { publicKey, value } = signed.signature!;
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' });
    expect(key.equals(keys.publicKey)).toBe(true);
    const bytes = Buffer.from(`unflatter-calibrator ${calibrator.digest}`);
    expect(verify(null, bytes, key, Buffer.from(value, 'base64'))).toBe(true);
  });

  it('survives the way through a file', async () => {
    const path = folder.path('signed.json');
    writeCalibrator(path, signed);
    expect(await readCalibrator(path, { publicKey: keys.publicKey, digest: signed.digest })).toEqual(signed);
    expect(await readCalibrator(path, { publicKey: pem.publicKey })).toEqual(signed);
  });

  it('loses its signature when it is changed and sealed anew', () => {
    expect(sealed({ ...signed, raters: ['b-model'] })).not.toHaveProperty('signature');
  });
});

describe('a calibrator that somebody changed', () => {
  const change = (): Calibrator => ({ ...signed, raters: ['another'] });
  const resign = (): Calibrator => signCalibrator(sealed(change()), others.privateKey);

  it('is not verified: with the old digest, with a new one, or signed by whoever changed it', () => {
    const fixed = { ...change(), digest: digestOf(change()) };
    for (const changed of [change(), fixed, resign()]) expect(verifySignature(changed, keys.publicKey)).toBe(false);
    expect(verifySignature(resign(), others.publicKey)).toBe(true);
  });

  it('is not verified with any one character of its signature changed', () => {
    const { value } = signed.signature!;
    // The last character before the padding holds four bits that are not of the signature.
    for (let at = 0; at < 85; at++) {
      const other = `${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`;
      expect(verifySignature({ ...signed, signature: { ...signed.signature!, value: other } }, keys.publicKey)).toBe(
        false,
      );
    }
  });

  it('is not signed', () => {
    expect(() => signCalibrator(change(), keys.privateKey)).toThrow(
      expect.objectContaining({ code: 'invalid-calibrator' }),
    );
  });

  it('is read without a key as one that nobody vouches for, and parsed with a signature that is none', () => {
    expect(parseCalibrator(resign())).toEqual(resign());
    const signature = {
      algorithm: 'Ed25519' as const,
      publicKey: signed.signature!.publicKey,
      value: `${'A'.repeat(86)}==`,
    };
    expect(parseCalibrator({ ...calibrator, signature })).toEqual({ ...calibrator, signature });
  });
});

describe('a calibrator that is not the one that was asked for', () => {
  it.each<[string, () => Calibrator, object, string]>([
    ['is not signed', () => calibrator, { publicKey: keys.publicKey }, 'it is not signed'],
    ['is signed by another', () => signed, { publicKey: others.publicKey }, 'it is not signed with this key'],
    ['has another digest', () => signed, { digest: 'ab'.repeat(32) }, 'its digest is DIGEST'],
    [
      'has another digest but the right key',
      () => signed,
      { publicKey: pem.publicKey, digest: '' },
      'its digest is DIGEST',
    ],
  ])('is refused where it %s', async (_, make, trust, why) => {
    const path = folder.path('untrusted.json');
    writeCalibrator(path, make());
    const reason = why.replace('DIGEST', calibrator.digest);
    await expect(readCalibrator(path, trust)).rejects.toThrow(
      expect.objectContaining({
        code: 'calibrator-untrusted',
        message: `${path} is not to be trusted: ${reason}`,
        details: { path, reason },
      }),
    );
    expect(await readCalibrator(path)).toEqual(make());
  });
});

describe('what is no key', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 });

  it.each<[string, unknown, string]>([
    ['a text', 'secret words', 'got a text that is none'],
    ['nothing', undefined, 'got nothing'],
    ['a number', 5, 'got 5'],
    ['a key of another kind', rsa.privateKey, 'got private rsa'],
    ['a public key', keys.publicKey, 'got public ed25519'],
    ['the text of a public key', pem.publicKey, 'got a text that is none'],
  ])('is refused to sign with, and not shown: %s', (_, key, message) => {
    expect(() => signCalibrator(calibrator, key as Key)).toThrow(
      expect.objectContaining({
        code: 'invalid-option',
        message: `privateKey must be a private Ed25519 key, as a KeyObject or the text of a PEM file, ${message}`,
      }),
    );
  });

  it.each<[string, unknown, string]>([
    ['a text', 'words', 'got a text that is none'],
    ['a private key', keys.privateKey, 'got private ed25519'],
    ['a key of another kind', rsa.publicKey, 'got public rsa'],
  ])('is refused to read with: %s', async (_, publicKey, message) => {
    const path = folder.path('keyless.json');
    writeCalibrator(path, signed);
    await expect(readCalibrator(path, { publicKey: publicKey as Key })).rejects.toThrow(message);
  });
});
