import { useSyncExternalStore } from "react";

/** An act that waits until its owner has confirmed that it is them. `methods` are the API's ways of doing so. */
export type ProofRequest = { methods: readonly string[]; settle: (isProven: boolean) => void };

let current: ProofRequest | null = null;
const listeners = new Set<() => void>();

function show(next: ProofRequest | null): void {
  current = next;
  for (const listener of listeners) listener();
}

/** Opens the dialog that asks for a proof; answers whether one was given. A second request gives the first one up. */
export function askForProof(methods: readonly string[]): Promise<boolean> {
  current?.settle(false);
  return new Promise((resolve) => {
    show({
      methods,
      settle: (isProven) => {
        show(null);
        resolve(isProven);
      },
    });
  });
}

/** The request that waits now; null where none does. */
export function useProofRequest(): ProofRequest | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
    () => null,
  );
}
