package drover.config;

import java.util.List;

/** What a source gives, and what is wrong with it. */
record Reading(Layer layer, List<Problem> problems) {}
