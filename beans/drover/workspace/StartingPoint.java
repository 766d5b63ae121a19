package drover.workspace;

/**
 * Where a run starts from.
 *
 * @param base name of the base; what is no branch is named by its commit, which works in the source
 *     as well
 */
record StartingPoint(SourceRepository source, String base, String sha) {}
