import "server-only";
import { AppError } from "@/lib/schemas/api-error";

type Message = { headers: Headers; body: AsyncIterable<Uint8Array> | null };

/**
 * The body of a request or of a service's response as UTF-8 text of at most `maxBytes`; no more than that is
 * ever read or buffered. All bodies must be read by it: `npm run check` forbids `.text()`, `.json()` and
 * their like.
 *
 * @throws AppError `body_too_large`, before the first read if the length is declared.
 */
export async function readText(message: Message, maxBytes: number): Promise<string> {
  return (await readBytes(message, maxBytes)).toString("utf8");
}

/** The same as bytes. @throws AppError `body_too_large` */
export async function readBytes(message: Message, maxBytes: number): Promise<Buffer> {
  const tooLarge = () =>
    new AppError("body_too_large", `The body may have at most ${maxBytes} bytes.`, { maxBytes });
  if (Number(message.headers.get("content-length")) > maxBytes) throw tooLarge();
  if (!message.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of message.body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
