/** The last stage: commits replay windows, transmits, hands packets up, and counts. */
package io.yett.dataplane.tx;
