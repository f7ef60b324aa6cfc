/**
 * A small network laboratory: namespaces and links of the Linux kernel, real IPsec peers, gateway
 * processes, traffic and captures. Everything in it is bounded in time and cleans up what it made.
 *
 * <p>Classes here are for one thread, unless they say otherwise.
 */
package io.yett.lab;
