import { describe } from "vitest";
import { createInMemoryStore } from "../support/in-memory-message-store";
import { messageStoreContract } from "./message-store.contract";

describe("message store in memory", () => {
  messageStoreContract(createInMemoryStore);
});
