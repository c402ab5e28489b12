import type { Locale } from "@/lib/schemas/locale";
import type messages from "@/messages/en.json";

type Messages = typeof messages;

const LOADERS: Record<Locale, () => Promise<{ default: unknown }>> = {
  en: () => import("@/messages/en.json"),
  fr: () => import("@/messages/fr.json"),
  pt: () => import("@/messages/pt.json"),
};

/** The page text of a language. A test holds each catalogue to the keys and arguments of the English one. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  return (await LOADERS[locale]()).default as Messages;
}
