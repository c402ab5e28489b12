import { serveWebStream } from "@/lib/http/stream/serve-web-stream";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";
/** Seconds; must equal vercel.json. A stream ends itself before (`STREAM_MAX_SECONDS`). */
export const maxDuration = 300;

/**
 * Prices for all visitors, a portfolio's events for its owner. The gateway serves the same (`lib/gateway/`).
 */
export const GET = serveWebStream;
