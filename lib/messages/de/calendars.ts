import type { calendars as en } from "../en/calendars";
import type { Translated } from "../translated";

export const calendars: Translated<typeof en> = {
  title: "Kalender",
  lead: "Ihre Termine bestimmen Ihren Status und sagen anderen, wann Sie frei sind.",
  list: "Verbundene Kalender",
  listLead: "Werden alle paar Minuten gelesen. Geschrieben wird nie in sie.",
  empty: "Kein Kalender ist verbunden. Verbinden Sie Ihren über seine Adresse oder laden Sie eine Datei davon hoch.",
  connect: "Kalender verbinden",
  connectTitle: "Kalender verbinden",
  upload: "Datei hochladen",
  uploadTitle: "Kalenderdatei hochladen",
  uploadSubmit: "Hochladen",
  uploadHint: "iCalendar (.ics), höchstens 5 MB",
  uploadNameHint: "Eine Datei gleichen Namens ersetzt die frühere.",
  kind: "Wie",
  kinds: { "ics-address": "Kalenderlink", caldav: "CalDAV-Konto", "ics-file": "Hochgeladene Datei" },
  linkHint: "Der geheime oder öffentliche iCalendar-Link, den Ihr Kalender ausgibt; oft endet er auf .ics.",
  caldavHint: "Die Adresse des Kalenders oder Ihres Kontos auf seinem Server.",
  removeTitle: "{name} entfernen?",
  removeText: "Alles, was daraus gelesen wurde, wird vergessen. Der Kalender selbst bleibt, wie er ist.",
  effect: {
    title: "Was es bewirkt",
    busy: "Ein Termin, der als belegt gilt, zeigt Sie als beschäftigt, „In einer Besprechung“.",
    free: "Was als frei oder mit Vorbehalt eingetragen ist, ändert nichts.",
    out: "Ein Abwesenheitseintrag zeigt Sie als abwesend, mit seinem Text als Notiz, wenn Sie keine haben.",
    seen: "Team und Privat sehen, worum es in Ihren Besprechungen geht, Firma nur wann, andere nichts.",
  },
};
