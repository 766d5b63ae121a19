/** Which run goes on next: the gates of {@code admission.yaml}, the queue, and those at work. */
package drover.dispatch;
