import { describe, expect, it } from "vitest";
import { readImport } from "@/tests/support/read-import";

const file = (...lines: string[]) => `${lines.join("\n")}\n`;

describe("Bybit's closed profit", () => {
  const NOW =
    "Market,Order Quantity,Entry Price,Exit Price,Opening Fee,Closing Fee,Funding Fee,cumClosedPzOpenFeeInfo,cumClosedPzTradeFeeInfo,Trade Type,Realized P&L,Trade time";

  it("finds the side by prices and costs, also where the costs exceed the move", async () => {
    const result = await readImport(
      file(
        NOW,
        `BTCUSDT,0.1,70000,70010,3.85,3.85055,0.5,"{""USDT"":""3.85""}","{""USDT"":""3.85""}",Trade,-7.20055,19:42 2026-03-20`,
        `ETHUSDT,1,2000,1990,1.1,1.0945,-0.2,"{""USDT"":""1.1""}","{""USDT"":""1.09""}",BustTrade,8.0055,18:00 2026-03-20`,
        `SOLUSDT,1,100,100,0.05,0.05,0,"{}","{}",Trade,-0.1,17:00 2026-03-20`,
      ),
      { zone: "Europe/Berlin" },
    );
    expect(result.source).toBe("bybit-closed");
    expect(result.trips).toMatchObject([
      { side: "short", gross: "10", fees: "2.1945", funding: "-0.2", reason: "liquidation" },
      { side: "long", gross: "1", fees: "7.70055", funding: "0.5", closed: "2026-03-20T18:42:00.000Z" },
    ]);
    expect(result.faults).toEqual(["4 side_undecidable"]);
  });

  it("asks for the zone, and reads the older file with the zone in its heading", async () => {
    const bare = await readImport(file(NOW, "BTCUSDT,1,1,2,0,0,0,,,Trade,1,19:42 2026-03-20"));
    expect(bare.needs).toEqual(["zone"]);
    const old = await readImport(
      file(
        "Contracts,Closing Direction,Qty,Entry Price,Exit Price,Closed P&L,Exit Type,Trade Time(UTC+0)",
        "BTCUSDT,Close Short,0.5,60000,59000,467.275,Trade,2023-05-01 10:00:00",
        "BTCUSDT,Sell,0.5,60000,59000,-532.725,Trade,2023-04-30 10:00:00",
        "BTCUSD,Sell,100,60000,59000,-0.01,Trade,2023-04-29 10:00:00",
      ),
    );
    expect(old.needs).toEqual([]);
    expect(old.trips).toMatchObject([
      { side: "long", gross: "-500", fees: "32.725" },
      { side: "short", gross: "500", fees: "32.725" },
    ]);
    expect(old.faults).toEqual(["4 inverse_contract"]);
  });
});

describe("Bybit's executions", () => {
  const NOW =
    "Market,Filled Type,Filled Quantity,Filled Price,Order Price,Fee Rate,Trading Fee,feeCoin,ExecFeeV2,Direction,Order Type,Trasaction ID,Order No.,Transaction Time(UTC+0)";

  it("are in the file's order within a minute, with funding among the fills and a flip", async () => {
    const result = await readImport(
      file(
        NOW,
        "BTCUSDT,Trade,1,110,110,0.00055,0.0605,USDT,0,Long,Market, f5,o5,10:01 2026-01-10",
        "BTCUSDT,Trade,2,120,120,0.00055,0.132,USDT,0,Short,Market, f4,o4,10:01 2026-01-10",
        "BTCUSDT,Funding,1,115,115,0.0001,-0.0115,USDT,0,Long,Market, f3,o3,10:00 2026-01-10",
        "BTCUSDT,Trade,0.5,100,100,0.00055,0.0275,USDT,0,Long,Market, f2,o2,09:59 2026-01-10",
        "BTCUSDT,Trade,0.5,100,100,0.00055,0.0275,USDT,0,Long,Market, f1,o1,09:59 2026-01-10",
      ),
    );
    expect(result.trips).toMatchObject([
      { side: "long", qty: "1", gross: "20", fees: "0.121", funding: "-0.0115" },
      { side: "short", qty: "1", entry: "120", exit: "110", gross: "10", fees: "0.1265", funding: "0" },
    ]);
    expect(result.items.map(({ id }) => id)).toEqual(["f5", "f4", "f3", "f2", "f1"]);
  });

  it("have any offset in the heading, and report a close without its opening", async () => {
    const result = await readImport(
      file(
        "Contracts,Order No.,Direction,Order Type,Filled Qty,Filled Price,Order Price,Filled Type,Trading Fee Rate,Fees Paid,Trasaction ID,Transaction Time(UTC+10),Final Balance (USDT)",
        "BTCUSDT,o3,Close Long,Market,1,110,110,Trade,0.0006,0.066,t3,2022-05-27 10:00:00,1000",
        "BTCUSDT,o2,Open Long,Market,1,100,100,Trade,0.0006,0.06,t2,2022-05-27 09:00:00,1000",
        "BTCUSDT,o1,Close Short,Market,1,100,100,Trade,0.0006,0.06,t1,2022-05-27 08:00:00,1000",
      ),
    );
    expect(result.zone).toBe("UTC+10");
    expect(result.trips).toMatchObject([{ side: "long", gross: "10", opened: "2022-05-26T23:00:00.000Z" }]);
    expect(result.unused).toEqual(["4 close_without_opening"]);
  });
});

