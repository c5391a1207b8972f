export const alerts = {
  push: {
    available: "Available now",
    busy: "Busy now",
    dnd: "Does not want to be disturbed now",
    away: "Away now",
    offline: "Offline now",
  },
} as const;
