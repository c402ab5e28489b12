-- First statement of the write path: everything that the decisions on these portfolios need, with their owners and the
-- idempotency records of `p_requests`, from one snapshot. Decimals are text. A few portfolios are looked up in tables of
-- any size: here and below the settings exclude plans that scan a whole table.
CREATE OR REPLACE FUNCTION load_portfolios(p_ids TEXT[], p_requests TEXT[]) RETURNS TABLE ("id" TEXT, "found" JSON)
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT p."id", json_build_object(
    'userId', p."userId",
    'isArchived', p."archivedAt" IS NOT NULL,
    'portfolio', json_build_array(p."seq", p."epoch", p."market", p."marginMode", p."lockReason",
      epoch_ms(p."lockedAt"), p."balance"::TEXT, p."opening"::TEXT, p."adjustments"::TEXT, p."realised"::TEXT,
      p."fees"::TEXT, p."funding"::TEXT, p."defaultLeverage"::TEXT, p."leverages", p."consumed",
      p."liquidations", p."headHash", p."challenge", p."deferred", p."limits", p."hedge"),
    'orders', (
      SELECT json_agg(json_build_array(o."clientOrderId", o."symbol", o."side", o."kind", o."qty"::TEXT,
        o."filled"::TEXT, o."filledValue"::TEXT, o."fees"::TEXT, o."price"::TEXT, o."triggerPrice"::TEXT,
        o."triggerBy", o."trailDistance"::TEXT, o."trailActivation"::TEXT, o."trailExtreme"::TEXT,
        o."timeInForce", o."reduceOnly", o."purpose", o."attached", o."status", o."queueAhead"::TEXT,
        epoch_ms(o."acceptedAt"), o."acceptedSeq", epoch_ms(o."expiresAt"), epoch_ms(o."lastMatchedAt"),
        o."lastMatchedSeq", o."isByProgram") ORDER BY o."acceptedSeq")
      FROM "Order" o WHERE o."portfolioId" = p."id" AND o."endedAt" IS NULL),
    'positions', (
      SELECT json_agg(json_build_array(s."symbol", s."qty"::TEXT, s."cost"::TEXT, s."entryPrice"::TEXT,
        s."leverage"::TEXT, s."extraMargin"::TEXT, s."stopLoss", s."takeProfit", epoch_ms(s."fundedAt"),
        epoch_ms(s."changedAt"), s."changedSeq", s."roundTrip") ORDER BY (s."roundTrip" ->> 'id')::INT)
      FROM "Position" s WHERE s."portfolioId" = p."id"),
    'idempotencyRecords', (
      SELECT json_agg(json_build_array(r."requestId", r."bodyHash", r."fromSeq", r."toSeq"))
      FROM "IdempotencyRecord" r WHERE r."portfolioId" = p."id" AND r."requestId" = ANY (p_requests))
  )
  FROM unnest(p_ids) AS asked("id"), "Portfolio" p WHERE p."id" = asked."id";
END
$$;
