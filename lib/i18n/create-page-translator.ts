import { createTranslator, type Messages, type NamespaceKeys, type NestedKeyOf } from "use-intl/core";
import { loadMessages } from "@/lib/i18n/load-messages";
import { type Locale, type LocaleTag, languageOf } from "@/lib/schemas/locale";

type Area = NamespaceKeys<Messages, NestedKeyOf<Messages>>;
type Translator<One extends Area> = ReturnType<typeof createTranslator<Messages, One>>;

/** A translator reads the whole catalogue when it is made, and there are few of them. */
const translators = new Map<string, Promise<unknown>>();

/** The page text of one area in a language, for what is made outside a page: API responses, files and mails. */
export function createPageTranslator<One extends Area>(
  locale: LocaleTag,
  namespace: One,
): Promise<Translator<One>> {
  const language = languageOf(locale);
  const key = `${language} ${namespace}`;
  const known = translators.get(key) ?? create(language, namespace);
  translators.set(key, known);
  return known as Promise<Translator<One>>;
}

async function create<One extends Area>(locale: Locale, namespace: One): Promise<Translator<One>> {
  const messages = await loadMessages(locale);
  return createTranslator<Messages, One>({ locale, messages, namespace, timeZone: "UTC" });
}
