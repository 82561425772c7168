/** Exit code of a probe that was given up for its time, as `timeout` gives. */
export const probeTimedOut = 124;

/** Exit code of a probe that could not be run, as a shell gives. */
export const probeNotFound = 127;
