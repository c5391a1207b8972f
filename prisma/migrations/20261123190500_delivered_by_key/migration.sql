-- Moves delivered positions forward; then the conversations' own, the least of their active members.
-- p_positions: [{c: conversation, p: party, s: seq}]. Soft state: a lost commit is made good by the next acknowledgement.
-- Reads and moves rows by key in the way of append_messages, so that it need not be planned anew each time while senders wait.
CREATE OR REPLACE FUNCTION mark_delivered(p_positions jsonb) RETURNS TABLE (id uuid, delivered bigint, audience jsonb)
LANGUAGE plpgsql SET enable_seqscan TO off SET enable_sort TO off SET enable_bitmapscan TO off AS $$
#variable_conflict use_column
DECLARE
  v_ids uuid[];
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  v_ids := ARRAY(
    SELECT DISTINCT p.c FROM jsonb_to_recordset(p_positions) AS p(c uuid, p uuid)
    CROSS JOIN LATERAL (SELECT 1 FROM membership WHERE conversation_id = p.c AND party_id = p.p AND left_at IS NULL LIMIT 1) member);
  PERFORM 1 FROM conversation WHERE id = ANY(v_ids) ORDER BY id FOR NO KEY UPDATE;

  INSERT INTO membership (conversation_id, party_id, rev, delivered_seq)
  SELECT p.c, p.p, 0, least(max(p.s), member.held_seq, conversation.seq)
  FROM jsonb_to_recordset(p_positions) AS p(c uuid, p uuid, s bigint)
  CROSS JOIN LATERAL (SELECT held_seq FROM membership WHERE conversation_id = p.c AND party_id = p.p AND left_at IS NULL LIMIT 1) member
  CROSS JOIN LATERAL (SELECT seq FROM conversation WHERE id = p.c LIMIT 1) conversation
  WHERE p.c = ANY(v_ids) GROUP BY p.c, p.p, member.held_seq, conversation.seq
  ON CONFLICT (conversation_id, party_id) DO UPDATE SET delivered_seq = excluded.delivered_seq WHERE membership.delivered_seq < excluded.delivered_seq;

  RETURN QUERY
  INSERT INTO conversation (id, kind, created_by, delivered_seq)
  SELECT of.id, '', of.id, least_of.seq FROM unnest(v_ids) AS of(id)
  CROSS JOIN LATERAL (SELECT min(delivered_seq) AS seq FROM membership WHERE conversation_id = of.id AND left_at IS NULL) least_of
  ON CONFLICT (id) DO UPDATE SET delivered_seq = excluded.delivered_seq WHERE conversation.delivered_seq < excluded.delivered_seq
  RETURNING id, delivered_seq, conversation_audience(id);
END $$;
