import { RequestError } from "@/lib/client/api/market-api";

const TRIES = 3;
const PAUSE_MS = 400;
/** Answers after which nobody knows whether the request arrived: asking again with the same id is safe. */
const IN_DOUBT = new Set(["offline", "service_unavailable", "internal", "unreadable"]);

/** Whether the request may have been carried out all the same. */
export function isOutcomeUnknown(error: unknown): boolean {
  return error instanceof RequestError && IN_DOUBT.has(error.code);
}

/** Asks again, with growing pauses, while the fate of a request is unknown. Throws what the last try threw. */
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
