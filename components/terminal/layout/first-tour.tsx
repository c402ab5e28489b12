"use client";

import { useEffect, useRef, useState } from "react";
import { tourDone } from "@/components/terminal/layout/tour-done";
import { Button } from "@/components/ui/button";

const STEPS = [
  {
    target: "[aria-label^='Chart of']",
    title: "The market, live",
    text: "The dot at the top says whether prices are live and how old they are. Your orders, stop and target appear on the chart as lines: drag them, or focus one and use the arrow keys.",
  },
  {
    target: "form[aria-label^='Order in']",
    title: "Smart Risk",
    text: "Choose what you are ready to lose and where the stop is. The size follows, fees included, and both buttons say exactly what they will do. Press B or S to go to them.",
  },
  {
    target: "[data-tour=account]",
    title: "What you hold",
    text: "Profit at mark, liquidation, stop and target: change them where they stand. Every fill keeps the levels of the book that it took, so that you can check its price.",
  },
  {
    target: "header",
    title: "Everything by name",
    text: "⌘K or Ctrl K opens all commands, the question mark all keys. Equity and the day’s profit stand at the top. It is practice money: reset it whenever you like.",
  },
] as const;

/** A tour of four steps; it can be left at any time. */
export function FirstTour() {
  const [index, setIndex] = useState(0);
  const frame = useRef<HTMLDivElement>(null);
  const step = STEPS[index];
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
  const isLast = index === STEPS.length - 1;
  return (
    <>
      <div
        ref={frame}
        aria-hidden
        className="pointer-events-none fixed z-30 rounded-md border-2 border-accent transition-all duration-200"
      />
      <section
        aria-label="First steps"
        className="panel appear fixed bottom-4 left-1/2 z-40 grid w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 gap-2 border-accent p-4 text-sm shadow-2xl"
      >
        <p className="num text-[11px] text-text-3">
          {index + 1} of {STEPS.length}
        </p>
        <h2 className="font-semibold">{step.title}</h2>
        <p aria-live="polite" className="text-text-2 text-xs leading-5">
          {step.text}
        </p>
        <div className="flex justify-between gap-2 pt-1">
          <Button onClick={() => tourDone.write(true)}>Skip the tour</Button>
          <span className="flex gap-2">
            {index > 0 && (
              <Button variant="outline" onClick={() => setIndex(index - 1)}>
                Back
              </Button>
            )}
            <Button variant="solid" onClick={() => (isLast ? tourDone.write(true) : setIndex(index + 1))}>
              {isLast ? "Start trading" : "Next"}
            </Button>
          </span>
        </div>
      </section>
    </>
  );
}
