"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { tourDone } from "@/components/terminal/layout/tour/tour-done";
import { Button } from "@/components/ui/button";

const STEPS = [
  { target: "[data-tour=chart]", title: "chartTitle", text: "chartText" },
  { target: "[data-tour=ticket]", title: "ticketTitle", text: "ticketText" },
  { target: "[data-tour=account]", title: "accountTitle", text: "accountText" },
  { target: "header", title: "menuTitle", text: "menuText" },
] as const;

/** On a phone the form is in a sheet, the account behind a tab, and there are no keys. */
const PHONE_STEPS = [
  STEPS[0],
  { target: "[data-tour=trade]", title: "ticketTitle", text: "phoneTicketText" },
] as const;

/** A short tour; it can be left at any time. */
export function FirstTour({ isPhone }: { isPhone: boolean }) {
  const t = useTranslations("terminal.tour");
  const [index, setIndex] = useState(0);
  const frame = useRef<HTMLDivElement>(null);
  const steps = isPhone ? PHONE_STEPS : STEPS;
  const step = steps[index];
  const target = step?.target;

  useEffect(() => {
    const place = () => {
      const box = target ? document.querySelector(target)?.getBoundingClientRect() : null;
      if (!frame.current) return;
      frame.current.style.visibility = box ? "visible" : "hidden";
      if (!box) return;
      Object.assign(frame.current.style, {
        left: `${box.left}px`,
        top: `${box.top}px`,
        width: `${box.width}px`,
        height: `${box.height}px`,
      });
    };
    place();
    const timer = setInterval(place, 300);
    return () => clearInterval(timer);
  }, [target]);

  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") tourDone.write(true);
    };
    window.addEventListener("keydown", handleKey);
    return () => window.removeEventListener("keydown", handleKey);
  }, []);

  if (!step) return null;
  const isLast = index === steps.length - 1;
  return (
    <>
      <div
        ref={frame}
        aria-hidden
        className="pointer-events-none fixed z-30 rounded-md border-2 border-accent transition-all duration-200"
      />
      <section
        aria-label={t("label")}
        className="panel appear fixed bottom-4 left-1/2 z-40 grid w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 gap-2 border-accent p-4 text-sm shadow-2xl"
      >
        <p className="num text-[11px] text-text-3">
          {t("step", { step: String(index + 1), count: String(steps.length) })}
        </p>
        <h2 className="font-semibold">{t(step.title)}</h2>
        <p aria-live="polite" className="text-text-2 text-xs leading-5">
          {t(step.text)}
        </p>
        <div className="flex justify-between gap-2 pt-1">
          <Button onClick={() => tourDone.write(true)}>{t("skip")}</Button>
          <span className="flex gap-2">
            {index > 0 && (
              <Button variant="outline" onClick={() => setIndex(index - 1)}>
                {t("back")}
              </Button>
            )}
            <Button variant="solid" onClick={() => (isLast ? tourDone.write(true) : setIndex(index + 1))}>
              {t(isLast ? "done" : "next")}
            </Button>
          </span>
        </div>
      </section>
    </>
  );
}
