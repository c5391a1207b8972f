import type { Pool, PoolClient } from "pg";
import { ADDRESS_BOOKS_MAX, ADDRESS_ENTRIES_MAX, type AddressBook, type AddressBookId, type AddressEntry, ErrorCode, type UserId } from "@/lib/protocol";
import type { AddressBookStore, BookReading, BookRefusal, BookSource, NewEntry, RemoteBook } from "@/server/domain/address-book";
import { inTransaction } from "./in-transaction";
import type { SecretBox } from "./secret-box";

type BookRow = { id: AddressBookId; kind: AddressBook["kind"]; name: string; sealed: string | null; read_at: Date | null; error: string | null; entry_count: number };
type SourceRow = { id: AddressBookId; owner_id: UserId; sealed: string; validator: string | null; failures: number; work_phone: string | null };

const BOOK = `b.id, b.kind, b.name, b.sealed, b.read_at, b.error, (SELECT count(*)::int FROM address_entry e WHERE e.book_id = b.id) AS entry_count`;
const SOURCE = `b.id, b.owner_id, b.sealed, b.validator, b.failures, u.work_phone`;

/** Ends a transaction whose work is not to be kept. */
class Refused extends Error {
  constructor(readonly refusal: BookRefusal) {
    super(refusal.refused);
  }
}

/** Address books in PostgreSQL. Changes of one owner take turns under the lock of their row of "user": limits are exact. */
export function createAddressBookRepository({ pool }: { pool: Pool }, box: SecretBox): AddressBookStore {
  const seal = (bookId: AddressBookId, remote: RemoteBook): string => box.seal(Buffer.from(JSON.stringify(remote)), `address-book:${bookId}`);
  const unseal = (bookId: AddressBookId, sealed: string): RemoteBook => JSON.parse(box.open(sealed, `address-book:${bookId}`).toString()) as RemoteBook;

  const toBook = ({ id, kind, name, sealed, read_at, error, entry_count }: BookRow): AddressBook => ({
    id,
    kind,
    name,
    host: sealed === null ? null : new URL(unseal(id, sealed).address).host,
    entryCount: entry_count,
    readAt: read_at?.toISOString() ?? null,
    error: ErrorCode.nullable().parse(error),
  });
  const toSource = ({ id, owner_id, sealed, validator, failures, work_phone }: SourceRow): BookSource => ({ id, ownerId: owner_id, remote: unseal(id, sealed), validator, failures, workPhone: work_phone });
  const readBook = async (db: Pool | PoolClient, bookId: AddressBookId): Promise<AddressBook | null> => {
    const { rows } = await db.query<BookRow>(`SELECT ${BOOK} FROM address_book b WHERE b.id = $1`, [bookId]);
    return rows[0] ? toBook(rows[0]) : null;
  };

  const change = async <R>(ownerId: UserId, work: (db: PoolClient) => Promise<R>): Promise<R | BookRefusal> => {
    try {
      return await inTransaction(pool, async (db) => {
        await db.query(`SELECT FROM "user" WHERE id = $1 FOR NO KEY UPDATE`, [ownerId]);
        return work(db);
      });
    } catch (error) {
      if (error instanceof Refused) return error.refusal;
      throw error;
    }
  };

  return {
    async list(ownerId) {
      const { rows } = await pool.query<BookRow>(`SELECT ${BOOK} FROM address_book b WHERE b.owner_id = $1 ORDER BY b.created_at, b.id`, [ownerId]);
      return rows.map(toBook);
    },

    async workPhoneOf(ownerId) {
      const { rows } = await pool.query<{ work_phone: string | null }>(`SELECT work_phone FROM "user" WHERE id = $1`, [ownerId]);
      return rows[0]?.work_phone ?? null;
    },

    import: (ownerId, { bookId, name, at, entries }) =>
      change(ownerId, async (db) => {
        const found = await db.query<{ id: AddressBookId }>(`UPDATE address_book SET read_at = $3 WHERE owner_id = $1 AND name = $2 AND kind = 'imported' RETURNING id`, [ownerId, name, at]);
        const intoId = found.rows[0]?.id ?? bookId;
        if (found.rowCount === 0) {
          await requireRoom(db, ownerId);
          await db.query(`INSERT INTO address_book (id, owner_id, kind, name, read_at) VALUES ($1, $2, 'imported', $3, $4)`, [bookId, ownerId, name, at]);
        }
        await putEntries(db, ownerId, intoId, entries);
        return { book: (await readBook(db, intoId))! };
      }),

    connect: (ownerId, { bookId, name, remote, at, nextPollAt, validator, entries }) =>
      change(ownerId, async (db) => {
        await requireRoom(db, ownerId);
        await db.query(
          `INSERT INTO address_book (id, owner_id, kind, name, sealed, validator, read_at, next_poll_at) VALUES ($1, $2, 'carddav', $3, $4, $5, $6, $7)`,
          [bookId, ownerId, name, seal(bookId, remote), validator, at, nextPollAt],
        );
        await putEntries(db, ownerId, bookId, entries);
        return { book: (await readBook(db, bookId))! };
      }),

    async remove(ownerId, bookId) {
      const { rowCount } = await pool.query(`DELETE FROM address_book WHERE owner_id = $1 AND id = $2`, [ownerId, bookId]);
      return rowCount === 1;
    },

    async findConnected(ownerId, bookId) {
      const { rows } = await pool.query<SourceRow>(`SELECT ${SOURCE} FROM address_book b JOIN "user" u ON u.id = b.owner_id WHERE b.owner_id = $1 AND b.id = $2 AND b.sealed IS NOT NULL`, [ownerId, bookId]);
      return rows[0] ? toSource(rows[0]) : null;
    },

    async takeDue(now, until, limit) {
      const { rows } = await pool.query<SourceRow>({
        name: "address-books-due",
        text: `WITH due AS (
                 SELECT b.id FROM address_book b JOIN "user" u ON u.id = b.owner_id
                 WHERE b.next_poll_at <= $1 AND b.sealed IS NOT NULL AND u.status <> 'disabled'
                 ORDER BY b.next_poll_at LIMIT $3 FOR UPDATE OF b SKIP LOCKED
               )
               UPDATE address_book b SET next_poll_at = $2 FROM due, "user" u WHERE b.id = due.id AND u.id = b.owner_id RETURNING ${SOURCE}`,
        values: [now, until, limit],
      });
      return rows.map(toSource);
    },

    async putReading(bookId, reading) {
      const { rows } = await pool.query<{ owner_id: UserId }>(`SELECT owner_id FROM address_book WHERE id = $1`, [bookId]);
      const ownerId = rows[0]?.owner_id;
      if (ownerId === undefined) return null;
      return change(ownerId, async (db) => {
        if (!(await putOutcome(db, bookId, reading))) return null;
        if (reading.error === null && reading.entries !== null) {
          await db.query(`DELETE FROM address_entry WHERE book_id = $1 AND uid <> ALL ($2::text[])`, [bookId, reading.entries.map(({ uid }) => uid)]);
          await putEntries(db, ownerId, bookId, reading.entries);
        }
        const book = await readBook(db, bookId);
        return book && { book };
      });
    },

    async search(ownerId, { text, phoneDigits, limit }) {
      const byNumber = phoneDigits === null ? "" : `OR EXISTS (SELECT FROM jsonb_array_elements(e.phones) p WHERE regexp_replace(p->>'number', '\\D', '', 'g') LIKE '%' || $4 || '%')`;
      const { rows } = await pool.query<{ entry: AddressEntry }>(
        `SELECT jsonb_strip_nulls(jsonb_build_object('id', e.id, 'bookId', e.book_id, 'displayName', e.display_name, 'company', e.company, 'title', e.title, 'emails', e.emails, 'phones', e.phones)) AS entry
         FROM address_entry e WHERE e.owner_id = $1 AND (e.search_text LIKE ALL (directory_patterns($2)) ${byNumber})
         ORDER BY e.display_name, e.id LIMIT $3`,
        phoneDigits === null ? [ownerId, text, limit] : [ownerId, text, limit, phoneDigits],
      );
      return rows.map(({ entry }) => entry);
    },
  };
}