it("Bybit's account log: fills and settlements among transfers and spot trades", async () => {
  const result = await readImport(
    file(
      "UID: 1234,Company Name: ,Country: ",
      "Uid,Currency,Contract,Type,Direction,Quantity,Position,Filled Price,Funding,Fee Paid,Cash Flow,Change,Wallet Balance,Action,Time(UTC)",
      "1234,USDT,BTCUSDT,TRADE,SELL,0.5,0,62000,--,-17.05000000000000000000,1000,982.95,10982,--,2026-02-02 12:00:00",
      "1234,USDT,BTCUSDT,SETTLEMENT,--,0.5,0.5,61000,-3.05,--,--,-3.05,9999,--,2026-02-02 08:00:00",
      "1234,BTC,BTCUSDT,TRADE,BUY,0.1,--,60000,--,-0.0001,0.1,0.0999,0.0999,--,2026-02-02 07:30:00",
      "1234,USDT,BTCUSDT,TRADE,BUY,0.1,--,60000,--,0,-6000,-6000,9999,--,2026-02-02 07:30:00",
      "1234,USDT,BTCUSDT,TRADE,BUY,0.5,0.5,60000,--,-16.5,0,-16.5,9999,--,2026-02-02 07:00:00",
      "1234,USDT,--,TRANSFER_IN,--,--,--,--,--,--,10000,10000,10000,--,2026-02-02 06:00:00",
    ),
  );
  expect(result.source).toBe("bybit-log");
  expect(result.trips).toMatchObject([
    { side: "long", qty: "0.5", gross: "1000", fees: "33.55", funding: "3.05" },
  ]);
  expect([result.ignored, result.faults, result.unused]).toEqual([3, [], []]);
});

describe("Binance's trades", () => {
  const NOW = "Uid,Time,Symbol,Side,Price,Quantity,Amount,Fee,Realized Profit,Buyer,Maker,Trade ID,Order ID";
  const name = "Export Trade History(UTC+3)-part1-of1.csv";

  it("have the zone in the file's name, and fees in coins that are no dollars", async () => {
    const result = await readImport(
      file(
        NOW,
        "1,2026-01-10 12:00:00,BTCUSDT,SELL,110,1,110,0.00012BNB,10,false,true,3,13",
        "1,2026-01-10 11:00:00,BTCUSDT,BUY,100,1,100,0.05000000 USDT,0,true,true,2,12",
        "1,2026-01-10 10:00:00,BTCUSDT,SELL,90,1,90,0.045USDT,-5,false,true,1,11",
      ),
      { fileName: name },
    );
    expect(result.trips).toMatchObject([{ gross: "10", fees: "0.05", closed: "2026-01-10T09:00:00.000Z" }]);
    expect(result.unused).toEqual(["4 close_without_opening"]);
    expect(result.items[0]).toMatchObject({ otherFee: { coin: "BNB" } });
  });

  it("tell a flip from a close of more than is known by the realised profit", async () => {
    const rows = (profit: string) =>
      file(
        NOW,
        "1,2026-01-10 10:00:00,BTCUSDT,BUY,100,1,100,0USDT,0,true,true,1,11",
        `1,2026-01-10 11:00:00,BTCUSDT,SELL,110,3,330,0USDT,${profit},false,true,2,12`,
      );
    expect(await readImport(rows("10"), { fileName: name })).toMatchObject({ open: 1, unused: [] });
    const beyond = await readImport(rows("30"), { fileName: name });
    expect(beyond).toMatchObject({ open: 0, unused: ["3 close_without_opening"] });
    expect(beyond.trips).toMatchObject([{ qty: "1", gross: "10" }]);
  });

  it("of a hedged account are two positions", async () => {
    const result = await readImport(
      file(
        "Time(UTC),Symbol,Side,Position Side,Price,Quantity,Amount,Fee,Realized Profit,Trade ID",
        "23-05-01 10:00:00,ETHUSDT,BUY,LONG,100,1,100,0USDT,0,1",
        "23-05-01 10:01:00,ETHUSDT,SELL,SHORT,101,1,101,0USDT,0,2",
        "23-05-01 10:02:00,ETHUSDT,SELL,LONG,103,1,103,0USDT,3,3",
        "23-05-01 10:03:00,ETHUSDT,BUY,SHORT,99,1,99,0USDT,2,4",
      ),
    );
    expect(result.trips).toMatchObject([
      { side: "long", gross: "3", opened: "2023-05-01T10:00:00.000Z" },
      { side: "short", gross: "2" },
    ]);
  });
});

