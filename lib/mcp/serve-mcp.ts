import "server-only";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { z } from "zod";
import { recordCall } from "@/lib/auth/api-key-use";
import { assertSwitchOff } from "@/lib/db/portfolio/assert-switch-off";
import type { CalledKey } from "@/lib/db/queries/users/api-keys";
import { toErrorResponse } from "@/lib/http/to-error-response";
import { readText } from "@/lib/infra/read-text";
import { ORDER_TOOLS } from "@/lib/mcp/order-tools";
import { READ_TOOLS } from "@/lib/mcp/read-tools";
import type { Tool } from "@/lib/mcp/tool";
import { consumeKeyLimit, type KeyLimit } from "@/lib/v5/consume-key-limit";
import { V5Error } from "@/lib/v5/wire/v5-error";

const ALL_TOOLS: readonly Tool[] = [...READ_TOOLS, ...ORDER_TOOLS];
/** The largest accepted message, in bytes. */
const MAX_BYTES = 64 * 1_024;
const INSTRUCTIONS =
  "Terminal Zero practises crypto perpetuals on live Bybit prices with simulated money. The key decides the portfolio. Decimals are text. Try an order with dryRun before you place it.";

/**
 * Answers one message of the Model Context Protocol. Every request stands alone: there is no session, so any process
 * may answer it.
 */
export async function serveMcp(request: Request, key: CalledKey): Promise<Response> {
  const body = await readText(request, MAX_BYTES);
  const tools = ALL_TOOLS.filter(({ right }) => right === "read" || key.canTrade);
  if (!isCall(body, tools)) await consumeKeyLimit("read", { who: key.key, userId: key.userId });
  const server = new McpServer({ name: "terminal-zero", version: "1.0.0" }, { instructions: INSTRUCTIONS });
  for (const tool of tools) register(server, tool, key);
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  await server.connect(transport);
  const { url, method, headers } = request;
  return transport.handleRequest(new Request(url, { method, headers, body }));
}

const callSchema = z.looseObject({
  method: z.literal("tools/call"),
  params: z.looseObject({ name: z.string(), arguments: z.unknown().default({}) }),
});

/** Whether a message calls a tool with valid arguments, which counts by itself. */
function isCall(body: string, tools: readonly Tool[]): boolean {
  try {
    const { params } = callSchema.parse(JSON.parse(body));
    return tools.some(({ name, input }) => name === params.name && input.safeParse(params.arguments).success);
  } catch {
    return false;
  }
}

function register(server: McpServer, tool: Tool, key: CalledKey): void {
  const { name, description, right, input } = tool;
  const annotations = {
    readOnlyHint: right === "read",
    destructiveHint: right === "trade",
    idempotentHint: true,
  };
  server.registerTool(name, { description, inputSchema: input, annotations }, async (given: unknown) => {
    try {
      return toResult(await runTool(tool, key, given));
    } catch (error) {
      return { ...toResult(describeError(error, name)), isError: true };
    }
  });
}

async function runTool(tool: Tool, key: CalledKey, given: unknown): Promise<object> {
  recordCall(key.portfolioId, key.key, Date.now());
  const input = tool.input.parse(given) as never;
  await consumeKeyLimit(limitOf(tool, input), { who: key.key, userId: key.userId });
  if (tool.right === "trade") await assertSwitchOff("read-only");
  return tool.run(key, input);
}

function limitOf({ right, limit }: Tool, input: never): KeyLimit {
  if (typeof limit === "function") return limit(input);
  return limit ?? (right === "trade" ? "order" : "read");
}

function toResult(result: object) {
  const content = [{ type: "text" as const, text: JSON.stringify(result) }];
  return { content, structuredContent: result as Record<string, unknown> };
}

/** A rejection with its code and sentence; a bug is reported, without its text in the answer. */
function describeError(error: unknown, tool: string): object {
  if (error instanceof V5Error) return { error: { code: String(error.retCode), message: error.message } };
  return toErrorResponse(error, { route: `mcp ${tool}`, requestId: "" }).body;
}
