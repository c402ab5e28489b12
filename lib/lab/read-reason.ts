/** The message of what was thrown, which a strategy may have made unreadable on purpose. */
export function readReason(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return "an error without a message";
  }
}
