"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ReasonButton } from "@/components/admin/reason-button";
import { Input } from "@/components/ui/form/input";
import { sendVerified } from "@/lib/client/api/access/send-verified";
import { type InvalidNumber, readPositive } from "@/lib/client/numbers/read-number";
import type { Translate } from "@/lib/client/translate";
import { formatDecimal } from "@/lib/core/decimal";

/** In how many portfolios a symbol was settled, and in how many that failed. */
type Outcome = { settled: number; failed: number };

/** Settles a symbol that is closed or halted by hand; `held` are the symbols that wait for it. */
export function SettleDesk({ symbols, onChange }: { symbols: readonly string[]; onChange: () => void }) {
  const t = useTranslations("admin.settlement");
  const [symbol, setSymbol] = useState("");
  const [price, setPrice] = useState("");
  const [outcome, setOutcome] = useState("");
  const reading = readPositive(price);
  const problem = "problem" in reading ? describeProblem(reading, t) : "";
  const given = "value" in reading ? formatDecimal(reading.value) : null;
  const settle = async (reason: string) => {
    const body = { symbol, reason, ...(given !== null && { price: given }) };
    setOutcome(formatOutcome(symbol, t, await sendVerified<Outcome>("POST", "/api/admin/settlements", body)));
    onChange();
  };
  return (
    <section aria-label={t("label")} className="panel flex flex-col gap-2 p-3 text-xs">
      <h2 className="font-medium text-sm">{t("label")}</h2>
      <p className="text-text-2">
        {symbols.length === 0 ? t("nothing") : t("held", { symbols: symbols.join(", ") })}
      </p>
      <div className="flex flex-wrap items-center gap-3">
        <Input
          className="max-w-40"
          aria-label={t("symbol")}
          placeholder="LTCUSDT"
          value={symbol}
          onChange={(event) => setSymbol(event.target.value.toUpperCase())}
        />
        <Input
          className="max-w-40"
          aria-label={t("price")}
          placeholder={t("lastMark")}
          inputMode="decimal"
          aria-invalid={problem === "" ? undefined : true}
          aria-describedby={problem === "" ? undefined : "settle-price-problem"}
          value={price}
          onChange={(event) => setPrice(event.target.value)}
        />
        {/^[A-Z0-9]{2,30}$/.test(symbol) && problem === "" && (
          <ReasonButton
            label={t("settle", { symbol })}
            title={t("settle", { symbol })}
            consequence={given === null ? t("atMark", { symbol }) : t("atPrice", { symbol, price: given })}
            act={settle}
          />
        )}
      </div>
      {problem !== "" && (
        <p id="settle-price-problem" role="alert" className="text-down">
          {problem}
        </p>
      )}
      <p role="status" className="text-text-2 empty:hidden">
        {outcome}
      </p>
    </section>
  );
}

function formatOutcome(
  symbol: string,
  t: Translate<"admin.settlement">,
  { settled, failed }: Outcome,
): string {
  return failed === 0
    ? t("done", { symbol, settled })
    : t("doneSome", { symbol, settled, failed: String(failed) });
}

function describeProblem({ problem, hint }: InvalidNumber, t: Translate<"admin.settlement">): string {
  if (problem === "decimal comma") return t("decimalComma", { hint });
  return problem === "missing" ? "" : t("wrongPrice");
}
