import { z } from "zod";

const messageSchema = z.looseObject({
  op: z.string().max(40).catch(""),
  args: z.unknown().optional(),
  req_id: z.union([z.string().max(2_000), z.number()]).nullish(),
  reqId: z.union([z.string().max(200), z.number()]).nullish(),
});

/** A message of a client. */
export type SocketMessage = z.output<typeof messageSchema>;

/** Reads a message; what is no JSON object has no `op`. */
export function parseSocketMessage(text: string): SocketMessage {
  try {
    return messageSchema.parse(JSON.parse(text));
  } catch {
    return { op: "", args: [] };
  }
}
