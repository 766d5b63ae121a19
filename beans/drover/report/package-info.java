/** Results that are no branch: what an agent found out, written down for people. */
package drover.report;