describe("OKX", () => {
  it("has the zone in the first line, marks before every line, contracts and signs of its own", async () => {
    const result = await readImport(
      file(
        "\ufeffUID:1,Account Type:Main,Time Zone:UTC+8",
        "\ufeffid,Order id,Time,Trade Type,Symbol,Action,Amount,Trading Unit,Filled Price,PnL,Fee,Fee Unit,Position Change,Position Balance,Balance Change,Balance,Balance Unit",
        "\ufeff5,o5,2026-01-10 20:00:00,Swap,BTC-USDT-SWAP,Close long,10,cont,61000,100,-3.05,USDT,0E-8,0E-8,96.95,1,USDT",
        "\ufeff4,o4,2026-01-10 16:00:00,Swap,BTC-USDT-SWAP,Funding fee expense,10,cont,60500,-0.6,0,USDT,0,0,-0.6,1,USDT",
        "\ufeff3,o3,2026-01-10 12:00:00,Swap,BTC-USDT-SWAP,Open long,10,cont,60000,0E-8,1.2,USDT,0,0,1.2,1,USDT",
        "\ufeff2,o2,2026-01-10 11:00:00,Spot,BTC-USDT,Buy,0.1,BTC,60000,0,-0.0001,BTC,0,0,0.0999,1,BTC",
        "\ufeff1,o1,2026-01-10 10:00:00,,,Transfer in,0,,0,0,0,USDT,0,0,1000,1000,USDT",
      ),
    );
    expect(result.trips).toEqual([
      {
        symbol: "BTCUSDT",
        side: "long",
        qty: "10",
        entry: "60000",
        exit: "61000",
        gross: "100",
        fees: "1.85",
        funding: "0.6",
        opened: "2026-01-10T04:00:00.000Z",
        closed: "2026-01-10T12:00:00.000Z",
        reason: "manual",
      },
    ]);
    expect(result.ignored).toBe(2);
  });

  it("positions: fees and funding with their signs, the quantity by the profit", async () => {
    const result = await readImport(
      file(
        "Position Create Time,Position Update Time,Instrument Name,Margin Mode,Direction,Average Open Price,Average Close Price,Pnl,Pnl Ratio,Fee,Funding Fee",
        "2026-01-10T10:00:00Z,2026-01-10T12:00:00Z,ETH-USDT-SWAP,cross,short,3000,2900,50,0.1,-1.5,0.2",
      ),
    );
    expect(result.trips).toMatchObject([
      { side: "short", qty: "0.5", gross: "50", fees: "1.5", funding: "-0.2" },
    ]);
  });
});

describe("Hyperliquid", () => {
  it("settles day and month over the whole file, takes flips and liquidations, leaves spot", async () => {
    const head = "time,coin,dir,px,sz,ntl,fee,closedPnl";
    const result = await readImport(
      file(
        head,
        "01/03/2026 - 11:15:00,HYPE,Open Long,20,10,200,0.09,-0.09",
        "02/03/2026 - 11:15:00,HYPE,Long > Short,22,15,330,0.15,19.85",
        "21/03/2026 - 11:15:00,HYPE,Market Order Liquidation: Close Short,23,5,115,0.05,-5.05",
        "21/03/2026 - 12:00:00,HYPE/USDC,Buy,23,5,115,0.01,0",
        "21/03/2026 - 12:30:00,xyz:TSLA,Close Long,235.69490000000002,1,235,0.01,3",
      ),
      { zone: "UTC" },
    );
    expect(result.trips).toMatchObject([
      { side: "long", gross: "20", fees: "0.19", closed: "2026-03-02T11:15:00.000Z" },
      { side: "short", qty: "5", gross: "-5", fees: "0.1", reason: "liquidation" },
    ]);
    expect([result.ignored, result.unused]).toEqual([1, ["6 close_without_opening"]]);
    const american = await readImport(
      file(head, "9/18/2025 - 14:59:56,HYPE,Open Long,20,10,200,0.09,-0.09"),
      { zone: "America/New_York" },
    );
    expect(american.items[0]?.atMs).toBe(Date.parse("2025-09-18T18:59:56Z"));
    const unclear = await readImport(file(head, "9/8/2025 - 14:59:56,HYPE,Open Long,20,10,200,0.09,-0.09"));
    expect(unclear.needs).toEqual(["zone", "dayOrder"]);
  });

  it("reads the archive's columns and the file of funding", async () => {
    const archive = await readImport(
      file(
        "time,coin,dir,px,sz,ntl,fee,feeToken,closedPnl,hash",
        "2026-01-10T10:00:00.123Z,kPEPE,Open Short,0.01,1000,10,0.004,USDC,0,0xa",
        "2026-01-10T11:00:00.123Z,kPEPE,Close Short,0.009,1000,9,0.004,USDC,1,0xb",
      ),
    );
    expect(archive.trips).toMatchObject([{ symbol: "kPEPE", gross: "1", fees: "0.008" }]);
    const funding = await readImport(
      file("time,coin,sz,side,payment,rate", "2026-01-10T10:00:00Z,BTC,1,Long,-0.5 USDC,0.0001"),
    );
    expect(funding).toMatchObject({ source: "hyperliquid-funding", items: [{ paid: 5n * 10n ** 17n }] });
  });
});

