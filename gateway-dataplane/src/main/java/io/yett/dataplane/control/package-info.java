/**
 * The control agent of the data plane: the one thread that changes what the lanes use, and answers
 * the SA channel.
 */
package io.yett.dataplane.control;
