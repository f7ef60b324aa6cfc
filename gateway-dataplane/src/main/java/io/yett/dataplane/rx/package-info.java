/** The first stage: takes bursts from the ports. */
package io.yett.dataplane.rx;
