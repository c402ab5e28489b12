import "server-only";
import { readAccount } from "@/lib/accounts/read-account";
import { readOwnData } from "@/lib/db/admin/own-data";

/** Everything that we keep about a user, for the user to take away. Secrets are not among it. */
export async function exportAccount(userId: string): Promise<Record<string, unknown>> {
  const [account, data] = await Promise.all([readAccount(userId), readOwnData(userId)]);
  return { exportedAt: new Date().toISOString(), account, ...data };
}
