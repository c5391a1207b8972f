import { PASSWORD_MIN } from "@/lib/protocol/limits";

/** In the order of the form. */
export const SETUP_FIELDS = ["organisationName", "sipDomain", "givenName", "familyName", "email", "password"] as const;
export type SetupField = (typeof SETUP_FIELDS)[number];
export type SetupValues = Record<SetupField, string>;

/** Fields that the server would refuse for certain, so that the person hears it at once. The server's word counts. */
export function wrongFieldsOf(values: SetupValues): SetupField[] {
  const looksWrong: Record<SetupField, (value: string) => boolean> = {
    organisationName: isEmpty,
    sipDomain: (value) => !/^[a-z0-9-]+(\.[a-z0-9-]+)*$/iu.test(value),
    givenName: isEmpty,
    familyName: isEmpty,
    email: (value) => !/^[^\s@]+@[^\s@]+$/u.test(value),
    password: (value) => value.length < PASSWORD_MIN,
  };
  return SETUP_FIELDS.filter((field) => looksWrong[field](values[field]));
}

const isEmpty = (value: string): boolean => value.trim() === "";
