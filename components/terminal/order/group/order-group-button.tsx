"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { PortfolioSnapshot } from "@/lib/schemas/trading/trading-responses";

const OrderGroupDialog = lazyPart(
  () =>
    import("@/components/terminal/order/group/order-group-dialog").then((module) => module.OrderGroupDialog),
  { failure: "corner" },
);

/** Opens the dialog for ladders and pairs of orders. */
export function OrderGroupButton(props: { listed: InstrumentDto; portfolio: PortfolioSnapshot }) {
  const t = useTranslations("terminal.ticket.group");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button id="order-group-button" size="tight" className="h-6 text-accent" onClick={() => setOpen(true)}>
        {t("open")}
      </Button>
      {isOpen && <OrderGroupDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}
