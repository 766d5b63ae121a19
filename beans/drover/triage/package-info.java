/** What a triage finds becomes runs of their own, and a summary of all. */
package drover.triage;