describe("MetaTrader 5", () => {
  const html = (headings: string[]) => `<html><head><title>Report</title></head><body><table>
    <tr><th colspan="14">Trade History Report</th></tr><tr><td>Account:</td><td>123 (USD, real)</td></tr>
    <tr><th colspan="14">Positions</th></tr>
    <tr>${headings.map((name) => `<td><b>${name}</b></td>`).join("")}</tr>
    <tr><td>2026.04.13 12:44:42</td><td>77</td><td>XAUUSD.r</td><td>buy</td><td class="hidden" colspan="8">a comment</td>
      <td>0.50</td><td>4 714.10</td><td></td><td></td><td>2026.04.13 13:44:42</td><td>4 715.20</td><td>- 3.50</td><td>- 0.25</td><td>55.00</td></tr>
    <tr><td></td><td></td><td>-3.50</td><td>-0.25</td><td>55.00</td></tr>
    <tr><th colspan="14">Orders</th></tr>
    <tr><td>2026.04.13 12:44:42</td><td>77</td><td>XAUUSD.r</td><td>buy</td><td>0.50 / 0.50</td><td>market</td></tr>
    </table></body></html>`;
  const ENGLISH =
    "Time,Position,Symbol,Type,Volume,Price,S / L,T / P,Time,Price,Commission,Swap,Profit".split(",");
  const RUSSIAN = "Время,Позиция,Символ,Тип,Объем,Цена,S / L,T / P,Время,Цена,Комиссия,Своп,Прибыль".split(
    ",",
  );
  const TRIP = {
    symbol: "XAUUSD.r",
    side: "long",
    qty: "0.5",
    entry: "4714.1",
    exit: "4715.2",
    gross: "55",
    fees: "3.5",
    funding: "0.25",
    opened: "2026-04-13T10:44:42.000Z",
  };

  it.each([
    ["UTF-8", Buffer.from(html(ENGLISH))],
    ["UTF-16 with a mark", Buffer.from(`\ufeff${html(RUSSIAN)}`, "utf16le")],
  ])("HTML in %s, in the language of the terminal", async (_name, content) => {
    const result = await readImport(content, { zone: "Europe/Berlin" });
    expect(result.source).toBe("mt5-positions");
    expect(result.trips).toMatchObject([TRIP]);
    expect(result.faults).toEqual([]);
  });

  it("CSV of a German spreadsheet: semicolons, decimal commas, blanks in numbers", async () => {
    const result = await readImport(
      Buffer.from(
        file(
          "Bericht der Kontohistorie;;;;;;;;;;;;",
          "Positionen;;;;;;;;;;;;",
          "Zeit;Position;Symbol;Typ;Volumen;Preis;S / L;T / P;Zeit;Preis;Kommission;Swap;Gewinn",
          "2026.04.13 12:44:42;77;XAUUSD.r;buy;0,5;4\u00a0714,10;;;2026.04.13 13:44:42;4 715,20;- 3,50;- 0,25;55,00",
          ";;;;;;;;;;- 3,50;- 0,25;55,00",
          "Aufträge;;;;;;;;;;;;",
        ),
        "latin1",
      ),
      { zone: "Europe/Berlin" },
    );
    expect(result.trips).toMatchObject([TRIP]);
  });
});

