"use client";

import { useState } from "react";
import { ReasonButton } from "@/components/admin/reason-button";
import { Input } from "@/components/ui/input";
import { sendVerified } from "@/lib/client/api/send-verified";
import { type InvalidNumber, readPositive } from "@/lib/client/orders/read-number";
import { formatDecimal } from "@/lib/core/decimal";

/** In how many portfolios a symbol was settled, and in how many that failed. */
type Outcome = { settled: number; failed: number };

/** Settles a symbol that is closed or halted by hand; `held` are the symbols that wait for it. */
export function SettleDesk({ held, onChange }: { held: readonly string[]; onChange: () => void }) {
  const [symbol, setSymbol] = useState("");
  const [price, setPrice] = useState("");
  const [outcome, setOutcome] = useState("");
  const reading = readPositive(price);
  const problem = "problem" in reading ? describeProblem(reading) : "";
  const given = "value" in reading ? formatDecimal(reading.value) : null;
  const settle = async (reason: string) => {
    const body = { symbol, reason, ...(given !== null && { price: given }) };
    setOutcome(describeOutcome(symbol, await sendVerified<Outcome>("POST", "/api/admin/settlements", body)));
    onChange();
  };
  return (
    <section aria-label="Settlement" className="panel flex flex-col gap-2 p-3 text-xs">
      <p className="text-text-2">
        {held.length === 0
          ? "No symbol that is not traded any more is held."
          : `Not traded any more and still held: ${held.join(", ")}. Settled by itself after half an hour.`}
      </p>
      <div className="flex flex-wrap items-center gap-3">
        <Input
          className="max-w-40"
          aria-label="Symbol to settle"
          placeholder="LTCUSDT"
          value={symbol}
          onChange={(event) => setSymbol(event.target.value.toUpperCase())}
        />
        <Input
          className="max-w-40"
          aria-label="Settlement price; empty for the last mark"
          placeholder="last mark"
          inputMode="decimal"
          aria-invalid={problem === "" ? undefined : true}
          aria-describedby={problem === "" ? undefined : "settle-price-problem"}
          value={price}
          onChange={(event) => setPrice(event.target.value)}
        />
        {/^[A-Z0-9]{2,30}$/.test(symbol) && problem === "" && (
          <ReasonButton
            label={`Settle ${symbol}`}
            title={`Settle ${symbol}`}
            consequence={`All orders in ${symbol} are cancelled and all positions closed at ${given ?? "the last mark"}, for good.`}
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

function describeOutcome(symbol: string, { settled, failed }: Outcome): string {
  const portfolios = settled === 1 ? "1 portfolio" : `${settled} portfolios`;
  const rest = failed === 0 ? "" : ` ${failed} failed; settle again, and see the error reports.`;
  return `${symbol} is settled in ${portfolios}.${rest}`;
}

function describeProblem({ problem, hint }: InvalidNumber): string {
  if (problem === "decimal comma") return `Use a dot for decimals: ${hint}.`;
  return problem === "missing" ? "" : "The price must be above zero.";
}
