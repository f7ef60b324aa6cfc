/**
 * The {@code yett} command: it speaks to the control plane over its admin socket, and prints tables
 * for people or JSON for programs.
 */
package io.yett.ike.cli;
