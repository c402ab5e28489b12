"use client";

import { useState } from "react";
import { useTradingAction } from "@/components/terminal/use-trading-action";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { createClientOrderId } from "@/lib/client/client-order-id";
import { createPersisted, usePersisted } from "@/lib/client/persisted";
import { closeAllPositions } from "@/lib/client/trading-api";
import type { PositionDto } from "@/lib/schemas/trading-answers";

/** Whether closing everything asks first; the dialog itself can turn that off. */
const closeAllConfirmed = createPersisted<boolean>({
  key: "tz:confirm-close-all",
  initial: true,
  parse: (stored) => stored !== false,
});

/** Closes every position at market, after a question that can be turned off. */
export function CloseAllButton(props: { positions: readonly PositionDto[]; portfolioId: string }) {
  const { positions, portfolioId } = props;
  const asksFirst = usePersisted(closeAllConfirmed);
  const [isAsking, setAsking] = useState(false);
  const { run, isBusy } = useTradingAction();
  const closeAll = async () => {
    setAsking(false);
    const body = { portfolioId, clientOrderId: createClientOrderId() };
    await run(() => closeAllPositions(body));
  };
  return (
    <>
      <Button
        variant="outline"
        size="tight"
        className="h-6"
        disabled={isBusy}
        onClick={() => (asksFirst ? setAsking(true) : void closeAll())}
      >
        Close all {positions.length}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title="Close all positions?"
          description={`${positions.length} ${positions.length === 1 ? "position is" : "positions are"} closed at market, each against its own order book.`}
          confirm="Close all"
          onCancel={() => setAsking(false)}
          onConfirm={(isSilenced) => {
            if (isSilenced) closeAllConfirmed.write(false);
            void closeAll();
          }}
        />
      )}
    </>
  );
}
