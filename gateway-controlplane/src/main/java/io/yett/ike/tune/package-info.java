/**
 * What {@code yett tune} knows: one class for each thing about a machine that a lane feels. All of
 * it reads /proc and /sys below a root directory, and changes nothing.
 */
package io.yett.ike.tune;
