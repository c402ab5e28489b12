"use client";

import * as DialogPrimitive from "@radix-ui/react-dialog";
import { useTranslations } from "next-intl";
import { type ReactNode, type RefObject, useEffect, useRef, useSyncExternalStore } from "react";
import { ChevronDown, X } from "@/components/icons/lucide";
import { bracketPreview } from "@/components/terminal/order/preview/bracket-preview";
import { PreviewFigures } from "@/components/terminal/order/preview/preview-figures";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/client/cn";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/**
 * The order form of a phone, in a sheet over the desk. While its order is drawn on the chart it folds to the last part of
 * the form, below the chart: to messages and buttons, with the order's key figures.
 */
export function OrderSheet(props: {
  instrument: InstrumentDto;
  isFolded: boolean;
  onFold: (isFolded: boolean) => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { instrument, isFolded, onFold, onClose, children } = props;
  const t = useTranslations("terminal.ticket");
  const common = useTranslations("common");
  const preview = useSyncExternalStore(bracketPreview.subscribe, bracketPreview.read, () => null);
  const root = useRef<HTMLDivElement>(null);
  useInertRest(root, !isFolded);
  // A field that has to be corrected is only there in the unfolded sheet.
  const isFieldWrong = preview?.form.problems.some(({ field }) => field !== "form") ?? false;
  useEffect(() => {
    if (isFieldWrong) onFold(false);
  }, [isFieldWrong, onFold]);
  return (
    // Not modal, and in its place: the chart is used beside the folded sheet, and the form is never mounted again.
    <DialogPrimitive.Root open modal={false} onOpenChange={onClose}>
      <div ref={root} className="contents">
        {!isFolded && <div aria-hidden className="appear fixed inset-0 z-40 bg-bg/70" onClick={onClose} />}
        <DialogPrimitive.Content
          aria-describedby={undefined}
          aria-modal={!isFolded}
          onInteractOutside={(event) => event.preventDefault()}
          onEscapeKeyDown={(event) => {
            if (preview === null) return;
            event.preventDefault();
            preview.close();
          }}
          className={cn(
            "panel flex flex-col overflow-hidden border-line-strong outline-none",
            isFolded
              ? "shrink-0 [&_form>*:last-child>*:not(:last-child)]:hidden [&_form>*:last-child]:border-t-0 [&_form>*:not(:last-child)]:hidden"
              : "appear fixed inset-x-0 bottom-0 z-50 max-h-[88dvh] rounded-b-none",
          )}
        >
          <div className="flex shrink-0 items-center border-b px-3 py-1">
            <DialogPrimitive.Title className="flex-1 font-medium text-sm">
              {t("name", { symbol: instrument.symbol })}
            </DialogPrimitive.Title>
            {preview && (
              <Button
                size="icon"
                aria-label={t("preview.fields")}
                aria-expanded={!isFolded}
                onClick={() => onFold(!isFolded)}
              >
                <ChevronDown className={cn(isFolded && "rotate-180")} />
              </Button>
            )}
            <DialogPrimitive.Close asChild>
              <Button size="icon" aria-label={common("close")}>
                <X />
              </Button>
            </DialogPrimitive.Close>
          </div>
          {preview && isFolded && <PreviewFigures plan={preview.plan} listed={instrument} />}
          {/* As high as its content, or what is left: content that scrolls keeps its own end in view. */}
          <div className="grid min-h-0 grid-rows-[minmax(0,1fr)] overflow-y-auto">{children}</div>
        </DialogPrimitive.Content>
      </div>
    </DialogPrimitive.Root>
  );
}

/** Keeps focus and presses out of the rest of the page, but for its messages. Dialogs opened later are not part of it. */
function useInertRest(root: RefObject<HTMLElement | null>, isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    const rest: Element[] = [];
    for (let one: Element | null = root.current; one && one !== document.body; one = one.parentElement) {
      for (const sibling of one.parentElement?.children ?? []) {
        if (sibling !== one && !sibling.matches("[inert], [aria-live]")) rest.push(sibling);
      }
    }
    for (const one of rest) one.toggleAttribute("inert", true);
    return () => {
      for (const one of rest) one.removeAttribute("inert");
    };
  }, [root, isOn]);
}
