"use client";

import type { ComponentProps, ReactNode } from "react";
import { Check } from "@/components/icons/lucide";
import { cn } from "@/lib/client/cn";

const ITEM =
  "flex h-7 w-full cursor-pointer items-center gap-2 rounded px-2 text-left text-text-2 outline-none focus:bg-hover focus:text-text aria-checked:text-text";

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
