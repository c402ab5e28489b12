import { getJson, RequestError } from "@/lib/client/api/market-api";
import { send } from "@/lib/client/api/send";
import type { Persisted } from "@/lib/client/persisted";
import type { ErrorCode } from "@/lib/schemas/api-error";
import type { DrawingsBody, SavedDrawings } from "@/lib/schemas/drawings";

type Drawing = DrawingsBody["drawings"][number];

/** Debounce: several strokes in a row are sent together. */
const PAUSE_MS = 400;
/** Rejections that a retry would get again. */
const FINAL_CODES: ReadonlySet<string> = new Set(["bad_request", "body_too_large"] satisfies ErrorCode[]);

/**
 * Drawings saved in the account as well. On the first load the account's version replaces the browser's,
 * unless that has a stroke not sent yet: `unsent` records it, also over a reload. `onRejected` gets the
 * account's error when it rejects them permanently.
 */
export function saveInAccount(
  local: Persisted<readonly Drawing[]>,
  unsent: Persisted<boolean>,
  url: string,
  onRejected: (message: string) => void,
): Persisted<readonly Drawing[]> {
  let isAsked = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const push = async () => {
    const drawings = local.read();
    await send("PUT", url, { drawings });
    if (local.read() === drawings) unsent.write(false);
  };
  const pull = async () => {
    if (unsent.read()) return push();
    const { drawings } = await getJson<SavedDrawings>(url);
    if (unsent.read()) return;
    if (drawings !== null) local.write(drawings);
    else if (local.read().length > 0) await push();
  };
  // They stay in this browser: a failed save is retried with the next stroke or visit.
  const attempt = (work: () => Promise<void>) =>
    void work().catch((error: unknown) => {
      const isFinal = error instanceof RequestError && FINAL_CODES.has(error.code);
      if (isFinal) onRejected(error.message);
    });
  return {
    ...local,
    write: (value) => {
      local.write(value);
      unsent.write(true);
      clearTimeout(timer);
      timer = setTimeout(() => attempt(push), PAUSE_MS);
    },
    subscribe: (listener) => {
      if (!isAsked) attempt(pull);
      isAsked = true;
      return local.subscribe(listener);
    },
  };
}
