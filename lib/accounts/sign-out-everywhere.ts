import "server-only";
import { notifyAccessChange } from "@/lib/auth/notify-access-change";
import { endSessions } from "@/lib/auth/session/session-store";
import { updateUser } from "@/lib/db/queries/users/users";

/** Signs a user out everywhere. The database is written first, so that a concurrent sign-in is ended, too. */
export async function signOutEverywhere(userId: string): Promise<void> {
  const at = new Date();
  const user = await updateUser(userId, { sessionsEndedAt: at });
  await endSessions(userId, at);
  notifyAccessChange(user, "sessions-ended");
}
