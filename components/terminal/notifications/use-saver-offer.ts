import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { showToast } from "@/components/terminal/notifications/toast-queue";
import { useFeedValue } from "@/lib/client/market/use-feed-status";
import { chooseSaver, isSaverChosen, readSaver } from "@/lib/client/stream/data-saver";
import { SaverOffer } from "@/lib/client/stream/saver-offer";

const SHOWN_MS = 20_000;

const offer = new SaverOffer();

/** Offers the data saver once when the connection is slow, unless the user has chosen already. */
export function useSaverOffer(): void {
  const t = useTranslations("terminal.link");
  const isSlow = useFeedValue(({ isLineSlow }) => isLineSlow);
  useEffect(() => {
    const line = { isSlow: isSlow === true, isChosen: isSaverChosen(), isSaving: readSaver() };
    if (!offer.shouldOffer(line)) return;
    showToast((toast) =>
      toast.message(t("slow"), {
        id: "data-saver",
        description: t("slowText"),
        action: { label: t("save"), onClick: () => chooseSaver(true) },
        duration: SHOWN_MS,
      }),
    );
  }, [isSlow, t]);
}
