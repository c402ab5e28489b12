import "server-only";
import type { PoolClient } from "pg";
import { getPool } from "@/lib/db/client";

type Values = readonly unknown[];

/** The statements of one transaction, written as templates; their values are sent as parameters. */
export type SqlTransaction = {
  run: (text: TemplateStringsArray, ...values: Values) => Promise<void>;
  read: <T>(text: TemplateStringsArray, ...values: Values) => Promise<T[]>;
};

/**
 * Runs statements in one transaction on the driver itself: Prisma copies every parameter and every row as JSON text
 * several times, which is most of the memory of a large import.
 */
export async function runTransaction(work: (tx: SqlTransaction) => Promise<void>): Promise<void> {
  const client = await getPool().connect();
  let isBroken = false;
  try {
    await client.query("BEGIN");
    await work(toTransaction(client));
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {
      isBroken = true;
    });
    throw error;
  } finally {
    client.release(isBroken);
  }
}

function toTransaction(client: PoolClient): SqlTransaction {
  const send = (parts: TemplateStringsArray, values: Values) =>
    client.query({
      text: parts.reduce((text, part, index) => `${text}$${index}${part}`),
      values: [...values],
    });
  return {
    run: async (parts, ...values) => {
      await send(parts, values);
    },
    read: async <T>(parts: TemplateStringsArray, ...values: Values) =>
      (await send(parts, values)).rows as T[],
  };
}
