"use client";

import { useTranslations } from "next-intl";
import type { OrderFormState } from "@/components/terminal/order/use-order-draft";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/form/checkbox";
import { InlineField } from "@/components/ui/form/inline-field";
import { Select } from "@/components/ui/form/select";
import { formatFixed } from "@/lib/client/format";
import { getTickStore } from "@/lib/client/market/tick-store";
import type { OrderDraft } from "@/lib/client/orders/order-draft";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** The prices that the chosen order type needs. */
export function PriceFields({ form, listed }: { form: OrderFormState; listed: InstrumentDto }) {
  const t = useTranslations("terminal.ticket");
  const { draft, change, problemAt } = form;
  const isTriggered = draft.kind === "stop" || draft.kind === "take-profit";
  const takeLast = (key: "price" | "trigger" | "activation") => {
    const last = getTickStore().readTick(listed.symbol)?.last;
    if (last !== undefined) change({ [key]: formatFixed(last, listed.priceScale).replaceAll(",", "") });
  };
  const lastButton = (key: "price" | "trigger" | "activation") => (
    <Button size="tight" className="-mr-1.5 h-6 text-accent" onClick={() => takeLast(key)}>
      {t("last")}
    </Button>
  );
  return (
    <>
      {isTriggered && (
        <div className="flex items-start gap-1">
          <InlineField
            id="order-trigger"
            label={t("trigger")}
            className="flex-1"
            value={draft.trigger}
            onChange={(event) => change({ trigger: event.target.value })}
            problem={problemAt("trigger")}
            end={lastButton("trigger")}
          />
          <span className="flex h-8 items-center">
            <Select
              aria-label={t("triggerBy")}
              value={draft.triggerBy}
              onChange={(event) => change({ triggerBy: event.target.value as OrderDraft["triggerBy"] })}
            >
              <option value="last">{t("byLast")}</option>
              <option value="mark">{t("byMark")}</option>
            </Select>
          </span>
        </div>
      )}
      {isTriggered && (
        <Checkbox isOn={draft.hasLimit} onChange={(hasLimit) => change({ hasLimit })}>
          {t("limitAfterTrigger")}
        </Checkbox>
      )}
      {(draft.kind === "limit" || (isTriggered && draft.hasLimit)) && (
        <InlineField
          id="order-price"
          label={t("price")}
          value={draft.price}
          onChange={(event) => change({ price: event.target.value })}
          problem={problemAt("price")}
          end={lastButton("price")}
        />
      )}
      {draft.kind === "trailing" && (
        <>
          <InlineField
            id="order-trail"
            label={t("trail")}
            value={draft.trail}
            onChange={(event) => change({ trail: event.target.value })}
            problem={problemAt("trail")}
            end={
              <Select
                aria-label={t("trailUnit")}
                value={draft.trailBy}
                onChange={(event) => change({ trailBy: event.target.value as OrderDraft["trailBy"] })}
              >
                <option value="percent">%</option>
                <option value="price">{listed.quoteCoin}</option>
              </Select>
            }
          />
          <InlineField
            id="order-activation"
            label={t("activation")}
            placeholder={t("immediately")}
            value={draft.activation}
            onChange={(event) => change({ activation: event.target.value })}
            problem={problemAt("activation")}
            end={lastButton("activation")}
          />
        </>
      )}
    </>
  );
}
