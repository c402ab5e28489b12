-- What the entries of a trade put at stake, each by the stop that stood when it was made; NULL when one had none.
ALTER TABLE "JournalEntry" ADD COLUMN "risk" DECIMAL(38,18),
  ADD CONSTRAINT "JournalEntry_risk" CHECK ("risk" > 0);

-- For trades of before: quantity × distance of the average entry to the first stop, if that would have lost.
CREATE FUNCTION first_stop_risk(p_side TEXT, p_entry NUMERIC, p_qty NUMERIC, p_stop NUMERIC) RETURNS NUMERIC
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN distance > 0 THEN nullif(round(distance * p_qty, 18), 0) END
  FROM (SELECT CASE p_side WHEN 'long' THEN p_entry - p_stop ELSE p_stop - p_entry END AS distance) d
$$;

UPDATE "JournalEntry" SET "risk" = first_stop_risk("side", "entryPrice", "qty", "initialStop")
WHERE "initialStop" IS NOT NULL;

-- The journal is written with the fill that closes a trade, in the same statement.
CREATE OR REPLACE FUNCTION write_journal() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  trade JSON := NEW."payload" -> 'trade';
  opened TIMESTAMPTZ := to_timestamp((trade ->> 'openedAtMs')::NUMERIC / 1000);
  entered NUMERIC := (trade ->> 'entryValue')::NUMERIC / NULLIF((trade ->> 'entryQty')::NUMERIC, 0);
  exited NUMERIC := (trade ->> 'exitValue')::NUMERIC / NULLIF((trade ->> 'exitQty')::NUMERIC, 0);
  seen RECORD;
  risk NUMERIC;
BEGIN
  IF entered IS NULL OR exited IS NULL THEN RETURN NULL; END IF;
  -- A log of before has no stake in its trades: the average entry counts against the first stop.
  risk := CASE
    WHEN trade ->> 'risk' IS NULL THEN first_stop_risk(trade ->> 'side', entered, (trade ->> 'entryQty')::NUMERIC,
      (trade ->> 'initialStop')::NUMERIC)
    WHEN (trade ->> 'unprotectedQty')::NUMERIC = 0 THEN (trade ->> 'risk')::NUMERIC END;
  SELECT highest, lowest INTO seen FROM find_extremes(NEW."payload" ->> 'symbol', opened, NEW."at");
  INSERT INTO "JournalEntry" ("id", "portfolioId", "userId", "tradeId", "closedSeq", "symbol", "side", "qty",
    "entryPrice", "exitPrice", "leverage", "gross", "fees", "funding", "net", "risk", "initialStop", "initialTarget",
    "highest", "lowest", "exitReason", "openedAt", "closedAt")
  SELECT NEW."portfolioId" || '.' || (trade ->> 'id'), NEW."portfolioId", p."userId", (trade ->> 'id')::INT, NEW."seq",
    NEW."payload" ->> 'symbol', trade ->> 'side', (trade ->> 'entryQty')::NUMERIC, round(entered, 18),
    round(exited, 18), (trade ->> 'leverage')::NUMERIC, (trade ->> 'realised')::NUMERIC, (trade ->> 'fees')::NUMERIC,
    (trade ->> 'funding')::NUMERIC, (NEW."payload" ->> 'net')::NUMERIC, risk, (trade ->> 'initialStop')::NUMERIC,
    (trade ->> 'initialTarget')::NUMERIC,
    CASE WHEN seen.highest IS NOT NULL THEN round(greatest(seen.highest, entered, exited), 18) END,
    CASE WHEN seen.lowest IS NOT NULL THEN round(least(seen.lowest, entered, exited), 18) END,
    CASE WHEN NEW."payload" ->> 'purpose' = 'close' THEN 'manual' ELSE NEW."payload" ->> 'purpose' END,
    opened, NEW."at"
  FROM "Portfolio" p WHERE p."id" = NEW."portfolioId";
  RETURN NULL;
END
$$;
