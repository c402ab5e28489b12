import "server-only";
import { toKeyDto } from "@/lib/accounts/keys/to-key-dto";
import { countCalls } from "@/lib/auth/api-key-use";
import { listKeys } from "@/lib/db/queries/users/api-keys";
import type { ApiKeyDto } from "@/lib/schemas/programs/api-keys";

/** A user's keys with their use, newest first. */
export async function listOwnKeys(userId: string): Promise<ApiKeyDto[]> {
  const keys = await listKeys(userId);
  const calls = await countCalls(keys.map(({ key }) => key));
  return keys.map((stored) => toKeyDto(stored, calls.get(stored.key) ?? 0));
}
