/** See docs/ARCHITECTURE.md. */
package io.yett.perf;
