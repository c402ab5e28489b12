"use client";

import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { Check } from "@/components/icons/lucide";

/**
 * A menu that opens under its trigger, which must be one focusable element. It stays where it stands in the
 * page: a full-screen chart shows nothing that hangs elsewhere.
 */
export function Menu(props: { trigger: ReactNode; children: ReactNode; align?: "start" | "end" }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{props.trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Content
        align={props.align ?? "start"}
        sideOffset={4}
        collisionPadding={8}
        className="panel appear z-50 min-w-40 border-line-strong p-1 text-xs shadow-xl outline-none"
      >
        {props.children}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

/** One choice out of several in a menu. `options` are value and text. */
export function MenuChoice<Value extends string>(props: {
  label: string;
  value: Value | undefined;
  options: readonly (readonly [value: Value, text: string])[];
  onChange: (value: Value) => void;
}) {
  return (
    <DropdownMenu.RadioGroup
      aria-label={props.label}
      value={props.value}
      onValueChange={(value) => props.onChange(value as Value)}
    >
      <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-text-3">{props.label}</DropdownMenu.Label>
      {props.options.map(([value, text]) => (
        <DropdownMenu.RadioItem
          key={value}
          value={value}
          className="flex h-7 cursor-pointer items-center gap-2 rounded px-2 text-text-2 outline-none data-[highlighted]:bg-hover data-[highlighted]:text-text data-[state=checked]:text-text"
        >
          <span className="flex-1">{text}</span>
          <DropdownMenu.ItemIndicator>
            <Check aria-hidden className="size-3.5 text-accent" />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
