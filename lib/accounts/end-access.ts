import "server-only";
import { endSessions } from "@/lib/auth/session-store";
import { updateUser } from "@/lib/db/users";

/** Signs a user out everywhere. The database knows first, so that whoever is signing in at this moment is out, too. */
export async function signOutEverywhere(userId: string): Promise<void> {
  await updateUser(userId, { sessionsEndedAt: new Date() });
  await endSessions(userId);
}
