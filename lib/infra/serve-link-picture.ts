import "server-only";
import { createHash } from "node:crypto";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { readBytes } from "@/lib/infra/read-text";

/** Images that are drawn concurrently: each takes most of a core. */
const MAX_DRAWING = 2;
const MAX_WAITING = 50;
/** Images that a process caches, and the size of the largest, in bytes. */
const MAX_KEPT = 100;
const MAX_BYTES = 1_024 * 1_024;
/** Caches revalidate after an hour, so that a banned name disappears. */
const HEADERS = { "content-type": "image/png", "cache-control": "public, max-age=300, s-maxage=3600" };

type Pictures = { kept: Map<string, Promise<Buffer>>; drawing: number; waiting: (() => void)[] };

/**
 * Serves the preview image of a link. It is drawn once for its `content` and cached by the hash of that; at
 * most two are drawn concurrently in a process. 503 when too many wait.
 */
export async function serveLinkPicture(
  content: object,
  draw: () => Response | Promise<Response>,
): Promise<Response> {
  const pictures = getProcessSingleton<Pictures>("link-pictures", () => ({
    kept: new Map(),
    drawing: 0,
    waiting: [],
  }));
  const key = createHash("sha256").update(JSON.stringify(content)).digest("base64url");
  const known = pictures.kept.get(key);
  if (!known && pictures.waiting.length >= MAX_WAITING) {
    return new Response(null, { status: 503, headers: { "retry-after": "5", "cache-control": "no-store" } });
  }
  const picture = known ?? drawInTurn(pictures, draw);
  keep(pictures.kept, key, picture);
  return new Response(new Uint8Array(await picture), { headers: { ...HEADERS, etag: `"${key}"` } });
}

/** Ordered by last use; the first entry is dropped. A failed image is not cached. */
function keep(kept: Pictures["kept"], key: string, picture: Promise<Buffer>): void {
  kept.delete(key);
  kept.set(key, picture);
  const [oldest] = kept.keys();
  if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
  picture.catch(() => {
    if (kept.get(key) === picture) kept.delete(key);
  });
}

async function drawInTurn(pictures: Pictures, draw: () => Response | Promise<Response>): Promise<Buffer> {
  if (pictures.drawing < MAX_DRAWING) pictures.drawing += 1;
  else await new Promise<void>((resolve) => pictures.waiting.push(resolve));
  try {
    return await readBytes(await draw(), MAX_BYTES);
  } finally {
    // The next waiting request uses the free slot.
    const next = pictures.waiting.shift();
    if (next) next();
    else pictures.drawing -= 1;
  }
}
