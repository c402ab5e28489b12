"use client";

import { useState } from "react";
import { ReasonButton } from "@/components/admin/reason-button";
import { Input } from "@/components/ui/input";
import { sendVerified } from "@/lib/client/api/send-verified";

const FIXED = [
  {
    name: "halt:*",
    label: "All trading halted",
    consequence: "No order is taken or executed in any symbol, and no stop or liquidation fires.",
  },
  {
    name: "allow-exits:*",
    label: "Exits allowed during a halt",
    consequence: "Orders that only reduce a position are taken and executed while trading is halted.",
  },
  { name: "read-only", label: "Read-only", consequence: "Nothing can be changed by anybody but admins." },
  {
    name: "registration-closed",
    label: "Registration closed",
    consequence: "No new account can be made.",
  },
] as const;

/** The switches that are set without a deployment, in force within a second. */
export function SwitchDesk({ on, onChange }: { on: readonly string[]; onChange: () => void }) {
  const [symbol, setSymbol] = useState("");
  const turn = (name: string, isOn: boolean) => async (reason: string) => {
    await sendVerified("PUT", "/api/admin/switches", { name, on: isOn, reason });
    onChange();
  };
  const cancelOrders = (of: string) => async (reason: string) => {
    await sendVerified("POST", "/api/admin/cancellations", { symbol: of, reason });
    onChange();
  };
  const isAllHalted = on.includes("halt:*");
  const halted = on.filter((name) => name.startsWith("halt:") && name !== "halt:*");
  return (
    <section aria-label="Switches" className="panel flex flex-col gap-2 p-3 text-xs">
      {FIXED.map(({ name, label, consequence }) => (
        <div key={name} className="flex items-center gap-3">
          <span className="flex-1">{label}</span>
          <strong className={on.includes(name) ? "text-warn" : "text-text-3"}>
            {on.includes(name) ? "on" : "off"}
          </strong>
          <ReasonButton
            label={on.includes(name) ? "Turn off" : "Turn on"}
            title={label}
            consequence={on.includes(name) ? "Everything goes on as usual." : consequence}
            act={turn(name, !on.includes(name))}
          />
        </div>
      ))}
      {halted.map((name) => (
        <div key={name} className="flex items-center gap-3">
          <span className="flex-1">{name.slice(5)} halted</span>
          <strong className="text-warn">on</strong>
          <CancelOrdersButton symbol={name.slice(5)} act={cancelOrders(name.slice(5))} />
          <ReasonButton
            label="Release"
            title={`Release ${name.slice(5)}`}
            consequence="Orders in this symbol are taken again, once the prices of the halt have been walked as after an outage."
            act={turn(name, false)}
          />
        </div>
      ))}
      <div className="flex items-center gap-3">
        <Input
          className="max-w-40"
          aria-label="Symbol to halt"
          placeholder="BTCUSDT"
          value={symbol}
          onChange={(event) => setSymbol(event.target.value.toUpperCase())}
        />
        {/^[A-Z0-9]{2,30}$/.test(symbol) && isAllHalted && (
          <CancelOrdersButton symbol={symbol} act={cancelOrders(symbol)} />
        )}
        {/^[A-Z0-9]{2,30}$/.test(symbol) && (
          <ReasonButton
            label={`Halt ${symbol}`}
            title={`Halt ${symbol}`}
            consequence="No order in this symbol is taken or executed; stops and liquidations wait, too."
            act={turn(`halt:${symbol}`, true)}
          />
        )}
      </div>
    </section>
  );
}

/** Cancels the orders of a halted symbol before the prices of the halt are matched with them. */
function CancelOrdersButton({ symbol, act }: { symbol: string; act: (reason: string) => Promise<void> }) {
  return (
    <ReasonButton
      label="Cancel orders"
      title={`Cancel all orders in ${symbol}`}
      consequence={`Every trader's waiting orders in ${symbol} are cancelled for good, so that the prices of the halt fill none of them. Positions stay, with their stops and targets.`}
      act={act}
    />
  );
}
