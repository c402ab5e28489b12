import { readFileSync } from "node:fs";
import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { describe, expect, it } from "vitest";
import { LOCALES } from "@/lib/schemas/locale";

type Texts = { [key: string]: string | Texts };

const read = (locale: string) => flatten(JSON.parse(readFileSync(`messages/${locale}.json`, "utf8")));
const english = read("en");

describe.each(Object.keys(LOCALES).filter((locale) => locale !== "en"))("the catalogue %s", (locale) => {
  const texts = read(locale);

  it("has every message of the English one, and no other", () => {
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("has the arguments and tags of the English one in each message", () => {
    const different = [...english].flatMap(([key, text]) => {
      const wanted = listArguments(text);
      const found = listArguments(texts.get(key) ?? "");
      return wanted === found ? [] : [`${key}: ${wanted} | ${found}`];
    });
    expect(different).toEqual([]);
  });
});

function flatten(texts: Texts, path = ""): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === "string" ? [[`${path}${key}`, value] as const] : [...flatten(value, `${path}${key}.`)],
    ),
  );
}

/** The names of a message's arguments and tags. @throws SyntaxError on text that is no ICU message */
function listArguments(text: string): string {
  const names = new Set<string>();
  const visit = (elements: readonly MessageFormatElement[]): void => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
      names.add(element.type === TYPE.tag ? `<${element.value}>` : element.value);
      if (element.type === TYPE.tag) visit(element.children);
      if (element.type === TYPE.select || element.type === TYPE.plural) {
        for (const option of Object.values(element.options)) visit(option.value);
      }
    }
  };
  visit(parse(text));
  return [...names].sort().join(", ");
}
