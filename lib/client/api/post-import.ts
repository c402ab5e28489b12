import { RequestError } from "@/lib/client/api/market-api";
import type { ImportChoices, ImportDto, ImportPreview } from "@/lib/schemas/imports";

/** What is sent beside the file; `id` is made once for each intended import. */
export type ImportRequest = ImportChoices & {
  mode: "preview" | "commit";
  fileName: string;
  id?: string;
  capital?: string;
};

/**
 * Sends a file of trades. `onSent` gets the fraction that has left the browser, which `fetch` does not tell.
 * Throws `RequestError`.
 */
export function postImport<T extends ImportPreview | ImportDto>(
  file: File,
  query: ImportRequest,
  onSent: (fraction: number) => void,
): Promise<T> {
  const search = new URLSearchParams(
    Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/imports?${search}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => onSent(total === 0 ? 1 : loaded / total);
    request.onerror = () => reject(new RequestError("offline", ""));
    request.onload = () => {
      const body = parseBody(request.responseText);
      if (request.status < 300 && body !== null) return resolve(body as T);
      const error = (body as { error?: { code: string; message: string } } | null)?.error;
      reject(new RequestError(error?.code ?? "unreadable", error?.message ?? ""));
    };
    request.send(file);
  });
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
