import { RequestError } from "@/lib/client/api/market-api";
import type { Persisted } from "@/lib/client/persisted";
import type { ErrorCode } from "@/lib/schemas/api-error";

/** Debounce: several changes in a row are sent together. */
const PAUSE_MS = 400;
/** Rejections that a retry would get again. */
const FINAL_CODES: ReadonlySet<string> = new Set(["bad_request", "body_too_large"] satisfies ErrorCode[]);

/**
 * Keeps a value of this browser in the account as well. `unsent` records that the browser has a change that the account
 * lacks, also over a reload. `load` gives null where the account has no value; `onRejected` gets the account's error when
 * it rejects a value permanently.
 */
export function createAccountCopy<T>(options: {
  local: Persisted<T>;
  unsent: Persisted<boolean>;
  load: () => Promise<T | null>;
  save: (value: T) => Promise<void>;
  onRejected: (message: string) => void;
}): {
  /** The account's value replaces the browser's, unless that has a change not sent yet. */
  pull: () => void;
  /** Sends the browser's value after a pause. */
  push: () => void;
} {
  const { local, unsent, load, save, onRejected } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const push = async () => {
    const value = local.read();
    await save(value);
    if (local.read() === value) unsent.write(false);
  };
  const pull = async () => {
    if (unsent.read()) return push();
    const value = await load();
    if (unsent.read()) return;
    if (value !== null) local.write(value);
    else if (local.read() !== local.initial) await push();
  };
  // The value stays in this browser: a failed save is retried with the next change or visit.
  const attempt = (work: () => Promise<void>) =>
    void work().catch((error: unknown) => {
      const isFinal = error instanceof RequestError && FINAL_CODES.has(error.code);
      if (isFinal) onRejected(error.message);
    });
  return {
    pull: () => attempt(pull),
    push: () => {
      unsent.write(true);
      clearTimeout(timer);
      timer = setTimeout(() => attempt(push), PAUSE_MS);
    },
  };
}
