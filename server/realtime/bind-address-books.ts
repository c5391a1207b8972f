import { addressSearch } from "@/lib/protocol";
import type { AddressBooks } from "@/server/domain/address-book";
import type { Contacts } from "@/server/domain/contacts";
import type { Gateway } from "./gateway";

export function bindAddressBooks({ gateway, addressBooks, contacts }: { gateway: Gateway; addressBooks: AddressBooks; contacts: Contacts }): void {
  gateway.bindCommand(addressSearch, async ({ userId }, input) => {
    const [entries, groups] = await Promise.all([addressBooks.search(userId, input), contacts.searchGroups(userId, input)]);
    return { entries, groups };
  });
}
