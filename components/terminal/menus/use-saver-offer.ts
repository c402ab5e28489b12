import { useEffect } from "react";
import { tell } from "@/components/terminal/news/toast-queue";
import { useFeedValue } from "@/lib/client/market/use-feed-status";
import { chooseSaver, isSaverChosen, readSaver } from "@/lib/client/stream/data-saver";
import { SaverOffer } from "@/lib/client/stream/saver-offer";

const SHOWN_MS = 20_000;

const offer = new SaverOffer();

/** Offers the data saver once when the connection is slow, unless the user has chosen already. */
export function useSaverOffer(): void {
  const isSlow = useFeedValue(({ isLineSlow }) => isLineSlow);
  useEffect(() => {
    const line = { isSlow: isSlow === true, isChosen: isSaverChosen(), isSaving: readSaver() };
    if (!offer.take(line)) return;
    tell((toast) =>
      toast.message("Prices arrive late on this line", {
        id: "data-saver",
        description:
          "The data saver needs a fraction of it: prices twice a second, a shorter book, no trades.",
        action: { label: "Save data", onClick: () => chooseSaver(true) },
        duration: SHOWN_MS,
      }),
    );
  }, [isSlow]);
}
