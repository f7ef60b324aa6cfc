/** See docs/ARCHITECTURE.md. */
package io.yett.ike;
