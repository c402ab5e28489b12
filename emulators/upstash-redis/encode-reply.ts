import { fromBinary, type Reply, StatusReply } from "@/emulators/upstash-redis/reply";

/** The text encoding that a client requests. */
export type Encoding = "text" | "base64";

/**
 * Turns a reply into what goes into JSON. With base64, every text is encoded, in arrays too; only an `OK`
 * that is the whole response stays as it is. The real client decodes by exactly these rules.
 */
export function encodeReply(reply: Reply, encoding: Encoding): unknown {
  if (reply instanceof StatusReply && reply.status === "OK") return "OK";
  return encodeItem(reply, encoding);
}

function encodeItem(reply: Reply, encoding: Encoding): unknown {
  if (reply === null || typeof reply === "number") return reply;
  if (Array.isArray(reply)) return reply.map((item) => encodeItem(item, encoding));
  const text = reply instanceof StatusReply ? reply.status : reply;
  return encoding === "base64" ? Buffer.from(text, "latin1").toString("base64") : fromBinary(text);
}

/** Writes a reply or an error in Redis' own protocol, version 2, as binary text. */
export function encodeResp2(reply: Reply | Error): string {
  if (reply instanceof Error) return `-${reply.message}\r\n`;
  if (reply === null) return "$-1\r\n";
  if (typeof reply === "number") return `:${reply}\r\n`;
  if (reply instanceof StatusReply) return `+${reply.status}\r\n`;
  if (Array.isArray(reply)) return `*${reply.length}\r\n${reply.map(encodeResp2).join("")}`;
  return `$${reply.length}\r\n${reply}\r\n`;
}
