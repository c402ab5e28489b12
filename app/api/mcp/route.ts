import { respondToBearer } from "@/lib/mcp/respond-to-bearer";
import { serveMcp } from "@/lib/mcp/serve-mcp";

export const dynamic = "force-dynamic";

/** The Model Context Protocol over streamable HTTP, for assistants that have an API key. */
export const POST = respondToBearer("/api/mcp", serveMcp);
