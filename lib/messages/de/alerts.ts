import type { alerts as en } from "../en/alerts";
import type { Translated } from "../translated";

export const alerts: Translated<typeof en> = {
  toast: {
    available: "<b>{name}</b> ist jetzt verfügbar",
    busy: "<b>{name}</b> ist jetzt beschäftigt",
    dnd: "<b>{name}</b> möchte jetzt nicht gestört werden",
    away: "<b>{name}</b> ist jetzt abwesend",
    offline: "<b>{name}</b> ist jetzt offline",
    asked: "Sie wollten es erfahren",
    message: "Nachricht",
    messageTo: "Nachricht an {name}",
    close: "Schließen",
  },
  push: {
    available: "Jetzt verfügbar",
    busy: "Jetzt beschäftigt",
    dnd: "Möchte jetzt nicht gestört werden",
    away: "Jetzt abwesend",
    offline: "Jetzt offline",
  },
  settings: {
    title: "Hinweise",
    lead: "Wie Sie von etwas erfahren, während Sie nicht hinsehen.",
    browser: "Benachrichtigungen",
    browserLead: "In diesem Browser, und nur solange Parley in keinem Ihrer Fenster offen ist.",
    here: "In diesem Browser benachrichtigen",
    hereOn: "Auch wenn keine Seite von Parley offen ist. Endet, wenn Sie sich hier abmelden.",
    hereOff: "Ihr Browser wird Sie einmal fragen.",
    public: "Dies ist ein öffentlicher oder geteilter Computer. Wenn Sie gehen, wird hier nichts von Ihnen gezeigt.",
    absent: "Dieser Browser oder diese Art Fenster kann ohne offene Seite nichts anzeigen. Private Fenster können das meist nicht.",
    denied: "Ihr Browser erlaubt Parley keine Benachrichtigungen. Erlauben Sie sie in den Einstellungen des Browsers für diese Seite, und kommen Sie dann wieder.",
    browserProblem: "Der Dienst des Browsers für Benachrichtigungen war nicht erreichbar. Versuchen Sie es später wieder.",
    tagged: "Auf wen Sie warten",
    taggedText: "Wählen Sie bei jemandem in Ihrer Liste „Bei Verfügbarkeit Bescheid geben“. Jeder Wechsel wird einmal gemeldet: als Hinweis auf der Seite, oder von diesem Browser, solange keine Seite offen ist. Solange Sie nicht gestört werden möchten, kommen nur Personen durch, denen Sie die Stufe Team gegeben haben.",
  },
};
