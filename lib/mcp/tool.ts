import "server-only";
import type { z } from "zod";
import type { CalledKey } from "@/lib/db/queries/users/api-keys";

/** The caller of a tool: a key with its portfolio, which nothing in the arguments can change. */
export type ToolCall = Pick<CalledKey, "key" | "portfolioId" | "userId">;

/** One tool. `right` trade: offered to keys that may trade alone, and counted as an order operation. */
export type Tool = {
  name: string;
  description: string;
  right: "read" | "trade";
  /** Of a tool that can only lower risk. */
  limit?: "exit";
  input: z.ZodObject;
  run: (call: ToolCall, input: never) => Promise<object>;
};

/** Keeps the type of a tool's input from its schema to its function. */
export function defineTool<S extends z.ZodObject>(
  tool: Omit<Tool, "input" | "run"> & {
    input: S;
    run: (call: ToolCall, input: z.output<S>) => Promise<object>;
  },
): Tool {
  return tool;
}
