/**
 * What a command returns, before it is encoded for a client.
 *
 * Text is *binary*: one character per byte (latin1), so that lengths, offsets and order are those of Redis
 * and any bytes survive. `toBinary` and `fromBinary` are the only crossings to real text.
 */
export type Reply = null | number | string | StatusReply | Reply[];

/** A simple string such as `OK`, which Upstash treats differently from a stored "OK". */
export class StatusReply {
  constructor(readonly status: string) {}
}

/** The status that most writes return. */
export const OK = new StatusReply("OK");

/** An error that is sent to the client; its message starts with the error's kind (`ERR`, `WRONGTYPE`). */
export class CommandError extends Error {}

/** Turns text into one character per UTF-8 byte. */
export function toBinary(text: string): string {
  const length = Buffer.byteLength(text);
  return length === text.length ? text : Buffer.from(text, "utf8").toString("latin1");
}

/** Turns one character per byte back into text; broken UTF-8 becomes U+FFFD. */
export function fromBinary(binary: string): string {
  return Buffer.from(binary, "latin1").toString("utf8");
}

/** The error of a command on a value of another type. */
export function createWrongTypeError(): CommandError {
  return new CommandError("WRONGTYPE Operation against a key holding the wrong kind of value");
}

/** The error of a command whose options don't fit together. */
export function createSyntaxError(): CommandError {
  return new CommandError("ERR syntax error");
}
