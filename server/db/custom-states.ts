import { CustomState, type CustomStateId } from "@/lib/protocol";
import type { Prisma } from "@/generated/prisma/client";
import type { AdministrationTx } from "@/server/domain/administration";
import type { Database } from "./client";

/** Pairs of language and label: an object would lose the order, and the first label stands in for those that are missing. */
const toStored = (labels: CustomState["labels"]): [string, string][] => Object.entries(labels);

/** A row of `custom_state` as the contract has it. */
export const toCustomState = (row: { id: string; base: string; labels: unknown }): CustomState => CustomState.parse({ id: row.id, base: row.base, labels: Object.fromEntries(row.labels as [string, string][]) });

export async function listCustomStates(client: Database["prisma"] | Prisma.TransactionClient): Promise<CustomState[]> {
  return (await client.customState.findMany({ orderBy: [{ position: "asc" }, { id: "asc" }] })).map(toCustomState);
}

type CustomStateWriter = Pick<AdministrationTx, "insertCustomState" | "updateCustomState" | "orderCustomStates" | "deleteCustomState">;

export function createCustomStateWriter(tx: Prisma.TransactionClient): CustomStateWriter {
  return {
    async insertCustomState({ id, base, labels }, position) {
      await tx.customState.create({ data: { id, base, labels: toStored(labels), position } });
    },
    async updateCustomState({ id, base, labels }) {
      // The state first: whoever is choosing it holds it until their choice is stored, and is found by the second.
      await tx.customState.update({ where: { id }, data: { base, labels: toStored(labels) } });
      await tx.manualPresence.updateMany({ where: { customStateId: id, state: { not: base } }, data: { state: base } });
    },
    async orderCustomStates(ids: readonly CustomStateId[]) {
      await tx.$executeRaw`
        UPDATE custom_state SET position = wanted.position - 1
        FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS wanted (id, position) WHERE custom_state.id = wanted.id`;
    },
    async deleteCustomState(id) {
      await tx.customState.delete({ where: { id } });
    },
  };
}