describe("MetaTrader 5 without positions", () => {
  const ORDERS = Array.from(
    { length: 200 },
    (_, index) => `2026.04.13 12:00:00;${index};EURUSD;buy;0,10 / 0,10;;;;2026.04.13 12:00:00;filled;`,
  );
  const ENGLISH =
    "Time;Deal;Symbol;Type;Direction;Volume;Price;Order;Commission;Fee;Swap;Profit;Balance;Comment";
  const POLISH =
    "Czas;Transakcja;Instrument;Typ;Kierunek;Wolumen;Cena;Zlecenie;Prowizja;Opłata;Swap;Zysk;Saldo;Komentarz";
  const deals = (...rows: string[]) => [
    "2026.04.13 12:00:00;1;;balance;;;;;0,00;0,00;0,00;1 000,00;1 000,00;",
    ...rows,
    ";;;;;;;;-0,50;0,00;-0,25;10,00;1 000,00;",
  ];

  it.each([ENGLISH, POLISH])("reads the deals below a long list of orders under %s", async (headings) => {
    const result = await readImport(
      file(
        "Orders;;;;;;;;;;;;;",
        ...ORDERS,
        "Deals;;;;;;;;;;;;;",
        headings,
        ...deals(
          "2026.04.13 12:00:00;2;EURUSD;buy;in;0,10;1,1000;9;-0,20;0,00;0,00;0,00;999,80;",
          "2026.04.14 12:00:00;3;EURUSD;sell;out;0,10;1,1010;9;-0,20;-0,10;-0,25;10,00;1 009,25;[tp 1.1010]",
        ),
      ),
      { zone: "UTC" },
    );
    expect(result).toMatchObject({ source: "mt5-deals", faults: [], unused: [], open: 0, ignored: 1 });
    expect(result.trips).toEqual([
      {
        symbol: "EURUSD",
        side: "long",
        qty: "0.1",
        entry: "1.1",
        exit: "1.101",
        gross: "10",
        fees: "0.5",
        funding: "0.25",
        opened: "2026-04-13T12:00:00.000Z",
        closed: "2026-04-14T12:00:00.000Z",
        reason: "target",
      },
    ]);
  });

  it("tells hedged positions apart, and gives a reversal's profit to what it closes", async () => {
    const result = await readImport(
      file(
        "Time,Deal,Symbol,Type,Direction,Volume,Price,Order,Commission,Swap,Profit,Balance,Comment",
        "2026.04.13 12:00:00,2,EURUSD,buy,in,1.00,1.10,9,0.00,0.00,0.00,0,",
        "2026.04.13 12:01:00,3,EURUSD,sell,in,1.00,1.11,9,0.00,0.00,0.00,0,",
        "2026.04.13 12:02:00,4,EURUSD,buy,out by,1.00,1.12,9,0.00,0.00,-10.00,0,",
        "2026.04.13 12:03:00,5,EURUSD,sell,in/out,3.00,1.13,9,-3.00,-0.30,30.00,0,",
        "2026.04.13 12:04:00,6,EURUSD,buy,out,2.00,1.14,9,0.00,0.00,-20.00,0,so 48.2%/5.0/10.4",
        "2026.04.13 12:05:00,7,EURUSD,buy,out,2.00,1.14,9,0.00,0.00,-20.00,0,",
      ),
      { zone: "UTC" },
    );
    expect(result.trips).toMatchObject([
      { side: "short", gross: "-10" },
      { side: "long", qty: "1", gross: "30", fees: "1", funding: "0.3" },
      { side: "short", qty: "2", gross: "-20", fees: "2", reason: "liquidation" },
    ]);
    expect(result.unused).toEqual(["7 close_without_opening"]);
  });
});

describe("a strategy tester's list", () => {
  it("of today: the exit first, money on both rows, an open trade, the market in the file's name", async () => {
    const result = await readImport(
      file(
        "\ufeffTrade number,Type,Date and time,Signal,Price USDT,Size (qty),Size (value),Net PnL USDT,Net PnL %,Favorable excursion USDT,Favorable excursion %,Cumulative PnL USDT",
        "2,Exit long,Open,,,0.1,6000,,,,,",
        "2,Entry long,2026-01-11 10:00,Long,60000,0.1,6000,,,,,",
        '1,Exit short,2026-01-10 12:00,"TP, first",59000,0.1,6000,95.2,1.6,100,1.6,95.2',
        "1,Entry short,2026-01-10 10:00,Short,60000,0.1,6000,95.2,1.6,100,1.6,95.2",
      ),
      { zone: "UTC", fileName: "My_Strategy_BYBIT_BTCUSDT.P_2026-03-20.csv" },
    );
    expect(result.trips).toMatchObject([{ symbol: "BTCUSDT", side: "short", gross: "100", fees: "4.8" }]);
    expect(result.faults).toEqual([]);
  });

  it("with its commission in a column of its own, among the others", async () => {
    const result = await readImport(
      file(
        "Trade #,Type,Date/Time,Signal,Price USDT,Position size (qty),Position size (value),Commission USDT,Return %,Net P&L USDT,Net P&L %",
        "1,Entry long,2026-01-10 10:00,Long,100,2,200,0.2,1,19.6,9",
        "1,Exit long,2026-01-10 12:00,Close,110,2,220,0.2,1,19.6,9",
      ),
      { zone: "UTC", symbol: "X" },
    );
    expect(result.trips).toMatchObject([{ qty: "2", gross: "19.8", fees: "0.2" }]);
  });

  it.each([
    ["Trade #,Type,Signal,Date/Time,Price USDT,Contracts,Profit USDT,Profit %", "Entry Long", "Exit Long"],
    ["トレード番号,タイプ,シグナル,日時,価格 USDT,数量,損益 USDT,損益 %", "ロングエントリー", "ロング決済"],
    ["交易 #,類型,訊號,日期/時間,價格 USDT,合約,獲利 USDT,獲利 %", "多頭進場", "多頭出場"],
  ])("of before: %s", async (head, entry, exit) => {
    const result = await readImport(
      file(
        head,
        `1,${entry},x,2022-01-01T09:00:00-0500,100,2,—,—`,
        `1,${exit},x,2022-01-01T10:00:00-0500,40,2,(124.75),-62`,
      ),
      { symbol: "BINANCE:ETHUSDT" },
    );
    expect(result.needs).toEqual([]);
    expect(result.trips).toMatchObject([
      { symbol: "ETHUSDT", side: "long", gross: "-124.75", opened: "2022-01-01T14:00:00.000Z" },
    ]);
  });
});

