import "server-only";
import type { z } from "zod";
import type { CalledKey } from "@/lib/db/queries/users/api-keys";
import type { KeyLimit } from "@/lib/v5/consume-key-limit";

/** The caller of a tool: a key with its portfolio, which nothing in the arguments can change. */
export type ToolCall = Pick<CalledKey, "key" | "portfolioId" | "userId">;

/** One tool. `right` trade: offered to keys that may trade alone, and counted as an order operation. */
export type Tool = {
  name: string;
  description: string;
  right: "read" | "trade";
  /** The limit of a call that can only lower risk, or the limit by its input; else by `right`. */
  limit?: "exit" | ((input: never) => KeyLimit);
  input: z.ZodObject;
  run: (call: ToolCall, input: never) => Promise<object>;
};

/** Keeps the type of a tool's input from its schema to its function. */
export function defineTool<S extends z.ZodObject>(
  tool: Omit<Tool, "input" | "run" | "limit"> & {
    limit?: "exit" | ((input: z.output<S>) => KeyLimit);
    input: S;
    run: (call: ToolCall, input: z.output<S>) => Promise<object>;
  },
): Tool {
  return tool;
}
