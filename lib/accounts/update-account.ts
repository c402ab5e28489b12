import "server-only";
import type { z } from "zod";
import { readAccount } from "@/lib/accounts/read-account";
import { updateSessions } from "@/lib/auth/session/session-store";
import { updateUser } from "@/lib/db/queries/users/users";
import type { AccountDto, preferencesSchema, updateAccountSchema } from "@/lib/schemas/account";

type Preferences = z.output<typeof preferencesSchema>;

/** Changes a user's own profile. Missing preferences and choices of mails stay unchanged. */
export async function updateAccount(
  userId: string,
  change: z.output<typeof updateAccountSchema>,
): Promise<AccountDto> {
  const { displayName, timeZone, preferences, isListed } = change;
  const merged = preferences && merge((await readAccount(userId)).preferences, preferences);
  await updateUser(userId, { displayName, timeZone, isListed, preferences: merged });
  if (displayName !== undefined) await updateSessions(userId, { displayName });
  return readAccount(userId);
}

/** A page that was open while a mail was unsubscribed from does not know it: only what it changes is taken. */
function merge(stored: Preferences, change: Preferences): Preferences {
  const mails = change.mails && { ...stored.mails, ...change.mails };
  return { ...stored, ...change, ...(mails && { mails }) };
}
