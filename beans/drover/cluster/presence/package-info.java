/** Who is at work where, shown in a cluster. */
@org.jspecify.annotations.NullMarked
package drover.cluster.presence;
