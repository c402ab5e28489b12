/** The feed needs a snapshot of each symbol first, on a machine that may be slow. */
const PRICE_LIMIT_MS = 120_000;

/** Null as soon as the stream at `baseUrl` has delivered a price while its response is open; else what happened. */
export async function readFirstPrice(
  baseUrl: string,
  options: { symbol: string; headers?: Record<string, string> },
): Promise<string | null> {
  const { symbol, headers } = options;
  const url = `${baseUrl}/api/stream?symbols=${symbol}`;
  const signal = AbortSignal.timeout(PRICE_LIMIT_MS);
  const decoder = new TextDecoder();
  let text = "";
  try {
    const response = await fetch(url, { headers: { accept: "text/event-stream", ...headers }, signal });
    if (!response.ok || !response.body) return `${url} answered ${response.status} ${await response.text()}`;
    for await (const part of response.body) {
      text += decoder.decode(part, { stream: true });
      if (hasPrice(text, symbol)) return null;
    }
  } catch (error) {
    return `${url} delivered no price (${error}): ${text.slice(0, 500)}`;
  }
  return `${url} ended without a price: ${text.slice(0, 500)}`;
}

/** A whole event that names the symbol and carries a decimal number in quotes. */
function hasPrice(text: string, symbol: string): boolean {
  const events = text.split("\n\n").slice(0, -1);
  return events.some((event) => event.includes(symbol) && /"\d+\.\d+"/.test(event));
}
