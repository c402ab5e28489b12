import "server-only";
import type { z } from "zod";
import { readAccount } from "@/lib/accounts/read-account";
import { updateSessions } from "@/lib/auth/session/session-store";
import { updateUser } from "@/lib/db/queries/users";
import type { AccountDto, updateAccountSchema } from "@/lib/schemas/account";

/** Changes a user's own profile. Missing preferences stay unchanged. */
export async function updateAccount(
  userId: string,
  change: z.output<typeof updateAccountSchema>,
): Promise<AccountDto> {
  const { displayName, timeZone, preferences, isListed } = change;
  const merged = preferences && { ...(await readAccount(userId)).preferences, ...preferences };
  await updateUser(userId, { displayName, timeZone, isListed, preferences: merged });
  if (displayName !== undefined) await updateSessions(userId, { displayName });
  return readAccount(userId);
}
