import { serveStream } from "@/lib/http/serve-stream";

/**
 * The only file under `pages/`: an App Router handler streams through a web `ReadableStream` for each
 * client, which costs about four times a raw response for each message; a Pages handler writes to the
 * Node response itself. `bench/stream` measures it.
 */
export const config = {
  api: { bodyParser: false, responseLimit: false, externalResolver: true },
  maxDuration: 300,
};

export default serveStream;
