/** Of the tables below. Another is refused. */
export const version = 1;

export function otherVersion(found: unknown): string {
  const written = typeof found === 'number' ? found : 'unknown';
  return `it is of version ${written}, and this version of unflatter reads ${version}`;
}

/**
 * The same tables in both databases. What is read goes by primary keys, so in SQLite, where the rows are kept in them, a
 * damaged index hides none.
 */
export function tables(database: 'sqlite' | 'postgres'): string {
  const [text, number, end] =
    database === 'sqlite' ? ['text', 'integer', 'strict, without rowid'] : ['text collate "C"', 'bigint', ''];
  return `
    create table unflatter_log (version integer not null);
    insert into unflatter_log (version) values (${version});
    create table unflatter_decisions (
      at ${number} not null, id ${text} not null unique, body text not null, sum ${number} not null, primary key (at, id)
    ) ${end};
    create table unflatter_labels (
      id ${text} not null references unflatter_decisions (id) on delete cascade, key ${text} not null unique,
      at ${number} not null, body text not null, sum ${number} not null, primary key (id, key)
    ) ${end};
    create table unflatter_choices (
      id ${text} not null primary key references unflatter_decisions (id) on delete cascade,
      at ${number} not null, body text not null, sum ${number} not null
    ) ${end};
  `;
}
