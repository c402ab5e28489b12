import "server-only";
import { type FlagSetting, findNamedUsers, listFlags, storeFlag } from "@/lib/db/admin/feature-flags";
import type { SetFlagBody } from "@/lib/schemas/admin";
import { AppError } from "@/lib/schemas/api-error";

/** Sets for whom a feature is on, at once. @throws AppError `bad_request` for a user that does not exist */
export async function setFlag(adminId: string, body: SetFlagBody): Promise<{ flags: FlagSetting[] }> {
  const { name, percent, users, reason } = body;
  const { userIds, unknown } = await findNamedUsers(users);
  if (unknown.length > 0) {
    throw new AppError("bad_request", `There is no user ${unknown.join(", ")}.`, { field: "users" });
  }
  await storeFlag({ adminId, action: "set-flag", target: `flag:${name}`, reason }, name, {
    percent,
    userIds,
  });
  return { flags: await listFlags() };
}
