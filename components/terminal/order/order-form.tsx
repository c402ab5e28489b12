"use client";

import { useTranslations } from "next-intl";
import { ProtectionFields } from "@/components/terminal/order/fields/protection-fields";
import { SizeFields } from "@/components/terminal/order/fields/size-fields";
import { FormSkeleton } from "@/components/terminal/order/form-skeleton";
import { OrderGroupButton } from "@/components/terminal/order/group/order-group-button";
import { OrderOutcome } from "@/components/terminal/order/order-outcome";
import { TicketSettings } from "@/components/terminal/order/ticket-settings";
import { useOrderDraft } from "@/components/terminal/order/use-order-draft";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/form/checkbox";
import { Segmented } from "@/components/ui/form/segmented";
import { Select } from "@/components/ui/form/select";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { explainError } from "@/lib/client/api/explain-error";
import { useTradingInstrument } from "@/lib/client/orders/instrument/use-trading-instrument";
import type { OrderDraft } from "@/lib/client/orders/order-draft";
import { getPortfolioStore } from "@/lib/client/portfolio/portfolio-store";
import { usePortfolio } from "@/lib/client/portfolio/use-portfolio";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { PortfolioSnapshot } from "@/lib/schemas/trading/trading-responses";

// A market order, which is what the form begins with, has neither.
const PriceFields = lazyPart(
  () => import("@/components/terminal/order/fields/priced-fields").then((module) => module.PriceFields),
  { failure: "inline" },
);
const ExpiryField = lazyPart(
  () => import("@/components/terminal/order/fields/priced-fields").then((module) => module.ExpiryField),
  { failure: "hidden" },
);

const KINDS = ["market", "limit", "stop", "take-profit", "trailing"] as const satisfies OrderDraft["kind"][];
const FORCES = ["GTC", "post-only", "IOC", "FOK"] as const satisfies OrderDraft["timeInForce"][];

/** All inputs of an order, with its estimate. */
export function OrderForm({ instrument }: { instrument: InstrumentDto }) {
  const t = useTranslations("common");
  const errors = useTranslations("common.error");
  const { snapshot, error } = usePortfolio();
  if (error !== null) {
    return (
      <div className="grid gap-3 p-4 text-center text-text-2">
        <p>{explainError(error, errors)}</p>
        <Button variant="outline" className="mx-auto" onClick={() => void getPortfolioStore().refresh()}>
          {t("tryAgain")}
        </Button>
      </div>
    );
  }
  if (!snapshot) return <FormSkeleton />;
  return <OpenForm key={instrument.symbol} listed={instrument} portfolio={snapshot} />;
}

function OpenForm({ listed, portfolio }: { listed: InstrumentDto; portfolio: PortfolioSnapshot }) {
  const t = useTranslations("terminal.ticket");
  const form = useOrderDraft(listed.symbol);
  const instrument = useTradingInstrument(listed);
  const { draft, change } = form;
  const isResting =
    draft.kind === "limit" || (draft.hasLimit && draft.kind !== "market" && draft.kind !== "trailing");
  return (
    <form
      data-tour="ticket"
      aria-label={t("name", { symbol: listed.symbol })}
      // Enter in a field must not submit either side.
      onSubmit={(event) => event.preventDefault()}
      className="flex h-full min-h-0 flex-col overflow-y-auto bg-panel text-xs"
    >
      <Segmented<OrderDraft["kind"]>
        label={t("kindLabel")}
        value={draft.kind}
        options={KINDS.map((kind) => [kind, t(`kind.${kind}`)])}
        onChange={(kind) => change({ kind })}
        className="h-8 shrink-0 justify-between border-b px-1"
      />
      <div className="grid shrink-0 grid-cols-[minmax(0,1fr)] gap-2 p-2">
        {draft.kind !== "market" && <PriceFields form={form} listed={listed} />}
        <SizeFields form={form} listed={listed} portfolio={portfolio} />
        <ProtectionFields form={form} listed={listed} />
        <div className="flex flex-wrap items-center justify-between gap-2">
          <Checkbox isOn={draft.isReduceOnly} onChange={(isReduceOnly) => change({ isReduceOnly })}>
            {t("reduceOnly")}
          </Checkbox>
          <span className="flex min-w-0 flex-wrap items-center justify-end gap-1">
            <OrderGroupButton listed={listed} portfolio={portfolio} />
            {isResting && (
              <Select
                aria-label={t("timeInForce")}
                value={draft.timeInForce}
                onChange={(event) => change({ timeInForce: event.target.value as OrderDraft["timeInForce"] })}
              >
                {FORCES.map((force) => (
                  <option key={force} value={force}>
                    {t(`force.${force}`)}
                  </option>
                ))}
              </Select>
            )}
            <TicketSettings form={form} />
          </span>
        </div>
        {draft.kind !== "market" && <ExpiryField form={form} />}
      </div>
      <OrderOutcome form={form} instrument={instrument} listed={listed} portfolio={portfolio} />
    </form>
  );
}
