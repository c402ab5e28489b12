import { RequestError, readRejection } from "@/lib/client/api/market-api";
import { saveBlob } from "@/lib/client/save-blob";

/** Saves a CSV file of our API. Unlike a link it throws what the API rejects: `RequestError`. */
export async function downloadCsv(url: string, name: string): Promise<void> {
  const response = await fetch(url).catch(() => {
    throw new RequestError("offline", "The server could not be reached. Check the connection.");
  });
  if (!response.ok) throw await readRejection(response);
  saveBlob(await response.blob(), name);
}
