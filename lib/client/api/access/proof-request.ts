import { useSyncExternalStore } from "react";

/** An action that waits for its user to confirm their identity. `methods` are the API's ways of doing so. */
export type ProofRequest = { methods: readonly string[]; settle: (isVerified: boolean) => void };

let current: ProofRequest | null = null;
const listeners = new Set<() => void>();

function show(next: ProofRequest | null): void {
  current = next;
  for (const listener of listeners) listener();
}

/**
 * Opens the dialog that asks for a proof; returns whether one was given. A second request cancels the first.
 */
export function askForProof(methods: readonly string[]): Promise<boolean> {
  current?.settle(false);
  return new Promise((resolve) => {
    show({
      methods,
      settle: (isVerified) => {
        show(null);
        resolve(isVerified);
      },
    });
  });
}

/** The pending request; null without one. */
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
