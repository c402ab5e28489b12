import "server-only";

/** Encodes one Server-Sent Event. `json` must be a single line, which JSON always is. */
export function encodeEvent(event: string, json: string): string {
  return `event: ${event}\ndata: ${json}\n\n`;
}
