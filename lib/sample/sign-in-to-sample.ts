import "server-only";
import { beginSession } from "@/lib/auth/session/begin-session";
import { createSessionCookie } from "@/lib/auth/session/session-token";
import { findReadySample } from "@/lib/db/admin/sample-users";
import { getEnv } from "@/lib/infra/env/env";
import { sampleOfDay } from "@/lib/sample/prepare-sample";
import { AppError } from "@/lib/schemas/api-error";

const DAY_MS = 86_400_000;

/**
 * Signs a visitor in to the sample account of the day, or of yesterday while it is being made. Nothing about the visitor
 * is stored: all of them see the same account. @returns the `set-cookie` header
 *
 * @throws AppError `not_found` where there is no sample account
 */
export async function signInToSample(now: Date): Promise<string> {
  if (!getEnv().SAMPLE_ACCOUNT) throw new AppError("not_found", "There is no sample account here.");
  const days = [now, new Date(now.getTime() - DAY_MS)];
  for (const day of days) {
    const user = await findReadySample(sampleOfDay(day));
    if (user === null) continue;
    const sessionId = await beginSession(user, { clientIp: "", userAgent: "", locale: "en" });
    return createSessionCookie({ userId: user.id, sessionId });
  }
  const message = "The sample account is being prepared. Try again in a minute.";
  throw new AppError("service_unavailable", message, { retryAfterSeconds: 60 });
}
