"use client";

import * as DialogPrimitive from "@radix-ui/react-dialog";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useId, useRef } from "react";
import { Search, X } from "@/components/icons/lucide";
import { useDeskLayout } from "@/components/terminal/layout/use-desk-layout";
import { PICKER_TABS, type PickerTab } from "@/components/terminal/market/order-markets";
import { PickerEmpty } from "@/components/terminal/market/picker-empty";
import { PickerGrid } from "@/components/terminal/market/picker-grid";
import { usePicker } from "@/components/terminal/market/use-picker";
import { toggleStar } from "@/components/terminal/market/watchlist";
import { Button } from "@/components/ui/button";
import { Tabs } from "@/components/ui/tabs";
import type { InstrumentDto } from "@/lib/schemas/market/market";

type Props = {
  popular: readonly InstrumentDto[];
  selected: string;
  /** What the dialog is for, where it doesn't change the page's market. */
  title?: string;
  onSelect: (symbol: string) => void;
  onClose: () => void;
};

/** All markets under the symbol at the top: search, tabs, columns to sort by. Over the whole screen on a phone. */
export function MarketPicker(props: Props) {
  const t = useTranslations("terminal.markets");
  const surface = useRef<HTMLDivElement>(null);
  const isPhone = useDeskLayout() === "phone";
  return (
    <DialogPrimitive.Root open onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <DialogPrimitive.Portal>
        <DialogPrimitive.Overlay className="appear fixed inset-0 z-40 bg-bg/50" />
        <DialogPrimitive.Content
          ref={surface}
          onOpenAutoFocus={(event) => {
            // The keyboard of a phone would cover half of the list.
            if (!isPhone) return;
            event.preventDefault();
            surface.current?.focus();
          }}
          className="panel appear fixed inset-0 z-50 flex flex-col overflow-hidden text-text outline-none max-md:rounded-none max-md:border-0 md:inset-auto md:top-[52px] md:left-2 md:h-[min(640px,calc(100dvh-64px))] md:w-[720px] md:max-w-[calc(100vw-1rem)] md:border-line-strong md:shadow-2xl"
        >
          <DialogPrimitive.Description className="sr-only">{t("keys")}</DialogPrimitive.Description>
          <PickerContent key={isPhone ? "phone" : "desk"} {...props} isPhone={isPhone} />
        </DialogPrimitive.Content>
      </DialogPrimitive.Portal>
    </DialogPrimitive.Root>
  );
}

function PickerContent(props: Props & { isPhone: boolean }) {
  const { popular, selected, onSelect, onClose } = props;
  const t = useTranslations("terminal.markets");
  const picker = usePicker(popular);
  const gridId = useId();
  const input = useRef<HTMLInputElement>(null);
  const { active } = picker;
  const choose = (symbol: string) => {
    onSelect(symbol);
    onClose();
  };
  const handleKey = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isMove = picker.moveBy(event.key);
    // Typed text goes to the search, also after a press on a tab; Enter opens the row selected by the arrows.
    if (isMove || (event.key.length === 1 && event.key !== " ")) input.current?.focus();
    // Buttons handle their own presses.
    const isOwn = event.key === "Enter" && !(event.target instanceof HTMLButtonElement);
    if (isOwn && active) {
      if (event.shiftKey) toggleStar(active.symbol);
      else choose(active.symbol);
    } else if (!isMove) return;
    event.preventDefault();
  };
  const content =
    picker.rows.length > 0 ? (
      <PickerGrid id={gridId} picker={picker} selected={selected} isPhone={props.isPhone} onSelect={choose} />
    ) : (
      <PickerEmpty picker={picker} />
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the search, wherever the focus is
    <div onKeyDown={handleKey} className="flex min-h-0 flex-1 flex-col">
      <div className="flex shrink-0 items-center gap-1 p-2 md:pb-1">
        <DialogPrimitive.Title className="sr-only">{props.title ?? t("label")}</DialogPrimitive.Title>
        <div className="relative flex-1">
          <Search
            aria-hidden
            className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-text-3"
          />
          <input
            ref={input}
            type="search"
            role="combobox"
            aria-label={t("search")}
            aria-autocomplete="list"
            aria-haspopup="grid"
            aria-expanded={picker.rows.length > 0}
            aria-controls={gridId}
            aria-activedescendant={active ? `${gridId}-${active.symbol}` : undefined}
            placeholder={
              picker.count === null ? t("search") : t("searchCount", { count: String(picker.count) })
            }
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            enterKeyHint="go"
            value={picker.search}
            onChange={(event) => picker.setSearch(event.target.value)}
            className="h-9 w-full rounded border border-line-strong bg-bg pr-2 pl-8 -outline-offset-1 text-sm text-text placeholder:text-text-3 hover:border-text-3"
          />
        </div>
        <Button size="icon" aria-label={t("close")} className="md:hidden" onClick={onClose}>
          <X />
        </Button>
      </div>
      <div className="min-h-0 flex-1">
        <Tabs
          label={t("kinds")}
          bar="top"
          isCompact
          value={picker.tab}
          onChange={(id) => picker.setTab(id as PickerTab)}
          tabs={PICKER_TABS.map((id) => ({
            id,
            label: t(`tab.${id}`),
            count: id === "favourites" ? picker.stars.length : null,
            content,
          }))}
        />
      </div>
      <p role="status" className="sr-only">
        {picker.search.trim() !== "" && t("found", { count: picker.rows.length })}
      </p>
      <KeyHints />
    </div>
  );
}

const HINTS = [
  ["↑ ↓", "move"],
  ["Enter", "open"],
  ["⇧ Enter", "star"],
  ["Esc", "close"],
] as const;

function KeyHints() {
  const t = useTranslations("terminal.markets.hint");
  return (
    <div
      aria-hidden
      className="flex h-7 shrink-0 items-center gap-4 border-t px-3 text-[11px] text-text-3 max-md:hidden"
    >
      {HINTS.map(([key, does]) => (
        <span key={key} className="flex items-center gap-1.5">
          <kbd className="num rounded border border-line-strong bg-raised px-1 leading-4">{key}</kbd>
          {t(does)}
        </span>
      ))}
    </div>
  );
}
