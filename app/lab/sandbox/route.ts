import { SANDBOX_SCRIPT, sandboxPolicy } from "@/lib/http/sandbox-page";

export const dynamic = "force-dynamic";

/**
 * The frame in which strategies run: an opaque origin without cookies, storage and network, whatever page
 * embeds it. Public and the same for everybody: it contains nothing.
 */
export function GET(): Response {
  const nonce = btoa(crypto.randomUUID());
  const html = `<!doctype html><meta charset="utf-8"><title>Lab sandbox</title><script nonce="${nonce}">${SANDBOX_SCRIPT}</script>`;
  return new Response(html, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": sandboxPolicy(nonce),
      "cache-control": "no-store",
    },
  });
}
