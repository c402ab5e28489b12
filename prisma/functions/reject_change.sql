-- Rejects changes of append-only rows: the log, the fills and the anchors, and an order once it is terminal. The
-- triggers that call this follow below.
CREATE OR REPLACE FUNCTION reject_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of "%" is rejected: it is append-only or final', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER "PortfolioEvent_append_only" BEFORE UPDATE OR DELETE ON "PortfolioEvent"
  FOR EACH ROW EXECUTE FUNCTION reject_change();
CREATE TRIGGER "PortfolioEvent_no_truncate" BEFORE TRUNCATE ON "PortfolioEvent"
  FOR EACH STATEMENT EXECUTE FUNCTION reject_change();
CREATE TRIGGER "Trade_append_only" BEFORE UPDATE OR DELETE ON "Trade"
  FOR EACH ROW EXECUTE FUNCTION reject_change();
CREATE TRIGGER "Trade_no_truncate" BEFORE TRUNCATE ON "Trade"
  FOR EACH STATEMENT EXECUTE FUNCTION reject_change();
CREATE TRIGGER "Order_end_is_final" BEFORE UPDATE ON "Order"
  FOR EACH ROW WHEN (OLD."endedAt" IS NOT NULL) EXECUTE FUNCTION reject_change();
CREATE TRIGGER "Order_no_delete" BEFORE DELETE ON "Order"
  FOR EACH ROW EXECUTE FUNCTION reject_change();
CREATE TRIGGER "ChainAnchor_append_only" BEFORE UPDATE OR DELETE ON "ChainAnchor"
  FOR EACH ROW EXECUTE FUNCTION reject_change();
CREATE TRIGGER "ChainAnchor_no_truncate" BEFORE TRUNCATE ON "ChainAnchor"
  FOR EACH STATEMENT EXECUTE FUNCTION reject_change();
CREATE TRIGGER "ChainHead_append_only" BEFORE UPDATE OR DELETE ON "ChainHead"
  FOR EACH ROW EXECUTE FUNCTION reject_change();
CREATE TRIGGER "ChainHead_no_truncate" BEFORE TRUNCATE ON "ChainHead"
  FOR EACH STATEMENT EXECUTE FUNCTION reject_change();
CREATE TRIGGER "ChainBucket_append_only" BEFORE UPDATE OR DELETE ON "ChainBucket"
  FOR EACH ROW EXECUTE FUNCTION reject_change();
CREATE TRIGGER "ChainBucket_no_truncate" BEFORE TRUNCATE ON "ChainBucket"
  FOR EACH STATEMENT EXECUTE FUNCTION reject_change();
