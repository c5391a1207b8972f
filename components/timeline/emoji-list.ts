export type Emoji = {
  readonly sign: string;
  /** Words to find it by, the name first. */
  readonly en: string;
  readonly de: string;
};

type GroupId = "faces" | "gestures" | "hearts" | "things" | "nature";

const lines = (text: string): readonly Emoji[] =>
  text
    .trim()
    .split("\n")
    .map((line) => {
      const [sign = "", en = "", de = ""] = line.split("|");
      return { sign, en, de };
    });

/** The signs people at work use; anything else comes from the keyboard of the system. One a line: sign, English words, German words. */
export const EMOJI_GROUPS: readonly { id: GroupId; emoji: readonly Emoji[] }[] = [
  {
    id: "faces",
    emoji: lines(`
😀|grinning smile happy|grinsen lächeln froh
😄|laughing smile happy|lachen lächeln froh
😁|beaming grin|strahlen grinsen
😅|relief sweat laugh|erleichtert schwitzen lachen
😂|tears joy laugh lol|freudentränen lachen
🙂|smile slight|lächeln leicht
🙃|upside-down irony|kopfüber ironie
😉|wink|zwinkern
😊|blush smile warm|erröten lächeln warm
😍|love heart eyes|verliebt herz augen
🥰|adore hearts|lieb herzen
😘|kiss|kuss
😋|yummy tasty|lecker
😎|cool sunglasses|cool sonnenbrille
🤓|nerd glasses|streber brille
🤔|thinking hmm|nachdenken hmm
🤨|doubt eyebrow|zweifel augenbraue
😐|neutral|neutral
😏|smirk|schmunzeln
🙄|eyeroll|augenrollen
😬|grimace awkward|grimasse peinlich
😌|relieved calm|erleichtert ruhig
😴|sleep tired|schlafen müde
🤒|ill sick thermometer|krank thermometer
🤯|mindblown wow|kopf explodiert wow
🥳|party celebrate birthday|party feiern geburtstag
😕|confused|verwirrt
🙁|frown sad|traurig
😮|surprised oh|überrascht oh
😢|crying sad tear|weinen traurig träne
😭|sobbing cry|heulen weinen
😤|huff steam|schnauben dampf
😡|angry red|wütend rot
😱|scream shock|schrei schock
🤗|hug|umarmung
🤐|quiet zip|still reißverschluss
🫡|salute|salutieren
🫠|melting|schmelzen
`),
  },
  {
    id: "gestures",
    emoji: lines(`
👍|thumbs-up yes ok good|daumen-hoch ja ok gut
👎|thumbs-down no bad|daumen-runter nein schlecht
👌|perfect ok|perfekt ok
✌️|victory peace|sieg frieden
🤞|fingers-crossed luck|daumen-drücken glück
👏|applause clap bravo|applaus klatschen bravo
🙌|hooray hands|hurra hände
🙏|thanks pray please|danke bitte beten
🤝|handshake deal agreed|handschlag abgemacht
💪|strong muscle|stark muskel
👋|wave hello bye|winken hallo tschüss
👀|eyes look|augen schauen
🫶|heart-hands love|herzhände liebe
👉|right point|rechts zeigen
👆|up point|oben zeigen
👇|down point|unten zeigen
☝️|one point|eins zeigefinger
✋|stop hand|stopp hand
🤷|shrug dunno|achselzucken keine ahnung
🤦|facepalm|hand-vors-gesicht
🙋|raise-hand question|melden frage
🏃|run hurry|rennen eilig
🧘|calm yoga|ruhe yoga
`),
  },
  {
    id: "hearts",
    emoji: lines(`
❤️|heart love|herz liebe
🧡|orange-heart|oranges-herz
💛|yellow-heart|gelbes-herz
💚|green-heart|grünes-herz
💙|blue-heart|blaues-herz
💜|purple-heart|lila-herz
🖤|black-heart|schwarzes-herz
💔|broken-heart|gebrochenes-herz
✨|sparkles new|funkeln neu
⭐|star|stern
🔥|fire hot great|feuer heiß super
💯|hundred full|hundert voll
✅|done check yes|erledigt haken ja
❌|no cross wrong|nein kreuz falsch
❗|exclamation important|ausrufezeichen wichtig
❓|question|frage
⚠️|warning careful|warnung vorsicht
🚫|forbidden no|verboten nein
♻️|recycle again|wiederverwenden
➕|plus add|plus dazu
➡️|right arrow|rechts pfeil
⬅️|left arrow|links pfeil
🔴|red dot|rot punkt
🟡|yellow dot|gelb punkt
🟢|green dot|grün punkt
🆗|ok|ok
🔝|top|spitze
`),
  },
  {
    id: "things",
    emoji: lines(`
💼|briefcase work|aktentasche arbeit
💻|laptop computer|laptop computer rechner
🖥️|screen desktop|bildschirm rechner
📱|phone mobile|handy mobil
☎️|telephone call|telefon anruf
📞|receiver call|hörer anruf
🎧|headphones|kopfhörer
🎤|microphone|mikrofon
📷|camera photo|kamera foto
✉️|mail letter|post brief
📧|email|e-mail
📅|calendar date|kalender termin
🗓️|planner schedule|planer termin
⏰|alarm time|wecker zeit
⏳|hourglass wait|sanduhr warten
📌|pin|pinnnadel
📎|paperclip attachment|büroklammer anhang
✏️|pencil write|bleistift schreiben
📝|note memo|notiz
📄|page document|seite dokument
📊|chart bars|diagramm balken
📈|up growth|aufwärts wachstum
📉|down decline|abwärts rückgang
📁|folder|ordner
🔍|search magnifier|suche lupe
🔒|lock secure|schloss sicher
🔑|key|schlüssel
🔧|wrench fix|schraubenschlüssel reparieren
🛠️|tools build|werkzeug bauen
⚙️|gear settings|zahnrad einstellung
🧪|test experiment|test versuch
🐛|bug error|käfer fehler
🚀|rocket launch ship|rakete start
🎉|party congratulations|feier glückwunsch
🎂|cake birthday|kuchen geburtstag
🎁|gift present|geschenk
🏆|trophy win|pokal sieg
🥇|medal first|medaille erster
💡|idea light|idee licht
💰|money|geld
🧾|receipt invoice|beleg rechnung
📦|package parcel|paket
🔔|bell reminder|glocke erinnerung
🧭|compass direction|kompass richtung
`),
  },
  {
    id: "nature",
    emoji: lines(`
☀️|sun weather|sonne wetter
🌤️|fair weather|heiter wetter
🌧️|rain weather|regen wetter
❄️|snow cold|schnee kalt
🌈|rainbow|regenbogen
🌙|moon night|mond nacht
🌸|blossom flower|blüte blume
🌻|sunflower flower|sonnenblume blume
🍀|clover luck|klee glück
🌳|tree|baum
🐶|dog|hund
🐱|cat|katze
🦊|fox|fuchs
🐻|bear|bär
🐝|bee busy|biene fleißig
🦋|butterfly|schmetterling
🐟|fish|fisch
🍎|apple fruit|apfel obst
🍌|banana fruit|banane obst
🍓|strawberry fruit|erdbeere obst
🥨|pretzel|brezel
🥐|croissant breakfast|croissant frühstück
🍕|pizza lunch|pizza mittagessen
🍝|pasta lunch|nudeln mittagessen
🥗|salad lunch|salat mittagessen
🍪|cookie|keks
🍰|cake|torte
☕|coffee break|kaffee pause
🍵|tea|tee
🍺|beer|bier
🥂|cheers toast|prost anstoßen
🏠|home house|zuhause haus
🏢|office building|büro gebäude
🚆|train travel|zug reise
✈️|plane travel|flugzeug reise
🚲|bicycle|fahrrad
🚗|car|auto
🏖️|beach holiday|strand urlaub
⛰️|mountain|berg
🌍|world earth|welt erde
`),
  },
];

/** Signs with a word that starts as asked, in the reader's language or in English. */
export function emojiMatching(query: string, locale: string): readonly Emoji[] {
  const wanted = query.trim().toLocaleLowerCase(locale);
  const matches = (words: string): boolean => words.split(/[ -]/u).some((word) => word.startsWith(wanted)) || words.includes(wanted);
  return EMOJI_GROUPS.flatMap(({ emoji }) => emoji).filter(({ sign, en, de }) => sign === wanted || matches(en) || (locale === "de" && matches(de)));
}
