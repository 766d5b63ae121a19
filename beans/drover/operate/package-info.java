/** What people and programs do with runs over HTTP: look, act, switch, follow. */
package drover.operate;
