import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";

type Messages = Awaited<ReturnType<typeof getMessages>>;
/** A top-level namespace of `messages/en.json`. */
type Area = keyof Messages;

/**
 * Gives the client components below it the text of `areas` and of `common`, and sends no other text to the
 * browser. A page whose client components show no text of their own needs none of it.
 */
export async function PageMessages({ areas, children }: { areas: readonly Area[]; children: ReactNode }) {
  const all = await getMessages();
  const messages = Object.fromEntries(["common" as const, ...areas].map((area) => [area, all[area]]));
  return <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>;
}
