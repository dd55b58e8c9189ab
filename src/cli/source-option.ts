import { InvalidArgumentError, Option } from 'commander';

export interface SourceFlag {
  readonly source?: readonly string[];
}

/** Which labels a proof may stand on. */
export const sourceOption = (): Option =>
  new Option(
    '--source <names>',
    'only human ratings of these sources count, as expert,user [default: all; labels of a model are refused]',
  ).argParser(parseSources);

function parseSources(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes(''))
    throw new InvalidArgumentError(`Expected names with commas between, as expert,user, got "${text}".`);
  return names;
}
