import "server-only";
import { findUsableKeys } from "@/lib/db/queries/users/api-keys";
import { recordConnected } from "@/lib/db/queries/users/disconnects";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { reportError } from "@/lib/infra/telemetry/report-error";

/** How often the keys of open sockets are checked, and recorded as connected, in ms. */
const CHECK_EVERY_MS = 1_000;

type Watches = Map<string, Set<() => void>>;

/** Calls `onEnd` once the key can't be used any more: revoked, expired, or its owner banned. Returns what stops it. */
export function watchKey(key: string, onEnd: () => void): () => void {
  const watches = getProcessSingleton("v5-key-watches", startWatches);
  const listeners = watches.get(key) ?? new Set();
  watches.set(key, listeners);
  listeners.add(onEnd);
  return () => {
    listeners.delete(onEnd);
    if (listeners.size === 0 && watches.get(key) === listeners) watches.delete(key);
  };
}

function startWatches(): Watches {
  const watches: Watches = new Map();
  let isChecking = false;
  setInterval(() => {
    if (isChecking || watches.size === 0) return;
    isChecking = true;
    void check(watches).finally(() => {
      isChecking = false;
    });
  }, CHECK_EVERY_MS).unref();
  return watches;
}

async function check(watches: Watches): Promise<void> {
  try {
    const keys = [...watches.keys()];
    const [usable] = await Promise.all([findUsableKeys(keys, Date.now()), recordConnected(keys)]);
    for (const [key, listeners] of watches) if (!usable.has(key)) for (const onEnd of [...listeners]) onEnd();
  } catch (error) {
    // Without the database nothing is traded either; the keys are checked again.
    reportError("api-keys-not-checked", error);
  }
}
