import "server-only";
import { Transform } from "node:stream";

/** The encodings that exports and spreadsheets save text in. */
export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | (typeof LOCAL_ENCODINGS)[number];
const LOCAL_ENCODINGS = ["windows-1252", "shift_jis", "gb18030", "big5", "euc-kr", "windows-1251"] as const;

/**
 * The encodings that a text may have by its first bytes: a byte order mark, NULs of UTF-16, or UTF-8. Where it
 * is none of them, a spreadsheet has saved it in the encoding of its country, which the headings will tell.
 */
export function listEncodings(head: Buffer): readonly TextEncoding[] {
  if (head[0] === 0xff && head[1] === 0xfe) return ["utf-16le"];
  if (head[0] === 0xfe && head[1] === 0xff) return ["utf-16be"];
  let [evenNuls, oddNuls] = [0, 0];
  for (let index = 0; index + 1 < head.length; index += 2) {
    if (head[index] === 0) evenNuls += 1;
    if (head[index + 1] === 0) oddNuls += 1;
  }
  if (oddNuls * 6 > head.length) return ["utf-16le"];
  if (evenNuls * 6 > head.length) return ["utf-16be"];
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return ["utf-8"];
  } catch {
    return LOCAL_ENCODINGS;
  }
}

/** Bytes to text, without byte order marks, which some exports put before every line. */
export function createTextDecoder(encoding: TextEncoding): Transform {
  const decoder = new TextDecoder(encoding);
  return new Transform({
    readableObjectMode: false,
    decodeStrings: false,
    encoding: "utf8",
    transform(chunk: Buffer, _encoding, done) {
      done(null, decoder.decode(chunk, { stream: true }).replaceAll("\ufeff", ""));
    },
    flush(done) {
      done(null, decoder.decode());
    },
  });
}
