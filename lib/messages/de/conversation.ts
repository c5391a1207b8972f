import type { conversation as en } from "../en/conversation";
import type { Translated } from "../translated";

export const conversation: Translated<typeof en> = {
  none: {
    title: "Weiter, wo Sie aufgehört haben",
    text: "Wählen Sie eine Unterhaltung, oder beginnen Sie eine mit den Menschen, die Sie brauchen.",
    action: "Neue Unterhaltung",
  },
  absent: {
    title: "Diese Unterhaltung gibt es nicht",
    text: "Vielleicht wurde sie entfernt, oder Sie gehören nicht mehr dazu.",
    action: "Zurück zur Liste",
  },
  loading: "Die Unterhaltung wird geladen",
  failed: "Die Unterhaltung konnte nicht geladen werden. Es wird von selbst erneut versucht.",
  header: {
    back: "Zurück",
    addPeople: "Personen hinzufügen",
    details: "Details",
    more: "Mehr",
    people: "{count, plural, one {# Person} other {# Personen}}",
    gone: "Verlassen",
  },
  names: {
    pair: "{one} und {other}",
    more: "{names} und {count} weitere",
    onlyYou: "Nur Sie",
  },
  menu: {
    rename: "Betreff ändern",
    addPeople: "Personen hinzufügen",
    details: "Details",
    leave: "Unterhaltung verlassen",
    copyLink: "Link kopieren",
  },
  rename: {
    title: "Betreff ändern",
    label: "Betreff",
    hint: "Alle in der Unterhaltung sehen ihn. Bleibt er leer, stehen dort die Namen.",
    save: "Speichern",
    cancel: "Abbrechen",
    refused: "Der Betreff konnte nicht geändert werden. Versuchen Sie es noch einmal.",
  },
  add: {
    title: "Personen hinzufügen",
    fromDirect: "Eine neue Unterhaltung mit allen beginnt. Was Sie beide geschrieben haben, bleibt unter Ihnen.",
    present: "Schon dabei",
    history: "Sie dürfen lesen",
    fromNow: "ab jetzt",
    fromStart: "alles von Anfang an",
    confirm: "{count, plural, =0 {Hinzufügen} one {# Person hinzufügen} other {# Personen hinzufügen}}",
    start: "Unterhaltung beginnen",
    cancel: "Abbrechen",
    refused: "Das Hinzufügen hat nicht geklappt. Versuchen Sie es noch einmal.",
    full: "Diese Unterhaltung fasst nicht mehr Personen.",
    forbidden: "Ihre Organisation erlaubt keine Unterhaltungen mit mehr als zwei Personen.",
  },
  start: {
    title: "Neue Unterhaltung",
    subject: "Betreff",
    subjectHint: "Freiwillig, ab drei Personen",
    confirm: "Beginnen",
    refused: "Die Unterhaltung konnte nicht begonnen werden. Versuchen Sie es noch einmal.",
  },
  leave: {
    title: "Diese Unterhaltung verlassen?",
    text: "Sie verschwindet aus Ihrer Liste, und Sie erhalten nichts mehr daraus. Um zurückzukommen, muss jemand Sie wieder hinzufügen.",
    confirm: "Verlassen",
    cancel: "Bleiben",
    refused: "Das Verlassen hat gerade nicht geklappt. Versuchen Sie es noch einmal.",
  },
  details: {
    title: "Details",
    close: "Details schließen",
    people: "Personen",
    reach: "Erreichbar unter",
  },
};
