// How something that was asked of the server stands.
export const fetched = {
  busy: ["Hämtar ...", "Fetching ..."],
  at: ["Hämtat {at}", "Fetched {at}"],
  cannot: ["Kan inte hämtas", "Cannot be fetched"],
  cannotAnew: ["Kan inte hämtas på nytt. Det som visas är från {at}.", "Cannot be fetched anew. What is shown is from {at}."],
  details: ["Serverns svar: {message}", "The server's answer: {message}"],
  again: ["Försök igen", "Try again"],
} as const;
