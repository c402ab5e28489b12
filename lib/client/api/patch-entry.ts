import { encodeId } from "@/lib/client/api/encode-id";
import { requestJson } from "@/lib/client/api/market-api";
import type { AnnotateEntryBody } from "@/lib/schemas/journal";
import type { JournalEntryDto } from "@/lib/schemas/journal-responses";

/** Saves the trader's text on a journal entry. Throws `RequestError`. */
export function patchEntry(id: string, body: AnnotateEntryBody): Promise<JournalEntryDto> {
  return requestJson<JournalEntryDto>(`/api/journal/${encodeId(id)}`, {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}
