/**
 * People are told: what happens becomes news in the transaction that records it, news become
 * messages for channels, and each channel delivers its own in their order, whatever runs do
 * meanwhile.
 */
@NullMarked
package drover.notify;

import org.jspecify.annotations.NullMarked;
