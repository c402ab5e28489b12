import { createHmac } from "node:crypto";
import { median } from "@/bench/bench-row";
import { verifySignature } from "@/lib/v5/wire/verify-signature";

const REPETITIONS = 7;
const CHECKS = 20_000;
const SECRET = "0123456789abcdef0123456789abcdef0123456789abcdef";

/** The time of one check of a signature over an order of usual length, in µs. */
export function measureSignatures(): number {
  const body = JSON.stringify({
    ...{ category: "linear", symbol: "BTCUSDT", side: "Buy", orderType: "Limit", qty: "0.001" },
    ...{ price: "60000", timeInForce: "GTC", orderLinkId: "bench-00000001" },
  });
  const text = `1764300000000tzbench000000000key5000${body}`;
  const signature = createHmac("sha256", SECRET).update(text).digest("hex");
  const samples = Array.from({ length: REPETITIONS }, () => {
    const startedMs = performance.now();
    for (let check = 0; check < CHECKS; check += 1) {
      if (!verifySignature({ secret: SECRET }, [text], signature))
        throw new Error("A signature was rejected.");
    }
    return ((performance.now() - startedMs) * 1_000) / CHECKS;
  });
  return median(samples);
}
