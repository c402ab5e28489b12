"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { ReasonButton } from "@/components/admin/reason-button";
import { Input } from "@/components/ui/form/input";
import { sendVerified } from "@/lib/client/api/access/send-verified";

const FIXED = [
  { name: "halt:*", key: "haltAll" },
  { name: "allow-exits:*", key: "allowExits" },
  { name: "read-only", key: "readOnly" },
  { name: "registration-closed", key: "registrationClosed" },
] as const;

/** The switches that are set without a deployment, in force within a second. */
export function SwitchDesk({ on, onChange }: { on: readonly string[]; onChange: () => void }) {
  const t = useTranslations("admin.switches");
  const id = useId();
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
    <section aria-label={t("label")} className="panel flex flex-col gap-2 p-3 text-xs">
      <h2 className="font-medium text-sm">{t("label")}</h2>
      {FIXED.map(({ name, key }) => (
        <div key={name} className="flex items-center gap-3">
          <span className="flex-1">{t(`${key}.label`)}</span>
          <strong className={on.includes(name) ? "text-warn" : "text-text-3"}>
            {t(on.includes(name) ? "on" : "off")}
          </strong>
          <ReasonButton
            label={t(on.includes(name) ? "turnOff" : "turnOn")}
            title={t(`${key}.label`)}
            consequence={on.includes(name) ? t("back") : t(`${key}.consequence`)}
            act={turn(name, !on.includes(name))}
          />
        </div>
      ))}
      {halted.map((name) => (
        <div key={name} className="flex items-center gap-3">
          <span className="flex-1">{t("halted", { symbol: name.slice(5) })}</span>
          <strong className="text-warn">{t("on")}</strong>
          <CancelOrdersButton symbol={name.slice(5)} act={cancelOrders(name.slice(5))} />
          <ReasonButton
            label={t("release", { symbol: name.slice(5) })}
            title={t("release", { symbol: name.slice(5) })}
            consequence={t("releaseConsequence")}
            act={turn(name, false)}
          />
        </div>
      ))}
      <div className="flex items-center gap-3">
        <label htmlFor={id} className="flex-1">
          {t("symbol")}
        </label>
        <Input
          id={id}
          className="max-w-40"
          placeholder="BTCUSDT"
          value={symbol}
          onChange={(event) => setSymbol(event.target.value.toUpperCase())}
        />
        {/^[A-Z0-9]{2,30}$/.test(symbol) && isAllHalted && (
          <CancelOrdersButton symbol={symbol} act={cancelOrders(symbol)} />
        )}
        {/^[A-Z0-9]{2,30}$/.test(symbol) && (
          <ReasonButton
            label={t("halt", { symbol })}
            title={t("halt", { symbol })}
            consequence={t("haltConsequence")}
            act={turn(`halt:${symbol}`, true)}
          />
        )}
      </div>
    </section>
  );
}

/** Cancels the orders of a halted symbol before the prices of the halt are matched with them. */
function CancelOrdersButton({ symbol, act }: { symbol: string; act: (reason: string) => Promise<void> }) {
  const t = useTranslations("admin.switches");
  return (
    <ReasonButton
      label={t("cancel")}
      title={t("cancelTitle", { symbol })}
      consequence={t("cancelConsequence", { symbol })}
      act={act}
    />
  );
}
