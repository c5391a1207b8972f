"use client";
import { useEffect, useState } from "react";
import { type Me } from "@/lib/protocol";
import { loadPhoneFormat } from "@/lib/client/format";
import { useClient, useStore } from "./client-context";
import { formatPhone } from "./phone-format";

type Format = (e164: string) => string;

let loaded: Awaited<ReturnType<typeof loadPhoneFormat>> | null = null;

/** Numbers as the reader writes them: their own country's without its code. Until the tables are there, in plain groups. */
export function usePhoneFormat(): Format {
  const { profile } = useStore(useClient().session);
  const [tables, setTables] = useState(loaded);
  useEffect(() => {
    if (tables) return undefined;
    let isOver = false;
    loadPhoneFormat().then(
      (module) => {
        loaded = module;
        if (!isOver) setTables(module);
      },
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [tables]);
  if (!tables) return formatPhone;
  const country = tables.phoneCountryOf(ownNumbersOf(profile), navigator.languages);
  // North American ones are written alike everywhere, with the code.
  return (e164) => (e164.startsWith("+1") ? formatPhone(e164) : tables.phoneForReader(e164, country));
}

export const ownNumbersOf = ({ workPhone, mobilePhone, homePhone, otherPhone }: Me["profile"]): readonly (string | null)[] => [workPhone, mobilePhone, homePhone, otherPhone];
