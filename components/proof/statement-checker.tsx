"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FileField } from "@/components/ui/form/file-field";
import { Notice } from "@/components/ui/notice";
import { type PublishedAnchors, readPublishedAnchors } from "@/lib/core/proof/published-anchors";
import { resultSentences } from "@/lib/core/proof/result-sentences";
import { readStatement } from "@/lib/core/proof/statement";
import { type StatementResult, verifyStatement } from "@/lib/core/proof/verify-statement";

/** Recomputes a chosen file in this browser; only the portfolio's id leaves it, to look its anchors up. */
export function StatementChecker() {
  const t = useTranslations("site.statementChecker");
  const [result, setResult] = useState<StatementResult | { error: string } | "checking" | null>(null);
  const check = async (file: File | null) => {
    if (!file) return;
    setResult("checking");
    try {
      const statement = readStatement(await file.text());
      setResult(await verifyStatement(statement, sha256, await lookUpAnchors(statement.portfolioId)));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      setResult({ error: error.message });
    }
  };
  return (
    <div className="flex flex-col gap-3">
      <FileField label={t("file")} accept="application/json,.json" onChoose={(file) => void check(file)} />
      <div aria-live="polite">{result !== null && <Result result={result} />}</div>
    </div>
  );
}

function Result({ result }: { result: StatementResult | { error: string } | "checking" }) {
  const t = useTranslations("site.statementChecker");
  if (result === "checking") return <p className="text-sm text-text-2">{t("checking")}</p>;
  if ("error" in result) return <Notice tone="warn">{result.error}</Notice>;
  const isAnchored = result.ok && result.anchoring.kind === "anchored";
  const [headline, ...details] = resultSentences(result);
  return (
    <div className="flex flex-col gap-2">
      <Notice tone={isAnchored ? "good" : "warn"}>{headline}</Notice>
      {details.map((sentence) => (
        <p key={sentence} className="text-sm text-text-2">
          {sentence}
        </p>
      ))}
    </div>
  );
}

/**
 * The public anchors of a portfolio; null when they can't be loaded, and then nothing is shown as anchored.
 */
async function lookUpAnchors(portfolioId: string): Promise<PublishedAnchors | null> {
  const query = new URLSearchParams({ portfolioId });
  try {
    const response = await fetch(`/api/anchors/heads?${query}`);
    return response.ok ? readPublishedAnchors(await response.text()) : null;
  } catch {
    return null;
  }
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
