import "server-only";
import { hkdfSync } from "node:crypto";
import { getEnv } from "@/lib/infra/env";
import { getProcessSingleton } from "@/lib/infra/process-singleton";

/** A key of 32 bytes for one purpose, made from the product's secret. */
export function deriveKey(purpose: "sealed-text" | "tick-proof" | "share" | "challenge-id"): Buffer {
  return getProcessSingleton(`key-${purpose}`, () =>
    Buffer.from(hkdfSync("sha256", getEnv().NEXTAUTH_SECRET, "terminal-zero", purpose, 32)),
  );
}