it("paper orders: fills alone, newest first, with currency in the cells", async () => {
  const result = await readImport(
    file(
      "Symbol,Side,Type,Quantity,Limit price,Stop price,Fill price,Status,Commission,Leverage,Margin,Placing time,Closing time,Level ID,Order ID",
      'BINANCE:TRXUSDT.P,Sell,Take profit,2,,,"1,425.61 USD",Filled,,20x,"141 USD",2/19/26 16:00,2/19/26 16:40,,3',
      "BINANCE:TRXUSDT.P,Buy,Limit,2,1400,,,Cancelled,,20x,,2/19/26 15:00,2/19/26 15:40,,2",
      'BINANCE:TRXUSDT.P,Buy,Market,2,,,"1,415.61 USD",Filled,1.5,50:1,,2/19/26 14:00,2/19/26 14:40,,1',
      'BINANCE:TRXUSDT.P,Sell,Stop loss,1,,,"1,415.61 USD",Filled,,50:1,,2/19/26 13:00,2/19/26 13:40,,0',
    ),
    { zone: "America/New_York" },
  );
  expect(result.trips).toMatchObject([
    { symbol: "TRXUSDT", gross: "20", fees: "1.5", closed: "2026-02-19T21:40:00.000Z", reason: "target" },
  ]);
  expect([result.ignored, result.unused]).toEqual([1, ["5 close_without_opening"]]);
});

it("futures brokers: a template with semicolons", async () => {
  const result = await readImport(
    file(
      "Id;ContractName;EnteredAt;ExitedAt;EntryPrice;ExitPrice;Fees;PnL;Size;Type",
      "1;MNQM6;05/13/2026 14:30:00 +00:00;05/13/2026 14:35:00 +00:00;21000.25;21010.25;1.48;40;2;Long",
    ),
  );
  expect(result.trips).toMatchObject([{ symbol: "MNQM6", qty: "2", gross: "40", fees: "1.48" }]);
});

