/** The second stage: decides what becomes of each packet, and assigns sequence numbers. */
package io.yett.dataplane.classify;
