"use client";

import { useId, useState } from "react";
import { Notice } from "@/components/ui/notice";
import { readStatement } from "@/lib/core/proof/statement";
import { type StatementVerdict, verifyStatement } from "@/lib/core/proof/verify-statement";

/** Recomputes a chosen file in this browser; nothing is sent anywhere. */
export function StatementChecker() {
  const id = useId();
  const [result, setResult] = useState<StatementVerdict | { error: string } | "checking" | null>(null);
  const check = async (file: File | undefined) => {
    if (!file) return;
    setResult("checking");
    try {
      setResult(await verifyStatement(readStatement(await file.text()), sha256));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      setResult({ error: error.message });
    }
  };
  return (
    <div className="flex flex-col gap-3">
      <label htmlFor={id} className="font-medium text-sm">
        A statement (JSON)
      </label>
      <input
        id={id}
        type="file"
        accept="application/json,.json"
        className="text-sm file:mr-3 file:rounded file:border file:border-line-strong file:bg-panel file:px-3 file:py-1.5 file:text-text"
        onChange={(event) => void check(event.target.files?.[0])}
      />
      <div aria-live="polite">{result !== null && <Result result={result} />}</div>
    </div>
  );
}

function Result({ result }: { result: StatementVerdict | { error: string } | "checking" }) {
  if (result === "checking") return <p className="text-sm text-text-2">Recomputing…</p>;
  if ("error" in result) return <Notice tone="warn">{result.error}</Notice>;
  if (!result.ok) {
    return (
      <Notice tone="warn">
        Event {result.seq} does not hold: {result.why}.
      </Notice>
    );
  }
  return (
    <Notice tone="good">
      OK: {result.events} events, {result.fills} fills and {result.verdicts} verdicts recomputed; balance{" "}
      {result.balance}.
    </Notice>
  );
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
