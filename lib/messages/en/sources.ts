/** What calendars and address books have in common. */
export const sources = {
  neverRead: "Not read yet",
  readAt: "Read {when}",
  reading: "Reading",
  refresh: "Read {name} again now",
  remove: "Remove {name}",
  loadFailed: "This could not be loaded. It is tried again by itself.",
  advice: {
    wait: "It is tried again by itself; what was read before stays.",
    refused: "Remove it and connect it again with the right name and password.",
    other: "Check the address with whoever gave it to you.",
  },
  connect: {
    submit: "Connect",
    address: "Address",
    addressInvalid: "Enter an address that begins with https:// or http://.",
    username: "User name",
    password: "Password",
    passwordHint: "Kept encrypted, and sent to this server only. An app password is best where there is one.",
    name: "Name",
    nameHint: "As you wish to see it here; else the server’s name",
  },
  file: { file: "File", choose: "Choose file", name: "Name" },
} as const;
