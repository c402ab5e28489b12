import "server-only";
import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { AppError } from "@/lib/schemas/api-error";
import { MAX_IMPORT_BYTES } from "@/lib/schemas/imports";

/**
 * Writes a request's body to a file of its own while it arrives, hands over the path, and removes the file.
 *
 * @throws AppError `body_too_large`, before the first byte if the length is declared; `bad_request` without a body
 */
export async function spoolUpload<T>(
  request: Request,
  use: (file: { path: string; bytes: number }) => Promise<T>,
): Promise<T> {
  if (Number(request.headers.get("content-length")) > MAX_IMPORT_BYTES) throw tooLarge();
  if (request.body === null) throw new AppError("bad_request", "The body must be the file.");
  const path = join(tmpdir(), `import-${randomUUID()}`);
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > MAX_IMPORT_BYTES ? tooLarge() : null, chunk);
    },
  });
  try {
    await pipeline(
      Readable.fromWeb(request.body as NodeStream),
      count,
      createWriteStream(path, { mode: 0o600 }),
    );
    return await use({ path, bytes });
  } finally {
    await rm(path, { force: true });
  }
}

function tooLarge(): AppError {
  const mb = MAX_IMPORT_BYTES / 1_024 / 1_024;
  return new AppError("body_too_large", `A file may have at most ${mb} MB.`, { maxBytes: MAX_IMPORT_BYTES });
}
