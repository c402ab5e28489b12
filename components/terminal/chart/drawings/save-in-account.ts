import { getJson, RequestError } from "@/lib/client/api/market-api";
import { send } from "@/lib/client/api/send";
import type { Persisted } from "@/lib/client/persisted";
import type { ErrorCode } from "@/lib/schemas/api-error";
import type { DrawingsBody, KeptDrawings } from "@/lib/schemas/drawings";

type Drawing = DrawingsBody["drawings"][number];

/** Several strokes in a row are sent together. */
const PAUSE_MS = 400;
/** Rejections that the same drawings would meet again. */
const FINAL_CODES: ReadonlySet<string> = new Set(["bad_request", "body_too_large"] satisfies ErrorCode[]);

/**
 * Drawings that the account keeps as well. What it knows replaces what this browser knows when they are first
 * looked at, unless that holds a stroke which never got there: `unsent` remembers it, also over a reload. `onRejected` gets the account's sentence when it
 * will not take them however often they are sent.
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
    const { drawings } = await getJson<KeptDrawings>(url);
    if (unsent.read()) return;
    if (drawings !== null) local.write(drawings);
    else if (local.read().length > 0) await push();
  };
  // They are kept here meanwhile: what failed is tried again with the next stroke or visit.
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
