import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";

/** Where a request came from. */
export type RequestOrigin = { clientIp: string; agent: string | null };

function storage(): AsyncLocalStorage<RequestOrigin> {
  return getProcessSingleton("request-origin", () => new AsyncLocalStorage<RequestOrigin>());
}

/** Runs the handling of a request, in which `readRequestOrigin` returns its origin. */
export function runWithOrigin<T>(origin: RequestOrigin, run: () => T): T {
  return storage().run(origin, run);
}

/** The origin of the request that is being handled; null outside one. */
export function readRequestOrigin(): RequestOrigin | null {
  return storage().getStore() ?? null;
}
