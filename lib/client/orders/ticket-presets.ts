import { type OrderDraft, pickLasting, readStoredDraft } from "@/lib/client/orders/order-draft";
import { createPersisted } from "@/lib/client/persisted";

/** A named form: size, leverage, stop and target. */
export type TicketPreset = { name: string; draft: Partial<OrderDraft> };

/** The most presets of one browser. */
const MAX_PRESETS = 12;

/** The trader's presets, in the order in which they were saved. */
export const ticketPresets = createPersisted<readonly TicketPreset[]>({
  key: "tz:presets",
  initial: [],
  parse: (stored) =>
    Array.isArray(stored)
      ? stored.filter(isNamed).map(({ name, draft }) => ({ name, draft: readStoredDraft(draft) }))
      : [],
});

/** Saves the form under a name, replacing the preset of that name; the oldest leaves where there are too many. */
export function savePreset(name: string, draft: OrderDraft): void {
  const others = ticketPresets.read().filter((one) => one.name !== name);
  ticketPresets.write([...others, { name, draft: pickLasting(draft) }].slice(-MAX_PRESETS));
}

export function removePreset(name: string): void {
  ticketPresets.write(ticketPresets.read().filter((one) => one.name !== name));
}

function isNamed(one: unknown): one is TicketPreset {
  const { name, draft } = (one ?? {}) as Partial<TicketPreset>;
  return typeof name === "string" && name !== "" && typeof draft === "object" && draft !== null;
}
