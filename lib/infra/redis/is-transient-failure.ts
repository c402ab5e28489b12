import "server-only";

/**
 * Transient classes of SQLSTATE: connection, rollback and deadlock, resources, object in use, operator,
 * system.
 */
const TRANSIENT_CLASS = /^(08|40|53|55|57|58)[0-9A-Z]{3}$/;
/** Codes of clients for a connection that failed or broke. */
const TRANSIENT_CODE = /^(P1001|P1002|P1008|P1017|P2024|P2034|ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
const TRANSIENT_KIND =
  /^(TransactionWriteConflict|TooManyConnections|DatabaseNotReachable|ConnectionClosed|SocketTimeout)$/;
const TRANSIENT_WORDS =
  /timeout exceeded when trying to connect|connection terminated|server closed the connection|not queryable|timeout|not answer in time/i;

/**
 * Whether the same statement, or request to Redis, may succeed a moment later. Its outcome is unknown: it may
 * have been committed.
 */
export function isTransientFailure(error: unknown): boolean {
  for (const link of listChain(error)) {
    const { code, originalCode, kind, message } = link;
    for (const text of [code, originalCode]) {
      if (typeof text === "string" && (TRANSIENT_CLASS.test(text) || TRANSIENT_CODE.test(text))) return true;
    }
    if (typeof kind === "string" && TRANSIENT_KIND.test(kind)) return true;
    if (link instanceof Error && typeof message === "string" && TRANSIENT_WORDS.test(message)) return true;
  }
  return false;
}

/** The error and its causes, from all properties in which clients store them. */
function listChain(error: unknown): Record<string, unknown>[] {
  const chain: Record<string, unknown>[] = [];
  let link: unknown = error;
  while (typeof link === "object" && link !== null && chain.length < 6) {
    const current = link as Record<string, unknown>;
    chain.push(current);
    const meta = current.meta as Record<string, unknown> | undefined;
    link = current.cause ?? meta?.driverAdapterError;
  }
  return chain;
}
