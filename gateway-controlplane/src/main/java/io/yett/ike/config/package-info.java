/** Makes the IKE engine's connections and settings of the configuration file. */
package io.yett.ike.config;
