import { afterEach, describe, expect, it } from "vitest";
import {
  deskPanels,
  movePanel,
  parsePanels,
  placeOf,
  rememberSize,
} from "@/components/terminal/layout/panels/desk-panels";

afterEach(() => deskPanels.write(deskPanels.initial));

describe("the panels of the desk", () => {
  it("are moved behind those of their new place, and closed", () => {
    movePanel("order", "left");
    movePanel("trades", null);
    expect(deskPanels.read().places).toEqual({
      left: ["markets", "order"],
      right: ["book"],
      bottom: ["account"],
      side: [],
    });
    expect(placeOf(deskPanels.read(), "order")).toBe("left");
    expect(placeOf(deskPanels.read(), "trades")).toBeNull();
    movePanel("trades", "bottom");
    expect(deskPanels.read().places.bottom).toEqual(["account", "trades"]);
  });

  it("keep the sizes of their places", () => {
    rememberSize("side", 330);
    movePanel("book", "side");
    expect(deskPanels.read().sizes).toEqual({ side: 330 });
    rememberSize("side", null);
    expect(deskPanels.read().sizes).toEqual({});
  });

  it("are read from what is stored: known ones, each once, in their order", () => {
    const places = {
      left: ["trades", "book", "orders"],
      right: ["book"],
      bottom: "account",
      side: ["order"],
    };
    expect(parsePanels({ places, sizes: { side: 300, left: "wide" } })).toEqual({
      places: { left: ["trades", "book"], right: [], bottom: [], side: ["order"] },
      sizes: { side: 300 },
    });
    for (const stored of [null, "panels", {}]) expect(parsePanels(stored)).toEqual(deskPanels.initial);
  });
});
