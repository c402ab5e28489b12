import { getJson } from "@/lib/client/market-api";
import type { Persisted } from "@/lib/client/persisted";
import { send } from "@/lib/client/send";
import type { DrawingsBody, KeptDrawings } from "@/lib/schemas/drawings";

type Drawing = DrawingsBody["drawings"][number];

/** Several strokes in a row are sent together. */
const PAUSE_MS = 400;

/**
 * Drawings that the account keeps as well. What it knows replaces what this browser knows when they are first
 * looked at; what is drawn is sent a moment later. Without a connection they stay here and go with the next stroke.
 */
export function keepInAccount(
  local: Persisted<readonly Drawing[]>,
  url: string,
): Persisted<readonly Drawing[]> {
  let isAsked = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const push = () => void send("PUT", url, { drawings: local.read() }).catch(() => {});
  const pull = async () => {
    const { drawings } = await getJson<KeptDrawings>(url);
    if (timer !== undefined) return;
    if (drawings !== null) local.write(drawings);
    else if (local.read().length > 0) push();
  };
  return {
    ...local,
    write: (value) => {
      local.write(value);
      clearTimeout(timer);
      timer = setTimeout(push, PAUSE_MS);
    },
    subscribe: (listener) => {
      if (!isAsked) void pull().catch(() => {});
      isAsked = true;
      return local.subscribe(listener);
    },
  };
}
