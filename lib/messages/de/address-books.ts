import type { addressBooks as en } from "../en/address-books";
import type { Translated } from "../translated";

export const addressBooks: Translated<typeof en> = {
  title: "Adressbücher",
  lead: "Personen außerhalb Ihrer Organisation, zu finden in derselben Suche. Nur Sie sehen sie.",
  list: "Ihre Adressbücher",
  listLead: "Verbundene werden von selbst wieder gelesen.",
  empty: "Sie haben kein Adressbuch. Importieren Sie eine Datei aus Ihrem Mailprogramm oder Telefon, oder verbinden Sie eines, das auf einem Server liegt.",
  import: "Datei importieren",
  importTitle: "Kontakte importieren",
  importSubmit: "Importieren",
  importHint: "vCard (.vcf) oder CSV, höchstens 5 MB. Die erste Zeile einer CSV-Datei benennt ihre Spalten.",
  importNameHint: "In das Adressbuch dieses Namens. Wer schon darin steht, wird ersetzt, nicht verdoppelt.",
  connect: "CardDAV-Konto verbinden",
  connectTitle: "Adressbuch verbinden",
  carddavHint: "Die Adresse des Adressbuchs oder Ihres Kontos auf seinem Server.",
  kinds: { imported: "Importiert", carddav: "CardDAV" },
  entries: "{count, plural, =0 {niemand} one {# Kontakt} other {# Kontakte}}",
  imported: "{count, plural, =0 {Niemand wurde importiert.} one {# Kontakt wurde importiert.} other {# Kontakte wurden importiert.}}",
  skipped: "{count, plural, one {# ohne Namen, Adresse und Nummer wurde ausgelassen.} other {# ohne Namen, Adresse und Nummer wurden ausgelassen.}}",
  removeTitle: "{name} entfernen?",
  removeText: "{count, plural, =0 {Es ist leer.} one {Sein Kontakt geht mit.} other {Seine # Kontakte gehen mit.}} Auf dem Server, von dem es kommt, ändert sich nichts.",
};
