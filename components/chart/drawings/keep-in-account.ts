import { getJson } from "@/lib/client/market-api";
import type { Persisted } from "@/lib/client/persisted";
import { send } from "@/lib/client/send";
import type { DrawingsBody, KeptDrawings } from "@/lib/schemas/drawings";

type Drawing = DrawingsBody["drawings"][number];

/** Several strokes in a row are sent together. */
const PAUSE_MS = 400;

/**
 * Drawings that the account keeps as well. What it knows replaces what this browser knows when they are first
 * looked at, unless that holds a stroke which never got there: `unsent` remembers it, also over a reload.
 */
export function keepInAccount(
  local: Persisted<readonly Drawing[]>,
  unsent: Persisted<boolean>,
  url: string,
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
  const attempt = (work: () => Promise<void>) => void work().catch(() => {});
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
