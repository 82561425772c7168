/** How long killed tasks may take to end once their stops are accepted, in milliseconds. */
export const END_PATIENCE_MS = 30_000;
