/** To another page. Whoever asks the router for its own way there is drawn anew with every address that comes. */
export const go = (to: string) => {
  window.location.hash = to;
};
