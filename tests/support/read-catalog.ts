import type { ClientBase } from "pg";

/** Everything of a database's schema `public` by kind, one line each, but for functions and rows. */
export type Catalog = {
  columns: string[];
  /** Primary, unique and foreign keys. */
  keys: string[];
  checks: string[];
  indexes: string[];
  /** Those of `indexes` that are partial, which a Prisma schema can't express. */
  partialIndexes: string[];
  triggers: string[];
  /** Storage of each table: whether it is logged, and its options. */
  storage: string[];
};

const TABLES = "c.relnamespace = 'public'::regnamespace AND c.relname <> '_prisma_migrations'";

/** Reads the catalogue of a database. Each list is sorted. */
export async function readCatalog(client: ClientBase): Promise<Catalog> {
  const list = async (sql: string) => {
    const { rows } = await client.query<{ line: string }>(`${sql} ORDER BY 1`);
    return rows.map(({ line }) => line);
  };
  const constraints = (types: string) =>
    list(
      `SELECT format('%s %s %s', c.relname, o.conname, pg_get_constraintdef(o.oid)) AS line
       FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid WHERE ${TABLES} AND o.contype IN (${types})`,
    );
  const indexes = (condition: string) =>
    list(
      `SELECT pg_get_indexdef(i.indexrelid) AS line
       FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE ${TABLES} AND ${condition}`,
    );
  return {
    columns: await list(
      `SELECT format('%s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
         CASE WHEN a.attnotnull THEN 'NOT NULL' ELSE 'NULL' END, pg_get_expr(d.adbin, d.adrelid)) AS line
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
         LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
       WHERE ${TABLES} AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped`,
    ),
    keys: await constraints("'p', 'u', 'f'"),
    checks: await constraints("'c'"),
    indexes: await indexes("TRUE"),
    partialIndexes: await indexes("i.indpred IS NOT NULL"),
    triggers: await list(
      `SELECT pg_get_triggerdef(t.oid) AS line
       FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE ${TABLES} AND NOT t.tgisinternal`,
    ),
    storage: await list(
      `SELECT format('%s %s %s', c.relname, c.relpersistence, c.reloptions) AS line
       FROM pg_class c WHERE ${TABLES} AND c.relkind = 'r'`,
    ),
  };
}
