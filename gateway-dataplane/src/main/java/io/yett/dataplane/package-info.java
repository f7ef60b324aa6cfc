/** See docs/ARCHITECTURE.md. */
package io.yett.dataplane;
