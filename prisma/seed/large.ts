import { UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { Database } from "@/server/db/client";

const GIVEN = ["Anna", "Bob", "Carol", "Dave", "Erin", "Frank", "Grace", "Hugo", "Ines", "Jonas", "Klara", "Liam", "Maria", "Nils", "Olga", "Paul"];
const FAMILY = ["Keller", "Okafor", "Lindqvist", "Moreau", "Walsh", "Novak", "Ito", "Sato", "Diaz", "Berg", "Lang", "Hughes", "Osei", "Silva", "Kaya", "Rossi", "Dubois"];

export type LargeOptions = { users: number; contactsEach: number };

/**
 * People for measurements: `user00000@example.com` and on, each with the next ones in their list, so that everybody is
 * watched as often as they watch. Nobody has a password: sessions are made directly.
 *
 * @returns Their ids, in order.
 */
export async function seedLarge({ pool }: Pick<Database, "pool">, { users, contactsEach }: LargeOptions): Promise<UserId[]> {
  const ids = Array.from({ length: users }, () => UserId.parse(uuidV7()));
  const given = ids.map((_id, index) => GIVEN[index % GIVEN.length]!);
  const family = ids.map((_id, index) => `${FAMILY[index % FAMILY.length]!} ${index}`);
  await pool.query("INSERT INTO organisation (id, name, sip_domain) VALUES (1, 'Example', 'example.com') ON CONFLICT DO NOTHING");
  await pool.query("INSERT INTO party (id, kind, display_name) SELECT id, 'user', given || ' ' || family FROM unnest($1::uuid[], $2::text[], $3::text[]) AS t(id, given, family)", [ids, given, family]);
  await pool.query(
    `INSERT INTO "user" (id, email, sip_uri, given_name, family_name, display_name, work_phone, status)
     SELECT id, 'user' || lpad((n - 1)::text, 5, '0') || '@example.com', 'sip:user' || lpad((n - 1)::text, 5, '0') || '@example.com',
            given, family, given || ' ' || family, '+1202' || lpad((5000000 + n)::text, 7, '0'), 'active'
       FROM unnest($1::uuid[], $2::text[], $3::text[]) WITH ORDINALITY AS t(id, given, family, n)`,
    [ids, given, family],
  );
  await pool.query(
    `INSERT INTO contact (id, owner_id, target_user_id)
     SELECT gen_random_uuid(), owner.id, target.id
       FROM unnest($1::uuid[]) WITH ORDINALITY AS owner(id, n)
       CROSS JOIN generate_series(1, $2::int) AS step
       JOIN unnest($1::uuid[]) WITH ORDINALITY AS target(id, n) ON target.n = (owner.n - 1 + step) % $3::int + 1`,
    [ids, Math.min(contactsEach, users - 1), users],
  );
  await pool.query('ANALYZE "user", contact, party');
  return ids;
}
