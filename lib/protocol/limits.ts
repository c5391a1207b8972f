/** Longest text of one message, in UTF-16 code units (what `String.length` counts in every client). */
export const MESSAGE_TEXT_MAX = 8_000;
/** Most blocks (paragraphs) of one message. */
export const MESSAGE_BLOCKS_MAX = 500;
/** Most people started into, or added to, a conversation by one command. */
export const CONVERSATION_INVITE_MAX = 100;
/** Most members of one conversation. Rooms, not conversations, are meant for more. */
export const CONVERSATION_MEMBERS_MAX = 500;
/** Longest subject, in UTF-16 code units. */
export const SUBJECT_MAX = 200;
/** Most timeline items or changes one answer carries. */
export const PAGE_MAX = 200;
/** Most conversations one page of the list carries. */
export const CONVERSATION_PAGE_MAX = 100;
/** How long a typing mark is shown without being renewed, in ms. */
export const TYPING_TTL_MS = 6_000;
/** Most people one `presence:watch` names. */
export const WATCH_MAX = 1_000;
/** Contacts in one list. */
export const CONTACTS_MAX = 1_000;
/** Groups in one contact list. */
export const CONTACT_GROUPS_MAX = 100;
/** Groups of the organisation in one contact list, those put there by hand. */
export const LISTED_GROUPS_MAX = 50;
/** Most members of a group one answer carries. */
export const GROUP_PAGE_MAX = 200;
/** People in "Recent contacts". */
export const RECENT_MAX = 10;
/** Longest note beside a state, and longest name of a place, in UTF-16 code units. */
export const NOTE_MAX = 280;
export const PLACE_MAX = 60;
/** Networks whose place one person has remembered; the one said longest ago gives way. */
export const NETWORK_PLACES_MAX = 20;
/** States an administrator may make for everybody. */
export const CUSTOM_STATES_MAX = 20;
/** Languages in which one of them says its name. */
export const LABELS_MAX = 50;
/** Calendars of one person; address books of one person; entries in all of them together. */
export const CALENDARS_MAX = 10;
export const ADDRESS_BOOKS_MAX = 10;
export const ADDRESS_ENTRIES_MAX = 5_000;
/** Largest iCalendar, vCard or CSV text taken from a person or from their server, in UTF-16 code units. */
export const CALENDAR_TEXT_MAX = 5_000_000;
export const ADDRESS_TEXT_MAX = 5_000_000;
/** Longest span one question about somebody's time may cover, in ms. */
export const SCHEDULE_SPAN_MAX_MS = 35 * 86_400_000;
/** People one person may tag. */
export const TAGS_MAX = 200;
/** Places where one person takes web push messages; the oldest gives way. */
export const PUSH_SUBSCRIPTIONS_MAX = 20;
/** Longest name of a person, group or place, in UTF-16 code units. */
export const NAME_MAX = 200;
/** Shortest and longest password, in UTF-16 code units. NIST SP 800-63B §3.1.1.2 asks for at least 8, and 64 or more accepted. */
export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 256;
/** Largest photo accepted, in bytes. */
export const PHOTO_BYTES_MAX = 2_000_000;
/** Largest CSV accepted by the import, in UTF-16 code units, and most rows. */
export const CSV_TEXT_MAX = 5_000_000;
export const CSV_ROWS_MAX = 10_000;
/** Largest frame a client may send over the socket, in bytes. Larger ones close the connection. */
export const FRAME_BYTES_MAX = 256_000;
/** Largest JSON body of a REST request, in bytes, unless the route says otherwise. */
export const JSON_BYTES_MAX = 256_000;
/** Most results of a directory search. */
export const SEARCH_RESULTS_MAX = 50;
/** The server's ping, in ms; the answer renews the endpoint's lease. */
export const PING_INTERVAL_MS = 10_000;
/** How long an endpoint lives without an answer, in ms. A dropped connection keeps the lease. */
export const LEASE_MS = 30_000;
/** Idle limit of a session on a public or shared computer, in ms. */
export const PUBLIC_IDLE_MS = 15 * 60_000;
/**
 * An endpoint without input for this long says so, in ms. Less counts as input now, in the handshake too: a client
 * that never said it was idle has no reason to say that it is back.
 */
export const IDLE_REPORT_MS = 60_000;
/** Endpoints of one user connected at once, to one server; more are refused as `rate_limited`. */
export const ENDPOINTS_PER_USER_MAX = 100;
