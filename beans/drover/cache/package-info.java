/** What package managers fetch, kept from run to run, a repository at a time. */
@org.jspecify.annotations.NullMarked
package drover.cache;
