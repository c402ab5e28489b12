import { serveWebStream } from "@/lib/http/stream/serve-web-stream";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";
/** Seconds; as in vercel.json. A stream ends itself before (`STREAM_MAX_SECONDS`). */
export const maxDuration = 300;

/** Prices for everybody, a portfolio's events for its owner. The gateway serves the same (`lib/gateway/`). */
export const GET = serveWebStream;
