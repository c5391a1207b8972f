import type { sources as en } from "../en/sources";
import type { Translated } from "../translated";

export const sources: Translated<typeof en> = {
  neverRead: "Noch nicht gelesen",
  readAt: "Gelesen {when}",
  reading: "Wird gelesen",
  refresh: "{name} jetzt erneut lesen",
  remove: "{name} entfernen",
  loadFailed: "Das ließ sich nicht laden. Es wird von selbst erneut versucht.",
  advice: {
    wait: "Es wird von selbst erneut versucht; was zuvor gelesen wurde, bleibt.",
    refused: "Entfernen Sie die Verbindung und richten Sie sie mit richtigem Namen und Passwort neu ein.",
    other: "Prüfen Sie die Adresse bei dem, von dem Sie sie haben.",
  },
  connect: {
    submit: "Verbinden",
    address: "Adresse",
    addressInvalid: "Geben Sie eine Adresse ein, die mit https:// oder http:// beginnt.",
    username: "Benutzername",
    password: "Passwort",
    passwordHint: "Wird verschlüsselt aufbewahrt und nur an diesen Server gesendet. Am besten ein App-Passwort, wo es das gibt.",
    name: "Name",
    nameHint: "Wie Sie es hier sehen möchten; sonst der Name des Servers",
  },
  file: { file: "Datei", choose: "Datei wählen", name: "Name" },
};
