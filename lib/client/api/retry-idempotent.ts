import { RequestError } from "@/lib/client/api/market-api";

const TRIES = 3;
const PAUSE_MS = 400;
/** Responses after which it is unknown whether the request was executed: a retry with the same id is safe. */
const OUTCOME_UNKNOWN = new Set(["offline", "service_unavailable", "internal", "unreadable"]);

/** Whether the request may have been executed despite the error. */
export function isOutcomeUnknown(error: unknown): boolean {
  return error instanceof RequestError && OUTCOME_UNKNOWN.has(error.code);
}

/**
 * Retries with growing pauses while the result of a request is unknown. Throws the error of the last attempt.
 */
export async function retryIdempotent<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isOutcomeUnknown(error) || tries >= TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * tries));
    }
  }
}
