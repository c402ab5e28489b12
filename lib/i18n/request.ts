import { getRequestConfig } from "next-intl/server";
import messages from "@/messages/en.json";

declare module "next-intl" {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can be merged with the library's.
  interface AppConfig {
    Locale: "en";
    Messages: typeof messages;
  }
}

/**
 * The page text. It is English for everyone, so it depends on nothing of the request. Dates and numbers come
 * into messages already formatted (`lib/client/format.ts`); the time zone only satisfies the library.
 */
export default getRequestConfig(() => ({ locale: "en", timeZone: "UTC", messages }));