describe("neighbours of the known files", () => {
  it.each([
    ["French", "Heure,Position,Symbole,Type,Volume,Prix,S / L,T / P,Heure,Prix,Commission,Swap,Profit"],
    ["Portuguese", "Horário,Posição,Ativo,Tipo,Volume,Preço,S / L,T / P,Horário,Preço,Comissão,Swap,Lucro"],
    ["Chinese", "时间,持仓,交易品种,类型,交易量,价位,止损,止盈,时间,价位,手续费,库存费,盈利"],
    ["Japanese", "時間,ポジション,銘柄,タイプ,数量,価格,S / L,T / P,時間,価格,手数料,スワップ,損益"],
  ])("MetaTrader 5 in %s", async (_language, head) => {
    const row =
      "2026.04.13 12:44:42,77,XAUUSD,buy,0.5,4714.10,,,2026.04.13 13:44:42,4715.20,-3.50,-0.25,55.00";
    const result = await readImport(file(head, row), { zone: "UTC" });
    expect(result.trips).toMatchObject([{ side: "long", gross: "55", fees: "3.5", funding: "0.25" }]);
  });

  it("MetaTrader 5 with a fee beside the commission; a result against its prices is rejected", async () => {
    const head = "Time,Position,Symbol,Type,Volume,Price,S / L,T / P,Time,Price,Commission,Fee,Swap,Profit";
    const row = (profit: string) =>
      `2026.04.13 12:44:42,77,XAUUSD,buy,0.5,4714.10,,,2026.04.13 13:44:42,4715.20,-3.50,-1.00,-0.25,${profit}`;
    const result = await readImport(file(head, row("55.00"), row("-55.00")), { zone: "UTC" });
    expect(result.trips).toMatchObject([{ gross: "55", fees: "4.5", funding: "0.25" }]);
    expect(result.faults).toEqual(["3 figures_disagree"]);
  });

  it("Bybit's hedged account: funding of both sides at one instant", async () => {
    const result = await readImport(
      file(
        "Contracts,Order No.,Direction,Order Type,Filled Qty,Filled Price,Order Price,Filled Type,Trading Fee Rate,Fees Paid,Trasaction ID,Transaction Time(UTC+0),Final Balance (USDT)",
        "BTCUSDT,o1,Open Long,Market,1,100,100,Trade,0.0006,0.06,t1,2026-01-10 07:00:00,1",
        "BTCUSDT,o2,Open Short,Market,2,101,101,Trade,0.0006,0.12,t2,2026-01-10 07:10:00,1",
        "BTCUSDT,o3,Long,,1,100,,Funding,0.0001,0.01,t3,2026-01-10 08:00:00,1",
        "BTCUSDT,o4,Short,,2,100,,Funding,0.0001,-0.02,t4,2026-01-10 08:00:00,1",
        "BTCUSDT,o5,Close Long,Market,1,105,105,Trade,0.0006,0.06,t5,2026-01-10 09:00:00,1",
        "BTCUSDT,o6,Close Short,Market,2,99,99,Trade,0.0006,0.12,t6,2026-01-10 09:10:00,1",
      ),
    );
    expect(result.trips).toMatchObject([
      { side: "long", gross: "5", funding: "0.01" },
      { side: "short", gross: "4", funding: "-0.02" },
    ]);
  });

  it("Binance's transaction history: its funding, and nothing twice", async () => {
    const result = await readImport(
      file(
        "Uid,Time,Type,Asset,Amount,Symbol,Transaction ID",
        "1,2026-01-10 08:00:00,FUNDING_FEE,USDT,-0.5,BTCUSDT,99",
        "1,2026-01-10 10:00:00,COMMISSION,USDT,-0.04,BTCUSDT,5",
        "1,2026-01-10 09:00:00,TRANSFER,USDT,100,,7",
      ),
      { zone: "UTC" },
    );
    expect(result).toMatchObject({ source: "binance-funding", ignored: 2, faults: [] });
    expect(result.items).toMatchObject([{ kind: "funding", symbol: "BTCUSDT", paid: 5n * 10n ** 17n }]);
  });

  it("OKX in Chinese, and a future that is delivered", async () => {
    const chinese = await readImport(
      file(
        "UID:1,账户类型:主账户,时区:UTC+8",
        "id,订单id,时间,交易类型,交易品种,交易动作,数量,交易单位,成交价,收益,手续费,手续费单位,仓位变动,仓位余额,余额变动,余额,余额单位",
        "1,o1,2026-01-10 10:00:00,永续,ETH-USDT-SWAP,开多,10,张,3000,0,-1.5,USDT,0,0,-1.5,1,USDT",
        "2,o2,2026-01-10 12:00:00,永续,ETH-USDT-SWAP,平多,10,张,3100,100,-1.5,USDT,0,0,98.5,1,USDT",
      ),
    );
    expect(chinese.trips).toMatchObject([
      { side: "long", gross: "100", fees: "3", opened: "2026-01-10T02:00:00.000Z" },
    ]);
    const future = await readImport(
      file(
        "UID:1,Account Type:Main,Time Zone:UTC",
        "id,Order id,Time,Trade Type,Symbol,Action,Amount,Trading Unit,Filled Price,PnL,Fee,Fee Unit,Position Change,Position Balance,Balance Change,Balance,Balance Unit",
        "1,o1,2026-01-10 10:00:00,Expiry futures,BTC-USDT-260327,Open short,10,cont,90000,0,-1.5,USDT,0,0,-1.5,1,USDT",
        "2,,2026-03-27 08:00:00,Expiry futures,BTC-USDT-260327,Delivery short,10,cont,80000,1000,-1.5,USDT,0,0,998,1,USDT",
      ),
    );
    expect(future.trips).toMatchObject([{ side: "short", gross: "1000", reason: "delisted" }]);
  });

  it("OKX's position that came out even has its quantity by the size of its contracts", async () => {
    const result = await readImport(
      file(
        "Position Create Time,Position Update Time,Instrument Name,Direction,Average Open Price,Average Close Price,Close Amount,Pnl,Fee,Funding Fee,Contract Face Value,Contract Multiplier",
        "2026-01-10T10:00:00Z,2026-01-10T12:00:00Z,ETH-USDT-SWAP,long,3000,3000,10,0,-1.5,0,0.1,1",
      ),
    );
    expect(result.trips).toMatchObject([{ qty: "1", gross: "0", fees: "1.5" }]);
  });

  it.each([
    ["Auto-Deleveraging", "manual"],
    ["Settlement", "delisted"],
  ])("Hyperliquid closes by %s, which names no side", async (direction, reason) => {
    const result = await readImport(
      file(
        "time,coin,dir,px,sz,ntl,fee,closedPnl",
        "2025-09-18 14:59:56,BTC,Open Short,100,1,100,0.04,-0.04",
        `2025-09-18 15:59:56,BTC,${direction},90,1,90,0,10`,
      ),
      { zone: "UTC" },
    );
    expect(result.trips).toMatchObject([{ side: "short", gross: "10", reason }]);
  });

  it("Hyperliquid of a German browser, and of one with AM and PM", async () => {
    const german = await readImport(
      file(
        "time;coin;dir;px;sz;ntl;fee;closedPnl",
        "18.09.2025 - 14:59:56;BTC;Open Short;100,5;1;100;0,04;-0,04",
        "18.09.2025 - 15:59:56;BTC;Close Short;90,25;1;90;0,04;9,96",
      ),
      { zone: "UTC" },
    );
    expect(german.trips).toMatchObject([{ entry: "100.5", gross: "10.25" }]);
    const american = await readImport(
      file(
        "time,coin,dir,px,sz,ntl,fee,closedPnl",
        '"9/18/2025, 2:59:56\u202fPM",BTC,Open Short,100,1,100,0.04,-0.04',
        '"9/18/2025, 3:59:56\u202fPM",BTC,Close Short,90,1,90,0.04,9.96',
      ),
      { zone: "UTC" },
    );
    expect(american.trips).toMatchObject([{ opened: "2025-09-18T14:59:56.000Z" }]);
  });

  it.each([
    ["Operación n.º", "Tipo", "Fecha y hora", "Entrada en largo", "Salida en largo"],
    ["Nº da negociação", "Tipo", "Data e hora", "Entrada comprado", "Saída comprado"],
    ["Trade-Nummer", "Typ", "Datum und Uhrzeit", "Einstieg Long", "Ausstieg Long"],
    ["Numéro de trade", "Type", "Date et heure", "Entrée long", "Sortie long"],
    ["Номер сделки", "Тип", "Дата и время", "Вход в длинную", "Выход из длинной"],
  ])("a strategy tester's list with the heading %s", async (number, type, at, entry, exit) => {
    const result = await readImport(
      file(
        `${number},${type},${at},S,P,Q,V,N,N %,E,E %`,
        `1,${exit},2026-01-10 12:00,x,110,2,220,20,10,1,1`,
        `1,${entry},2026-01-10 10:00,x,100,2,200,20,10,1,1`,
      ),
      { zone: "UTC", symbol: "BTCUSDT" },
    );
    expect(result.trips).toMatchObject([{ side: "long", qty: "2", gross: "20" }]);
  });

  it("a strategy tester's list with its columns in another order", async () => {
    const result = await readImport(
      file(
        "Type,Trade number,Date and time,Price USDT,Signal,Net PnL USDT,Size (qty)",
        "Exit long,1,2026-01-10 12:00,110,x,9.8,1",
        "Entry long,1,2026-01-10 10:00,100,x,9.8,1",
      ),
      { zone: "UTC", symbol: "BTCUSDT" },
    );
    expect(result.trips).toMatchObject([{ side: "long", gross: "10", fees: "0.2" }]);
  });

  it("paper orders that were filled in part count by what was filled", async () => {
    const result = await readImport(
      file(
        "Symbol,Side,Type,Qty,Filled Qty,Avg Fill Price,Status,Commission,Placing Time,Closing Time,Order ID",
        "BYBIT:BTCUSDT.P,Buy,Market,3,2,100,Filled,,2026-01-10 10:00:00,2026-01-10 10:00:00,1",
        "BYBIT:BTCUSDT.P,Sell,Stop Loss,2,2,90,Filled,,2026-01-10 10:00:00,2026-01-10 11:00:00,2",
      ),
      { zone: "UTC" },
    );
    expect(result).toMatchObject({ open: 0, trips: [{ qty: "2", gross: "-20", reason: "stop" }] });
  });

  it("every cell in quotes with blanks around, and lines that end as on an old Mac", async () => {
    const rows = [
      '"time" , "coin" , "dir" , "px" , "sz" , "ntl" , "fee" , "closedPnl"',
      '"2025-09-18 14:59:56" , "BTC" , "Open Long" , "100" , "1" , "100" , "0" , "0"',
      '"2025-09-18 15:59:56" , "BTC" , "Close Long" , "110" , "1" , "100" , "0" , "0"',
    ];
    for (const end of ["\n", "\r\n", "\r"]) {
      expect((await readImport(rows.join(end), { zone: "UTC" })).trips).toMatchObject([{ gross: "10" }]);
    }
  });
});
