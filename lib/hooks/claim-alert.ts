import "server-only";
import { getFailFastRedis } from "@/lib/infra/redis/redis";
import { sha256 } from "@/lib/infra/sha256";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { AppError } from "@/lib/schemas/api-error";

/** The same message is rejected for this long, in seconds. */
const REPLAY_S = 60;

/**
 * Accepts each message of a hook once within a minute. One that names its time is rejected a minute later, too, so that
 * it can't be sent again at all.
 *
 * @throws AppError `alert_replayed`, `alert_too_old`, `service_unavailable` without Redis
 */
export async function claimAlert(
  hookId: string,
  alert: { text: string; atMs: number | null },
): Promise<void> {
  const { atMs } = alert;
  if (atMs !== null && Math.abs(Date.now() - atMs) > REPLAY_S * 1_000) {
    throw new AppError("alert_too_old", "The alert's time is more than a minute from now.");
  }
  // A message may name a time up to a minute ahead, and would be valid until a minute after that.
  const rememberS = atMs === null ? REPLAY_S : 2 * REPLAY_S;
  const name = `alert-seen:${hookId}:${sha256(alert.text)}`;
  const first = await getFailFastRedis()
    .set(name, "1", { nx: true, ex: rememberS })
    .catch((error) => {
      reportError("alert-replays-unknown", error);
      throw new AppError("service_unavailable", "Alerts can't be received at the moment.", {
        retryAfterSeconds: 2,
      });
    });
  if (first === null) throw new AppError("alert_replayed", "The same alert was received within a minute.");
}
