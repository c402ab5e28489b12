"use client";

import { type ComponentProps, type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { Check } from "@/components/icons/lucide";
import { Popup, type PopupTrigger } from "@/components/ui/popup";
import { cn } from "@/lib/client/cn";

const ITEM =
  "flex h-7 w-full cursor-pointer items-center gap-2 rounded px-2 text-left text-text-2 outline-none focus:bg-hover focus:text-text aria-checked:text-text";
/** Maximum pause between the letters of one type-ahead search. */
const WORD_MS = 1_000;

/**
 * A menu that opens under its button: arrows, Home, End and type-ahead move the focus, a choice closes it.
 */
export function Menu(props: { trigger: PopupTrigger; children: ReactNode; align?: "start" | "end" }) {
  const [isOpen, setOpen] = useState(false);
  const word = useRef({ text: "", atMs: 0 });

  const handleKey = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role^=menuitem]")];
    const index = items.indexOf(document.activeElement as HTMLElement);
    if (event.key === "ArrowDown") items[Math.min(index + 1, items.length - 1)]?.focus();
    else if (event.key === "ArrowUp") items[index < 0 ? items.length - 1 : Math.max(index - 1, 0)]?.focus();
    else if (event.key === "Home") items[0]?.focus();
    else if (event.key === "End") items.at(-1)?.focus();
    else if (event.key === " ") {
      // Buttons handle their own presses, links don't.
      if (!(items[index] instanceof HTMLAnchorElement)) return;
      items[index].click();
    } else if (event.key.length === 1) {
      const { text, atMs } = word.current;
      const typed = (event.timeStamp - atMs < WORD_MS ? text : "") + event.key.toLowerCase();
      word.current = { text: typed, atMs: event.timeStamp };
      items.find((one) => one.textContent?.trim().toLowerCase().startsWith(typed))?.focus();
    } else if (event.key !== "Tab") return;
    event.preventDefault();
  };

  return (
    <Popup
      trigger={props.trigger}
      role="menu"
      label={props.trigger["aria-label"]}
      isOpen={isOpen}
      onOpenChange={setOpen}
      align={props.align ?? "start"}
      className="min-w-40 p-1"
      surface={{
        onKeyDown: handleKey,
        onPointerMove: (event) => {
          const item = (event.target as Element).closest<HTMLElement>("[role^=menuitem]");
          if (item !== document.activeElement) (item ?? event.currentTarget).focus({ preventScroll: true });
        },
        onPointerLeave: (event) => event.currentTarget.focus({ preventScroll: true }),
      }}
    >
      {props.children}
    </Popup>
  );
}

/** An action. A prevented press leaves the menu open. */
export function MenuItem({ className, ...button }: ComponentProps<"button">) {
  return <button type="button" role="menuitem" tabIndex={-1} className={cn(ITEM, className)} {...button} />;
}

/** A link. */
export function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a role="menuitem" tabIndex={-1} href={href} className={ITEM}>
      {children}
    </a>
  );
}

/** The label of a group of items. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <div role="presentation" className="px-2 pt-1.5 pb-1 text-text-3">
      {children}
    </div>
  );
}

/** A line between two groups of items. */
export function MenuLine() {
  return <hr className="my-1 border-t" />;
}

/** One choice out of several in a menu. `options` are value and text. */
export function MenuChoice<Value extends string>(props: {
  label: string;
  value: Value | undefined;
  options: readonly (readonly [value: Value, text: string])[];
  onChange: (value: Value) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a menu
    <div role="group" aria-label={props.label}>
      <MenuLabel>{props.label}</MenuLabel>
      {props.options.map(([value, text]) => (
        <button
          key={value}
          type="button"
          role="menuitemradio"
          aria-checked={value === props.value}
          tabIndex={-1}
          className={ITEM}
          onClick={() => props.onChange(value)}
        >
          <span className="flex-1">{text}</span>
          {value === props.value && <Check aria-hidden className="size-3.5 text-accent" />}
        </button>
      ))}
    </div>
  );
}