async function requireRoom(db: PoolClient, ownerId: UserId): Promise<void> {
  const { rows } = await db.query<{ count: number }>(`SELECT count(*)::int AS count FROM address_book WHERE owner_id = $1`, [ownerId]);
  if (rows[0]!.count >= ADDRESS_BOOKS_MAX) throw new Refused({ refused: "address_book_limit" });
}

/** False when the book was removed meanwhile. */
async function putOutcome(db: PoolClient, bookId: AddressBookId, reading: BookReading): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE address_book SET next_poll_at = $2, error = $3, failures = CASE WHEN $3::text IS NULL THEN 0 ELSE failures + 1 END,
            read_at = CASE WHEN $3::text IS NULL THEN $4 ELSE read_at END, validator = CASE WHEN $3::text IS NULL THEN $5 ELSE validator END
     WHERE id = $1`,
    [bookId, reading.nextPollAt, reading.error, reading.at, reading.error === null ? reading.validator : null],
  );
  return rowCount === 1;
}

/**
 * Puts entries into a book, by one statement each step however many: those that look like a new one under another uid give way;
 * one that is there keeps its id. The limit is over all books of the owner.
 */
async function putEntries(db: PoolClient, ownerId: UserId, bookId: AddressBookId, entries: readonly NewEntry[]): Promise<void> {
  const rows = JSON.stringify(entries.map(({ id, uid, displayName, company = null, title = null, emails, phones }) => ({ id, uid, display_name: displayName, company, title, emails, phones })));
  const NEW = `jsonb_to_recordset($1::jsonb) AS n (id uuid, uid text, display_name text, company text, title text, emails jsonb, phones jsonb)`;
  const look = (row: string): string => `(lower(${row}.display_name), lower(coalesce(${row}.emails->>0, ${row}.phones->0->>'number', '')))`;
  await db.query(`DELETE FROM address_entry e USING ${NEW} WHERE e.book_id = $2 AND e.uid <> n.uid AND ${look("e")} = ${look("n")}`, [rows, bookId]);
  await db.query(
    `INSERT INTO address_entry (id, book_id, owner_id, uid, display_name, company, title, emails, phones)
     SELECT n.id, $2, $3, n.uid, n.display_name, n.company, n.title, n.emails, n.phones FROM ${NEW}
     ON CONFLICT (book_id, uid) DO UPDATE SET display_name = excluded.display_name, company = excluded.company, title = excluded.title, emails = excluded.emails, phones = excluded.phones`,
    [rows, bookId, ownerId],
  );
  const { rows: [counted] } = await db.query<{ count: number }>(`SELECT count(*)::int AS count FROM address_entry WHERE owner_id = $1`, [ownerId]);
  if (counted!.count > ADDRESS_ENTRIES_MAX) throw new Refused({ refused: "address_entry_limit" });
}
