import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";

type Messages = Awaited<ReturnType<typeof getMessages>>;
/** A top-level area of `messages/en.json`, or one place in it, such as "journal.form". */
type Place = {
  [Area in keyof Messages]: Area | `${Area}.${Extract<keyof Messages[Area], string>}`;
}[keyof Messages];

/**
 * Gives the client components below it the text of `areas` and of `common`, and sends no other text to the
 * browser. A page whose client components show no text of their own needs none of it.
 */
export async function PageMessages({ areas, children }: { areas: readonly Place[]; children: ReactNode }) {
  const messages = pickMessages(await getMessages(), areas);
  return <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>;
}

function pickMessages(all: Record<string, object>, areas: readonly Place[]): Messages {
  const picked: Record<string, object> = { common: all.common ?? {} };
  for (const place of areas) {
    const [area = "", part] = place.split(".");
    const texts: Record<string, unknown> = { ...all[area] };
    picked[area] = part === undefined ? texts : { ...picked[area], [part]: texts[part] };
  }
  return picked as Messages;
}
