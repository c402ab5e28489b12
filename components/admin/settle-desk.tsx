"use client";

import { useState } from "react";
import { ReasonButton } from "@/components/admin/reason-button";
import { Input } from "@/components/ui/input";
import { readPositive } from "@/lib/client/read-number";
import { sendProven } from "@/lib/client/send-proven";
import { formatDecimal } from "@/lib/core/decimal";

/** Settles a symbol that is closed or halted by hand; `held` are those that wait for it. */
export function SettleDesk({ held, onChange }: { held: readonly string[]; onChange: () => void }) {
  const [symbol, setSymbol] = useState("");
  const [price, setPrice] = useState("");
  const reading = readPositive(price, { missing: "", wrong: "The price must be above zero." });
  const problem = "message" in reading ? reading.message : "";
  const settle = async (reason: string) => {
    const at = "value" in reading ? { price: formatDecimal(reading.value) } : {};
    await sendProven("POST", "/api/admin/settlements", { symbol, reason, ...at });
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
            consequence="All orders in this symbol are cancelled and all positions closed at this price, for good."
            act={settle}
          />
        )}
      </div>
      {problem !== "" && (
        <p id="settle-price-problem" role="alert" className="text-down">
          {problem}
        </p>
      )}
    </section>
  );
}
