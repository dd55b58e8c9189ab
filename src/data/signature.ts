import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import type { Calibrator } from '../calibrator/calibrator.ts';
import { parseCalibrator } from '../calibrator/parse.ts';
import { digestOf } from '../calibrator/seal.ts';
import { UnflatterError, shown } from '../errors.ts';

/** An Ed25519 key: as `node:crypto` has it, or the text of a PEM file. */
export type Key = KeyObject | string;

/**
 * A copy of a calibrator that says by whose key it was released. A signature that it had is replaced.
 *
 * @param privateKey Ed25519, as `openssl genpkey -algorithm ed25519` makes one
 * @throws UnflatterError `invalid-calibrator` for one that was changed, `invalid-option` for another kind of key.
 */
export function signCalibrator(calibrator: Calibrator, privateKey: Key): Calibrator {
  const key = keyOf('privateKey', privateKey, createPrivateKey);
  const checked = parseCalibrator(calibrator);
  const value = sign(null, signedBytes(checked.digest), key).toString('base64');
  return { ...checked, signature: { algorithm: 'Ed25519', publicKey: encoded(createPublicKey(key)), value } };
}

/**
 * Whether a calibrator is, to the last number, what the holder of a key signed. The key that stands in the calibrator
 * itself says nothing about that: whoever changes a calibrator can sign it with a key of their own.
 *
 * @throws UnflatterError `invalid-option` for what is no public Ed25519 key.
 */
export function verifySignature(calibrator: Calibrator, publicKey: Key): boolean {
  const key = keyOf('publicKey', publicKey, createPublicKey);
  const { digest, signature } = calibrator;
  if (signature === undefined || digestOf(calibrator) !== digest) return false;
  return verify(null, signedBytes(digest), key, Buffer.from(signature.value, 'base64'));
}

/** The name before the digest keeps a signature that was made for something else from being taken for one of a calibrator. */
function signedBytes(digest: string): Buffer {
  return Buffer.from(`unflatter-calibrator ${digest}`);
}

function encoded(publicKey: KeyObject): string {
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
}

/** A key is never shown in a message. */
function keyOf(option: 'privateKey' | 'publicKey', key: Key, read: (pem: string) => KeyObject): KeyObject {
  const type = option === 'privateKey' ? 'private' : 'public';
  const expected = `a ${type} Ed25519 key, as a KeyObject or the text of a PEM file`;
  const refuse = (received: string): never => {
    const message = `${option} must be ${expected}, got ${received}`;
    throw new UnflatterError('invalid-option', message, { option, expected, received });
  };
  let found: KeyObject | undefined;
  try {
    found = typeof key === 'string' ? read(key) : key;
  } catch {
    return refuse('a text that is none');
  }
  if (found?.type === type && found.asymmetricKeyType === 'ed25519') return found;
  return refuse(`${found?.type ?? shown(found)} ${found?.asymmetricKeyType ?? ''}`.trim());
}
