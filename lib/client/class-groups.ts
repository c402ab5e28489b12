type Rule = string | ((value: string) => boolean) | { [prefix: string]: Rule[] };

const any = () => true;
const isWidth = (value: string) => /^(?:\d+|\[\d.*)$/.test(value);
const isFontSize = (value: string) => /^(?:xs|sm|base|lg|\d?xl|\[\d.*)$/.test(value);
const isWeight = (value: string) => /^(?:normal|medium|semibold|bold)$/.test(value);

/** All classes with one of these prefixes set the same property: `p-2`, `max-w-sm`. */
const PREFIXES =
  "p px py pt pr pb pl m mx my mt mr mb ml w h size min-w min-h max-w max-h gap gap-x gap-y inset inset-x inset-y top right bottom left z order basis shrink grid-cols grid-rows col-start row-start row-span items self content justify justify-self place-content place-items align whitespace break leading tracking bg opacity shadow transition duration rounded rounded-b border-t border-r border-b border-l border-x border-y border-spacing cursor select resize pointer-events appearance aspect object list divide divide-y space-y scroll-mt translate-x translate-y origin underline-offset outline-offset overflow overflow-x overflow-y overscroll fill stroke";

/** Classes without a prefix, or with one that several properties share. */
const SHARED: Record<string, Rule[]> = {
  display: "block inline-block inline inline-flex flex grid table contents hidden".split(" "),
  position: ["static", "relative", "absolute", "fixed", "sticky"],
  visibility: ["visible", "invisible"],
  sr: ["sr-only"],
  "flex-direction": ["flex-row", "flex-col", "flex-col-reverse"],
  "flex-wrap": ["flex-wrap", "flex-nowrap"],
  flex: [{ flex: [any] }],
  "text-alignment": ["text-left", "text-center", "text-right"],
  "text-overflow": ["truncate"],
  "text-wrap": ["text-balance"],
  "text-decoration": ["underline", "no-underline"],
  "font-size": [{ text: [isFontSize] }],
  "text-color": [{ text: [any] }],
  "font-weight": [{ font: [isWeight] }],
  "font-family": [{ font: [any] }],
  "border-collapse": ["border-separate"],
  "border-style": ["border-solid", "border-dashed", "border-dotted"],
  "border-w": [{ border: ["", isWidth] }],
  "border-color": [{ border: [any] }],
  "outline-style": ["outline-none"],
  "outline-w": [{ outline: ["", isWidth] }],
  "outline-color": [{ outline: [any] }],
};

const words = (text: string) => text.split(" ");

/** Which of the Tailwind classes in use set the same property. */
export const CLASS_GROUPS: Record<string, Rule[]> = {
  ...Object.fromEntries(words(PREFIXES).map((prefix) => [prefix, [{ [prefix]: ["", any] }]])),
  ...SHARED,
};

/** A class of the key's group also sets what the groups of its list set. */
export const WIDER_GROUPS: Record<string, string[]> = {
  p: words("px py pt pr pb pl"),
  px: ["pr", "pl"],
  py: ["pt", "pb"],
  m: words("mx my mt mr mb ml"),
  mx: ["mr", "ml"],
  my: ["mt", "mb"],
  size: ["w", "h"],
  gap: ["gap-x", "gap-y"],
  inset: words("inset-x inset-y top right bottom left"),
  "inset-x": ["right", "left"],
  "inset-y": ["top", "bottom"],
  flex: ["basis", "shrink"],
  overflow: ["overflow-x", "overflow-y"],
  "place-content": ["content", "justify"],
  "place-items": ["items"],
  rounded: ["rounded-b"],
  "border-w": words("border-t border-r border-b border-l border-x border-y"),
  "border-x": ["border-r", "border-l"],
  "border-y": ["border-t", "border-b"],
  sr: words(
    "position size w h p px py pt pr pb pl m mx my mt mr mb ml overflow overflow-x overflow-y whitespace",
  ),
};
