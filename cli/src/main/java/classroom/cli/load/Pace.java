package classroom.cli.load;

/**
 * How a file is cut into calls.
 *
 * @param unitsPerCall the write units of one call, at most
 * @param lanes how many calls are under way at once
 */
record Pace(long unitsPerCall, int lanes) {}
