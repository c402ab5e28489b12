import { getJson } from "@/lib/client/api/market-api";
import { send } from "@/lib/client/api/send";
import { createAccountCopy } from "@/lib/client/create-account-copy";
import type { Persisted } from "@/lib/client/persisted";
import type { DrawingsBody, SavedDrawings } from "@/lib/schemas/drawings";

type Drawing = DrawingsBody["drawings"][number];

/** Drawings saved in the account as well, from the first load on (see `createAccountCopy`). */
export function saveInAccount(
  local: Persisted<readonly Drawing[]>,
  unsent: Persisted<boolean>,
  url: string,
  onRejected: (message: string) => void,
): Persisted<readonly Drawing[]> {
  const copy = createAccountCopy({
    local,
    unsent,
    load: async () => (await getJson<SavedDrawings>(url)).drawings,
    save: (drawings) => send("PUT", url, { drawings }),
    onRejected,
  });
  let isAsked = false;
  return {
    ...local,
    write: (value) => {
      local.write(value);
      copy.push();
    },
    subscribe: (listener) => {
      if (!isAsked) copy.pull();
      isAsked = true;
      return local.subscribe(listener);
    },
  };
}
