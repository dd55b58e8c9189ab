/* The entry "unflatter/node": everything that needs files, a database or a network. */
export * from './data/index.ts';
export * from './label/index.ts';
export * from './log/index.ts';
