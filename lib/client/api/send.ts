import { RequestError, readRejection } from "@/lib/client/api/market-api";

/** Sends a write, or asks for JSON, and returns the response. Throws `RequestError`. */
export async function send<T = void>(method: string, path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: { accept: "application/json", "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new RequestError("offline", "The server could not be reached. Check the connection.");
  }
  if (!response.ok) throw await readRejection(response);
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}
