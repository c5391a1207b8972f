import { afterAll, beforeAll, describe } from "vitest";
import { freshDatabase, type TestDatabase } from "../support/database";
import { storeOnPostgres } from "../support/message-store-on-postgres";
import { messageStoreContract } from "./message-store.contract";

describe("message store in PostgreSQL", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.dispose());

  messageStoreContract(() => storeOnPostgres(database));
});
