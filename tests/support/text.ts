import type { Messages, NamespaceKeys, NestedKeyOf } from "next-intl";
import { createTranslator } from "use-intl/core";
import type { Translate } from "@/lib/client/translate";
import messages from "@/messages/en.json";

const CONFIG = {
  locale: "en",
  messages: messages as Messages,
  timeZone: "UTC",
  onError: (error: Error) => {
    throw error;
  },
} as const;

/**
 * The page text of a key of `messages/en.json`, with its arguments: `text("terminal.ticket.submitBuy")`.
 * @throws on a key or an argument that is missing.
 */
export const text = createTranslator(CONFIG);

/** The translator of one place, for functions that make text: `formatEvent(event, translate("terminal"))`. */
export function translate<Place extends NamespaceKeys<Messages, NestedKeyOf<Messages>>>(
  namespace: Place,
): Translate<Place> {
  return createTranslator({ ...CONFIG, namespace }) as Translate<Place>;
}

/** The text of a key whatever its arguments. @throws on a plural or a choice, whose texts differ. */
export function textPattern(key: NestedKeyOf<Messages>): RegExp {
  const found = key
    .split(".")
    .reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], messages);
  if (typeof found !== "string" || /\{\w+,/.test(found)) throw new Error(`${key} has no plain text.`);
  const parts = found.split(/\{\w+\}/).map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&"));
  return new RegExp(parts.join(".+"));
}
