import "server-only";
import { listSwitches } from "@/lib/db/admin/switches";
import { readSwitches } from "@/lib/infra/operator-switches";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { AppError, type ErrorCode } from "@/lib/schemas/api-error";

const REJECTIONS = {
  "read-only": ["read_only", "Nothing can be changed at the moment; everything can still be read."],
  "registration-closed": ["registration_closed", "No new accounts can be made at the moment."],
} as const satisfies Record<string, [ErrorCode, string]>;

/**
 * Rejects what an operator has switched off. If the switches can't be read nothing is rejected here: the
 * following steps need the same database and fail by themselves.
 *
 * @throws AppError `read_only`, `registration_closed`
 */
export async function assertSwitchOff(name: keyof typeof REJECTIONS): Promise<void> {
  const on = await readSwitches(listSwitches).catch((error) => {
    reportError("switches-unreadable", error);
    return new Set<string>();
  });
  if (!on.has(name)) return;
  const [code, message] = REJECTIONS[name];
  throw new AppError(code, message);
}
