import { UnflatterError } from '../errors.ts';

/** What the system says of something that cannot be written, in plain words. */
export function unwritable(path: string, cause: unknown): UnflatterError<'unwritable-file'> {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    ENOENT: 'its folder does not exist',
    ENOTDIR: 'its folder is a file',
    EISDIR: 'it is a folder',
    EEXIST: 'a file is in its place',
    ELOOP: 'its links lead nowhere',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
    EFBIG: 'it would be larger than the system allows',
    EPIPE: 'nobody reads it',
  };
  const reason = reasons[code] ?? message;
  return new UnflatterError('unwritable-file', `${path} cannot be written: ${reason}`, { path, reason }, { cause });
}

/** Does a step of writing. @throws UnflatterError `unwritable-file` where it fails. */
export function writing<Result>(path: string, step: () => Result): Result {
  try {
    return step();
  } catch (cause) {
    throw unwritable(path, cause);
  }
}
