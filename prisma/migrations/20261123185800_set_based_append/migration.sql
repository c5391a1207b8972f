-- A batch is numbered and stored by one statement instead of five for each message.

-- The newest message of a conversation is found by created_rev, which ascends with seq.
-- DropIndex
DROP INDEX "message_conversation_id_seq_key";

-- Asked for the author of each message: somebody in many groups has a level from everybody, blocked they are by few.
CREATE INDEX "access_level_blocked_idx" ON "access_level"("subject_id") WHERE "level" = 'blocked';

DROP FUNCTION append_messages(jsonb, jsonb, timestamptz);

-- Numbers and stores many messages, of many conversations, in one commit. An item that is refused takes no number.
-- p_items: [{n, id, c: conversation, a: author, k: client key, b: body, i: importance}], n from 0; a key comes once.
-- p_conversations: those of the items, each once. p_known: the members_rev of the audience that the caller has of each, or null.
-- Gives {fresh: [[n, seq, rev, withheld from]], stored: [{n, same, item}], audiences: [[conversation, members_rev, parties]]
-- of those not known, appeared: [[conversation, party]], cleared: [[conversation, author]]}; what is in neither fresh nor
-- stored is a stranger's.
-- Plans are kept from when the tables were nearly empty, and all of them seemed equally good. So that they hold for large
-- tables, too, a row is looked up by its key in a LATERAL with LIMIT, which cannot be turned around; it is moved by ON
-- CONFLICT, which goes by the key; and a client key is looked up in the order of the one index that has it.
CREATE FUNCTION append_messages(p_items jsonb, p_conversations uuid[], p_known bigint[], p_at timestamptz) RETURNS json
LANGUAGE plpgsql SET enable_seqscan TO off SET enable_sort TO off SET enable_bitmapscan TO off AS $$
DECLARE
  v_answer json;
  v_special jsonb;
  v_item record;
  v_party uuid;
  v_appeared json[] := '{}';
  v_cleared json[] := '{}';
BEGIN
  PERFORM 1 FROM conversation WHERE id = ANY(p_conversations) ORDER BY id FOR NO KEY UPDATE;

  -- A statement of its own: it sees what was committed by whoever had the locks before.
  WITH item AS MATERIALIZED (
    SELECT i.*, c.seq AS seq_before, c.rev AS rev_before, c.last_activity_at, c.created_by, stored.id AS stored_id,
      (SELECT d.user_id FROM draft d WHERE d.user_id = i.a AND d.conversation_id = i.c) AS drafter,
      CASE WHEN (SELECT l.subject_id FROM access_level l WHERE l.subject_id = i.a AND l.level = 'blocked' LIMIT 1) IS NOT NULL THEN blocker_of(i.c, i.a) END AS blocker
    FROM jsonb_to_recordset(p_items) AS i(n int, id uuid, c uuid, a uuid, k text, b jsonb, i text)
    CROSS JOIN LATERAL (SELECT * FROM conversation WHERE id = i.c LIMIT 1) c
    CROSS JOIN LATERAL (SELECT 1 FROM membership WHERE conversation_id = i.c AND party_id = i.a AND left_at IS NULL LIMIT 1) author
    LEFT JOIN LATERAL (
      SELECT id, client_key FROM message WHERE conversation_id = i.c AND author_id = i.a AND client_key >= i.k ORDER BY client_key LIMIT 1
    ) stored ON stored.client_key = i.k
  ), fresh AS MATERIALIZED (
    SELECT *, seq_before + nth AS seq, rev_before + nth AS rev
    FROM (SELECT *, row_number() OVER (PARTITION BY c ORDER BY n) AS nth FROM item WHERE stored_id IS NULL) numbered
  ), inserted AS (
    INSERT INTO message (id, conversation_id, author_id, client_key, seq, created_rev, rev, body, importance, sent_at, withheld_from, withheld_after)
    SELECT id, c, a, k, seq, rev, rev, b, i, p_at, blocker, CASE WHEN blocker IS NOT NULL THEN 0 END FROM fresh
  ), positioned AS (
    INSERT INTO membership (conversation_id, party_id, rev, read_seq) SELECT c, a, 0, max(seq) FROM fresh GROUP BY c, a
    ON CONFLICT (conversation_id, party_id) DO UPDATE SET read_seq = excluded.read_seq, delivered_seq = excluded.read_seq
  ), counted AS (
    INSERT INTO conversation (id, kind, created_by, seq, rev) SELECT c, '', created_by, max(seq), max(rev) FROM fresh GROUP BY c, created_by
    ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, rev = excluded.rev, last_activity_at = p_at
  ), to_settle AS MATERIALIZED (
    SELECT conversation_id AS c FROM membership WHERE conversation_id = ANY(p_conversations) AND (appeared_at IS NULL OR held_rev IS NOT NULL)
    UNION ALL SELECT c FROM item WHERE blocker IS NOT NULL
  )
  SELECT
    json_build_object(
      'fresh', (SELECT coalesce(json_agg(json_build_array(n, seq, rev, blocker)), '[]') FROM fresh),
      'stored', (
        SELECT coalesce(json_agg(json_build_object('n', n, 'item', to_json(e), 'same', b = coalesce((
          SELECT body FROM message_revision WHERE message_id = e.id ORDER BY rev LIMIT 1), e.body))), '[]')
        FROM item CROSS JOIN LATERAL (SELECT * FROM message WHERE id = item.stored_id LIMIT 1) e WHERE item.stored_id IS NOT NULL),
      'audiences', (
        SELECT coalesce(json_agg(json_build_array(asked.c, c.members_rev, conversation_audience(asked.c))), '[]')
        FROM unnest(p_conversations, p_known) AS asked(c, known)
        CROSS JOIN LATERAL (SELECT members_rev FROM conversation WHERE id = asked.c LIMIT 1) c WHERE c.members_rev IS DISTINCT FROM asked.known)
    ),
    (SELECT jsonb_agg(to_jsonb(special) ORDER BY c, seq) FROM (
      SELECT c, a, seq, rev, blocker, drafter, CASE WHEN nth = 1 THEN last_activity_at ELSE p_at END AS active_before, c IN (SELECT c FROM to_settle) AS settles FROM fresh
    ) special WHERE drafter IS NOT NULL OR settles)
  INTO v_answer, v_special;

  FOR v_item IN
    SELECT * FROM jsonb_to_recordset(v_special) AS special(c uuid, a uuid, seq bigint, rev bigint, blocker uuid, drafter uuid, active_before timestamptz, settles boolean)
  LOOP
    IF v_item.drafter IS NOT NULL THEN
      DELETE FROM draft WHERE user_id = v_item.a AND conversation_id = v_item.c;
      IF FOUND THEN v_cleared := v_cleared || json_build_array(v_item.c, v_item.a); END IF;
    END IF;
    IF v_item.settles THEN
      FOR v_party IN SELECT * FROM settle_change(v_item.c, v_item.blocker, v_item.seq, v_item.seq - 1, v_item.rev - 1, v_item.active_before, p_at) LOOP
        v_appeared := v_appeared || json_build_array(v_item.c, v_party);
      END LOOP;
    END IF;
  END LOOP;
  RETURN json_build_object('stored', v_answer->'stored', 'fresh', v_answer->'fresh', 'audiences', v_answer->'audiences', 'appeared', v_appeared, 'cleared', v_cleared);
END $$;
