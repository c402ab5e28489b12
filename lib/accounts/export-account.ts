import "server-only";
import { readAccount } from "@/lib/accounts/read-account";
import { readOwnData } from "@/lib/db/admin/read-own-data";

/** All data stored about a user, for the user's export. Without secrets. */
export async function exportAccount(userId: string): Promise<Record<string, unknown>> {
  const [account, data] = await Promise.all([readAccount(userId), readOwnData(userId)]);
  return { exportedAt: new Date().toISOString(), account, ...data };
}
