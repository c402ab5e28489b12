import "server-only";
import { randomUUID } from "node:crypto";
import { getFailFastRedis } from "@/lib/infra/redis/redis";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { AppError } from "@/lib/schemas/api-error";

/** A user whose process died may import again after this time, in ms. */
const LEASE_MS = 60_000;
const RENEW_MS = 20_000;

const RENEW = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0`;
const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

/**
 * Receives and reads one file of a user at a time, since each one takes disk and processor time.
 *
 * @throws AppError `import_running` while another one runs, `service_unavailable` without Redis, and what `work` throws
 */
export async function runOneImport<T>(userId: string, work: () => Promise<T>): Promise<T> {
  const redis = getFailFastRedis();
  const name = `import-running:${userId}`;
  const holder = randomUUID();
  const first = await redis.set(name, holder, { nx: true, px: LEASE_MS }).catch((error) => {
    reportError("running-import-unknown", error);
    throw new AppError("service_unavailable", "Files can't be imported at the moment. Try again.", {
      retryAfterSeconds: 2,
    });
  });
  if (first === null) {
    throw new AppError(
      "import_running",
      "Another file of this account is being imported. Try again after it.",
    );
  }
  const keep = (error: unknown) => reportError("running-import-not-kept", error);
  const timer = setInterval(() => {
    redis.eval(RENEW, [name], [holder, String(LEASE_MS)]).catch(keep);
  }, RENEW_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await redis.eval(RELEASE, [name], [holder]).catch(keep);
  }
}
