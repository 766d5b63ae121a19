/** The server's doors: who may come in, and what everybody gets back. */
package drover.http;
